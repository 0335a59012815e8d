"""Finds a free place for one more live session, exactly, whatever the concurrency.

The partial unique indexes on support_session are what makes the limits hold; this module only finds numbers that they will accept
and says, when there are none, which session is in the way. A number that another create took first is tried again by the caller.
"""

from dataclasses import dataclass

from daypass.server.accounts.models import SignedIn
from daypass.server.database import AsyncConnection
from daypass.server.problems import Refusal
from daypass.server.sessions import storage
from daypass.server.sessions.models import SupportSession
from daypass.server.subscriptions import storage as subscriptions
from daypass.server.subscriptions.models import Plan, Terms, highest_claimable_slot


class SlotContended(Exception):
    """Every free slot is being claimed by others right now: look again in a moment."""


@dataclass(frozen=True, slots=True)
class Place:
    """Slot numbers for a new session."""

    company_slot: int
    technician_slot: int


async def find_place(db: AsyncConnection, who: SignedIn, now: int) -> Place:
    """A free place. Raises SlotContended, or Refusal `trial_plan`, `no_subscription`, `technician_limit`, `company_limit`, `no_seat`."""
    terms = await subscriptions.terms_of(db, who.company.id)
    _require_subscription(terms, now)
    technician_slot = await free_technician_slot(db, who, who.technician.id, terms)
    taken = await storage.company_slots_held(db, who.company.id)
    if len(taken) < terms.most_live:
        highest = highest_claimable_slot(terms.most_live, taken)
        occupied = storage.company_slots_taken(who.company.id)
        company_slot = await subscriptions.claim_slot(db, who.company.id, highest, occupied)
        if company_slot is None:
            raise SlotContended
        return Place(company_slot, technician_slot)
    in_the_way = await _in_the_way(db, who, mine_only=False)
    if terms.seats_are_fewer:
        raise Refusal("no_seat", used=len(taken), seats=terms.subscription.seats, in_the_way=in_the_way)
    raise Refusal("company_limit", limit=terms.sessions_per_company, in_the_way=in_the_way)


async def free_technician_slot(db: AsyncConnection, who: SignedIn, technician_id: str, terms: Terms) -> int:
    """A free slot of this technician, who may be a colleague. Raises Refusal `technician_limit`."""
    held = await storage.technician_slots_taken(db, technician_id)
    limit = terms.sessions_per_technician
    if len(held) >= limit:
        mine = technician_id == who.technician.id
        in_the_way = await _in_the_way(db, who, mine_only=True) if mine else None
        raise Refusal("technician_limit", limit=limit, in_the_way=in_the_way)
    # The lowest free number: of two that look at the same moment, both find the same one and only one gets it.
    return next(no for no in range(1, limit + 1) if no not in held)


def _require_subscription(terms: Terms, now: int) -> None:
    if terms.subscription.plan is Plan.TRIAL:
        raise Refusal("trial_plan")
    if not terms.subscription.is_in_force(now):
        raise Refusal("no_subscription")


async def _in_the_way(db: AsyncConnection, who: SignedIn, mine_only: bool) -> dict[str, object] | None:
    """The oldest session that this technician could end to make room; who the customer is stays with those who may see it."""
    live = await storage.live_sessions(db, who.company.id)
    mine = [session for session in live if session.technician_id == who.technician.id]
    endable = mine or ([] if mine_only or not who.technician.role.administers else live)
    return _named(endable[0]) if endable else None


def _named(session: SupportSession) -> dict[str, object]:
    return {
        "id": session.id,
        "state": session.state.value,
        "customer_email": session.customer_email,
        "customer_name": session.customer_name,
        "computer_name": session.computer_name,
        "created_at": session.created_at,
        "deadline_at": session.deadline_at,
    }

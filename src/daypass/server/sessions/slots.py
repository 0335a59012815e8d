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
from daypass.server.subscriptions.models import Plan


class SlotContended(Exception):
    """Every free slot is being claimed by others right now: look again in a moment."""


@dataclass(frozen=True, slots=True)
class Place:
    """Slot numbers for a new session."""

    company_slot: int
    technician_slot: int


async def find_place(db: AsyncConnection, who: SignedIn) -> Place:
    """A free place. Raises Refusal `trial`, `technician_limit`, `company_limit`, `no_seat`, or SlotContended."""
    subscription = await subscriptions.subscription_of(db, who.company.id)
    if subscription.plan is Plan.TRIAL:
        raise Refusal("trial")
    mine = await storage.technician_slots_taken(db, who.technician.id)
    limit = who.company.sessions_per_technician
    technician_slot = next((no for no in range(1, limit + 1) if no not in mine), None)
    if technician_slot is None or len(mine) >= limit:
        raise Refusal("technician_limit", limit=limit, in_the_way=await _in_the_way(db, who, mine_only=True))
    usable = subscription.usable_slots(who.company.sessions_per_company)
    taken = storage.company_slots_taken(who.company.id)
    company_slot = await subscriptions.claim_slot(db, who.company.id, usable, taken)
    if company_slot is not None and await storage.live_count(db, who.company.id) < usable:
        return Place(company_slot, technician_slot)
    used = await storage.live_count(db, who.company.id)
    if used < usable:
        raise SlotContended
    if subscription.seats is not None and subscription.seats < who.company.sessions_per_company:
        raise Refusal("no_seat", used=used, seats=subscription.seats)
    in_the_way = await _in_the_way(db, who, mine_only=False)
    raise Refusal("company_limit", limit=who.company.sessions_per_company, in_the_way=in_the_way)


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

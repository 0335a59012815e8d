"""What technicians do with support sessions: prepare, look, end; and the sweep that ends what is past its time."""

import asyncio
import hashlib
import json
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy.exc import DBAPIError, IntegrityError

from daypass.protocol.lifecycle import Event, IllegalMove, State, prepare
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.still_allowed import require_still_allowed
from daypass.server.audit.chain import AuditChain
from daypass.server.cursors import Cursor
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock, new_id
from daypass.server.problems import Refusal, not_found
from daypass.server.sessions import colleague_storage, new_password_storage, storage
from daypass.server.sessions.colleague_storage import Invited
from daypass.server.sessions.live import LiveStream
from daypass.server.sessions.models import (
    Milestone,
    NewSession,
    Page,
    Presence,
    Removal,
    SessionCard,
    SessionEvent,
    Sought,
    SupportSession,
    Usage,
)
from daypass.server.sessions.ports import Invitations
from daypass.server.sessions.slots import SlotContended, find_place
from daypass.server.sessions.transitions import Moved, Transitions
from daypass.server.subscriptions import storage as subscriptions

# Every lost race for a slot means that somebody else won it, so the tries settle long before this.
MOST_TRIES = 50
MOST_ENDED_PER_SWEEP = 100

Follower = Callable[[Moved], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session that `prepare` made now, or made before for the same idempotency key."""

    card: SessionCard
    is_new: bool


class Sessions:
    """Use cases around support sessions. Hosts come through pairing, activation and control instead."""

    def __init__(
        self,
        database: Database,
        invitations: Invitations,
        transitions: Transitions,
        live: LiveStream,
        audit: AuditChain,
        clock: Clock,
    ) -> None:
        self._database = database
        self._invitations = invitations
        self._transitions = transitions
        self._live = live
        self._audit = audit
        self._clock = clock
        self._followers: list[Follower] = []

    def after_each_move(self, follower: Follower) -> None:
        """Await `follower(moved)` after every committed move; control link, pairing and relay close what is over."""
        self._followers.append(follower)

    # --- technicians --------------------------------------------------------------------------------------------------

    async def prepare(
        self, who: SignedIn, asked: NewSession, key: str | None, end_first: bool | str = False
    ) -> Prepared:
        """Prepare a session, exactly within every limit. Raises the refusals of `slots.find_place`.

        `end_first`: True ends the technician's own session that is in the way, an id ends that one, in the same transaction.
        """
        if asked.customer_email:
            await self._invitations.count_mail(who.company.id, asked.customer_email)
        for _ in range(MOST_TRIES):
            try:
                async with self._database.writing() as db:
                    prepared, moves = await self._prepare_once(db, who, asked, key, end_first)
            except (DBAPIError, SlotContended) as error:
                if not _is_lost_race(error):
                    raise
                await asyncio.sleep(random.uniform(0.001, 0.01))  # noqa: S311 - spreads the losers of a race
                continue
            for moved in moves:
                await self.announce(moved)
            if prepared.is_new:
                self._live.publish(prepared.card)
            return prepared
        raise Refusal("unexpected")

    async def sessions(self, who: SignedIn, sought: Sought, after: Cursor | None, most: int) -> Page:
        """Sessions this technician may see, newest first."""
        digits = sought.search.number
        numbered = self._invitations.with_number(digits) if digits else None
        async with self._database.reading() as db:
            invited_to = await colleague_storage.sessions_open_to(db, who.technician.id)
            found = await storage.sessions_for(db, who, sought, invited_to, numbered, after, most + 1)
            cards = tuple(await self._cards(db, found[:most]))
        last = cards[-1].session if len(found) > most else None
        return Page(cards, Cursor(last.created_at, last.id) if last else None)

    async def session(self, who: SignedIn, session_id: str) -> SessionCard:
        """One session, for whoever may do with it what there is. Raises `not_found`, or what `why_not_here` says."""
        async with self._database.reading() as db:
            found = await storage.session_for(db, who, session_id)
            if found is None:
                raise await why_not_here(db, who, session_id)
            return (await self._cards(db, [found]))[0]

    async def shown(self, who: SignedIn, session_id: str) -> SessionCard:
        """One session, for whoever may see it and connect. Raises `not_found`, or what `why_not_here` says."""
        async with self._database.reading() as db:
            found = await storage.session_shown_to(db, who, session_id)
            if found is None:
                raise await why_not_here(db, who, session_id)
            return (await self._cards(db, [found]))[0]

    async def card(self, db: AsyncConnection, session_id: str) -> SessionCard:
        """One session with what is shown beside it, in the caller's transaction. Raises `not_found`."""
        found = await storage.session_by_id(db, session_id)
        if found is None:
            raise not_found()
        return (await self._cards(db, [found]))[0]

    async def usage(self, who: SignedIn) -> Usage:
        """Live sessions against their limits."""
        async with self._database.reading() as db:
            terms = await subscriptions.terms_of(db, who.company.id)
            return Usage(
                mine=len(await storage.technician_slots_taken(db, who.technician.id)),
                mine_limit=terms.sessions_per_technician,
                company=await storage.live_count(db, who.company.id),
                company_limit=terms.sessions_per_company,
                seats=terms.subscription.seats,
            )

    async def end(self, who: SignedIn, session_id: str) -> SessionCard:
        """End a session now, and return it; ending an ended one is no error. Raises `not_found`."""
        async with self._database.writing() as db:
            moved = await self._end(db, who, session_id)
        if moved:
            await self.announce(moved)
        return await self.session(who, session_id)

    # --- hosts --------------------------------------------------------------------------------------------------------

    async def reach(self, session_id: str, milestone: Milestone) -> None:
        """Remember the first time a milestone was reached, and tell the browsers."""
        async with self._database.writing() as db:
            news = await storage.write_milestone(db, session_id, milestone, self._clock())
        if news:
            await self.publish(session_id)

    async def begin_pairing(self, session_id: str, technician_key: bytes, verifier_salt: bytes) -> None:
        """The technician's page registers its key and salt, with every new code."""
        async with self._database.writing() as db:
            await storage.write_pairing_facts(
                db, session_id, technician_key=technician_key, verifier_salt=verifier_salt, pairing_attempts=0
            )
        await self.publish(session_id)

    async def host_is_at(self, session_id: str, stage: str, dp: str | None, milestone: Milestone | None) -> None:
        """The host tells its stage while pairing."""
        now = self._clock()
        async with self._database.writing() as db:
            pairing = await storage.write_pairing_facts(db, session_id, host_stage=stage, host_stage_dp=dp, seen_at=now)
            if pairing and milestone:
                await storage.write_milestone(db, session_id, milestone, now)
        await self.publish(session_id)

    async def count_guess(self, session_id: str) -> None:
        """The host made a guess at the code."""
        async with self._database.writing() as db:
            await storage.count_attempt(db, session_id)
            await new_password_storage.count_attempt(db, session_id)
        await self.publish(session_id)

    async def write(self, session_id: str, **facts: object) -> None:
        """Set facts beside the state, and tell the browsers."""
        async with self._database.writing() as db:
            await storage.write_facts(db, session_id, **facts)
        await self.publish(session_id)

    # --- the server itself --------------------------------------------------------------------------------------------

    async def forget_presence(self) -> None:
        """At start: no host is connected to this process yet."""
        async with self._database.writing() as db:
            await storage.forget_presence(db)

    async def sweep(self) -> int:
        """End what is past its time, idempotently, on every node; returns how many were ended."""
        async with self._database.reading() as db:
            if not await storage.any_overdue(db, self._clock()):
                return 0
        async with self._database.writing() as db:
            moves = await self._end_overdue(db, None)
        for moved in moves:
            await self.announce(moved)
        return len(moves)

    async def announce(self, moved: Moved) -> None:
        """After the commit of a move: followers act on it, browsers see it."""
        for follower in self._followers:
            await follower(moved)
        await self.publish(moved.session.id)

    async def publish(self, session_id: str) -> None:
        """Tell the browsers how a session is now."""
        async with self._database.reading() as db:
            found = await storage.session_by_id(db, session_id)
            cards = await self._cards(db, [found]) if found else []
        for card in cards:
            self._live.publish(card)

    def look_again(self, technician_id: str) -> None:
        """A session went out of this technician's sight: their pages read everything again."""
        self._live.resync(technician_id)

    # --- steps --------------------------------------------------------------------------------------------------------

    async def _prepare_once(
        self, db: AsyncConnection, who: SignedIn, asked: NewSession, key: str | None, end_first: bool | str
    ) -> tuple[Prepared, list[Moved]]:
        await require_still_allowed(db, who.technician)
        hash_ = _request_hash(asked)
        if key is not None and (known := await storage.session_made_by(db, who.technician.id, key)):
            if known[1] != hash_:
                raise Refusal("idempotency_conflict")
            if not known[0].is_visible_to(who):
                raise await why_not_here(db, who, known[0].id)
            return Prepared((await self._cards(db, [known[0]]))[0], is_new=False), []
        moves = await self._end_overdue(db, who.company.id)
        moves += await self._make_room(db, who, end_first)
        try:
            place = await find_place(db, who, self._clock())
        except Refusal:
            if key is not None and await storage.session_made_by(db, who.technician.id, key):
                raise SlotContended from None  # the same press took the place meanwhile: its session is the answer
            raise
        if key is not None and await storage.session_made_by(db, who.technician.id, key):
            raise SlotContended  # the same press took the place, and gave it away again
        new = self._new_session(who, asked)
        await storage.add_session(db, new, place.company_slot, place.technician_slot, key, hash_ if key else None)
        await self._invitations.invite(db, new, who)
        card = (await self._cards(db, [new]))[0]
        await self._transitions.tell(db, SessionEvent.PREPARED, new)
        await self._audit.add(
            db, who.company.id, "session.created", who.technician.id, new.id, customer=new.customer_email
        )
        return Prepared(card, is_new=True), moves

    def _new_session(self, who: SignedIn, asked: NewSession) -> SupportSession:
        life = prepare(self._clock())
        return SupportSession(
            id=new_id(),
            company_id=who.company.id,
            technician_id=who.technician.id,
            state=life.state,
            ending=None,
            created_at=life.created_at,
            prepared_until=life.ends_by_itself_at() or life.created_at,
            activated_at=None,
            deadline_at=None,
            ended_at=None,
            customer_email=asked.customer_email,
            customer_name=asked.customer_name,
            customer_language=asked.language or who.company.language,
            note=asked.note,
            milestones={},
            host_stage=None,
            host_stage_dp=None,
            technician_key=None,
            verifier_salt=None,
            pairing_attempts=0,
            host_key=None,
            grant=None,
            computer_name=None,
            system=None,
            consent=None,
            paused=False,
            presence=Presence.OFFLINE,
            connected=(),
            seen_at=None,
            command_counter=0,
            removal=Removal.NONE,
            removed_at=None,
            leftovers=None,
        )

    async def _make_room(self, db: AsyncConnection, who: SignedIn, end_first: bool | str) -> list[Moved]:
        if end_first is False:
            return []
        live = await storage.live_sessions(db, who.company.id)
        mine = [session.id for session in live if session.technician_id == who.technician.id]
        chosen = mine[:1] if end_first is True else [end_first]
        moves = [await self._end(db, who, session_id) for session_id in chosen if isinstance(session_id, str)]
        return [moved for moved in moves if moved]

    async def _end(self, db: AsyncConnection, who: SignedIn, session_id: str) -> Moved | None:
        found = await storage.session_for(db, who, session_id, lock=True)
        if found is None:
            raise await why_not_here(db, who, session_id)
        now = self._clock()
        try:
            return await self._transitions.apply(db, found, Event.TECHNICIAN_ENDS, now, who.technician.id)
        except IllegalMove:
            overdue = await self._transitions.apply(db, found, Event.TIME_PASSES, now) if found.life.live else None
            return overdue

    async def _end_overdue(self, db: AsyncConnection, company_id: str | None) -> list[Moved]:
        now = self._clock()
        overdue = await storage.overdue_sessions(db, now, MOST_ENDED_PER_SWEEP, company_id)
        return [await self._transitions.apply(db, session, Event.TIME_PASSES, now) for session in overdue]

    async def _cards(self, db: AsyncConnection, found: Sequence[SupportSession]) -> list[SessionCard]:
        """What is shown beside sessions, in as many queries as there are companies (one), not sessions."""
        invitations = await self._invitations.of(db, [session.id for session in found])
        names = await accounts.names_of(db, {session.technician_id for session in found})
        companies = {session.company_id for session in found}
        new_passwords = await new_password_storage.newest_of(db, _active(found), self._clock())
        colleagues = await colleague_storage.invited_to(db, [session.id for session in found])
        plans = {id_: (await subscriptions.subscription_of(db, id_)).rights for id_ in companies}
        return [
            SessionCard(
                session,
                names.get(session.technician_id, ""),
                invitations.get(session.id),
                plans[session.company_id] if session.rights is None else session.rights,
                new_passwords.get(session.id),
                colleagues.get(session.id, ()),
            )
            for session in found
        ]


async def own_session(db: AsyncConnection, who: SignedIn, session_id: str) -> SupportSession:
    """The session, locked, of who may decide about it: its technician or an admin. Raises the Refusal of `why_not_here`."""
    await require_still_allowed(db, who.technician)
    session = await storage.session_for(db, who, session_id, lock=True)
    if session is None:
        raise await why_not_here(db, who, session_id)
    return session


def require_not_over(session: SupportSession, now: int) -> None:
    """Raises Refusal("session_over")."""
    over_at = session.life.ends_by_itself_at()
    if over_at is None or over_at <= now:
        raise Refusal("session_over")


async def why_not_here(db: AsyncConnection, who: SignedIn, session_id: str) -> Refusal:
    """Why this person does not find a session: they gave it to a colleague, are or were invited only, or know nothing of it."""
    standing = await colleague_storage.standing(db, session_id, who.technician.id)
    if standing is Invited.NOW:
        return Refusal("only_invited")
    holder = await storage.gave_away(db, who.technician.id, session_id)
    if holder is not None:
        return Refusal("session_handed_over", technician=holder, session_id=session_id)
    return Refusal("invitation_withdrawn") if standing is Invited.WITHDRAWN else not_found()


def _active(found: Sequence[SupportSession]) -> list[str]:
    return [session.id for session in found if session.state is State.ACTIVE]


def _is_lost_race(error: Exception) -> bool:
    """Somebody else took the slot, or PostgreSQL undid this transaction to let another finish (deadlock, serialization)."""
    if isinstance(error, IntegrityError | SlotContended):
        return True
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) in ("40P01", "40001")


def _request_hash(asked: NewSession) -> str:
    return hashlib.sha256(json.dumps(asdict(asked), sort_keys=True).encode()).hexdigest()

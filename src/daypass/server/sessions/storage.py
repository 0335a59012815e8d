"""All SQL about support sessions. `session_for` is the one door to a session for a technician, `session_shown_to` for whoever may
see it and connect, and no more."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.engine import Row

from daypass.protocol.lifecycle import Ending, Life, State
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.tables import technician
from daypass.server.cursors import Cursor
from daypass.server.database import AsyncConnection
from daypass.server.sessions.models import Asked, Milestone, Presence, ReceiptState, Removal, Sought, SupportSession
from daypass.server.sessions.searching import folded
from daypass.server.sessions.tables import connection as connections
from daypass.server.sessions.tables import handover, invited_colleague
from daypass.server.sessions.tables import host_token as tokens
from daypass.server.sessions.tables import support_session as s

MILESTONE_COLUMNS = {
    Milestone.MAIL: s.c.mail_at,
    Milestone.VISITED: s.c.visited_at,
    Milestone.DOWNLOADED: s.c.downloaded_at,
    Milestone.STARTED: s.c.started_at,
    Milestone.CODE: s.c.code_at,
    Milestone.INSTALLING: s.c.installing_at,
    Milestone.ACTIVE: s.c.activated_at,
}


# Everything but what is large and never shown.
SHOWN = tuple(column for column in s.c if column.name != "removal_report")


async def add_session(
    db: AsyncConnection,
    new: SupportSession,
    company_slot: int,
    technician_slot: int,
    idempotency_key: str | None,
    request_hash: str | None,
) -> None:
    """Insert a prepared session. Raises IntegrityError when another create took the slot first."""
    await db.execute(
        insert(s).values(
            id=new.id,
            company_id=new.company_id,
            technician_id=new.technician_id,
            company_slot=company_slot,
            technician_slot=technician_slot,
            idempotency_key=idempotency_key,
            request_hash=request_hash,
            state=new.state.value,
            created_at=new.created_at,
            prepared_until=new.prepared_until,
            customer_email=new.customer_email,
            customer_name=new.customer_name,
            customer_language=new.customer_language,
            note=new.note,
            customer_words=folded(new.customer_email, new.customer_name, new.note),
            pairing_attempts=0,
            paused=False,
            presence=Presence.OFFLINE.value,
            connected=[],
            command_counter=0,
            removal=Removal.NONE.value,
        )
    )


async def session_for(db: AsyncConnection, who: SignedIn, session_id: str, lock: bool = False) -> SupportSession | None:
    """The session if this technician may do with it what there is: their own, or any of the company for owner and admin."""
    return await _one(db, select(*SHOWN).where(s.c.id == possible_id(session_id), _visible_to(who)), lock)


async def session_shown_to(db: AsyncConnection, who: SignedIn, session_id: str) -> SupportSession | None:
    """The session if this technician may see it and connect: as `session_for`, or by an invitation in force."""
    i = invited_colleague
    invited = exists().where(
        i.c.session_id == s.c.id, i.c.technician_id == who.technician.id, i.c.withdrawn_at.is_(None)
    )
    shown = _visible_to(who) | (invited & (s.c.company_id == who.company.id))
    return await _one(db, select(*SHOWN).where(s.c.id == possible_id(session_id), shown), lock=False)


async def session_by_id(db: AsyncConnection, session_id: str, lock: bool = False) -> SupportSession | None:
    """The session for the server itself, or for a host that has proven which one is its own."""
    return await _one(db, select(*SHOWN).where(s.c.id == possible_id(session_id)), lock)


async def sessions_for(
    db: AsyncConnection,
    who: SignedIn,
    sought: Sought,
    invited_to: Sequence[str],
    numbered: Select[tuple[str]] | None,
    after: Cursor | None,
    most: int,
) -> list[SupportSession]:
    """Sessions this technician may see, newest first, from behind `after` on.

    `invited_to`: ids of colleagues' sessions that they may see as well.
    `numbered`: ids of the sessions whose number is looked for; they are found whatever words they hold.
    """
    shown = _visible_to(who)
    if invited_to:  # mostly none: the index of one's own sessions is not given up for nothing
        shown = shown | (s.c.id.in_(invited_to) & (s.c.company_id == who.company.id))
    found = select(*SHOWN).where(shown, *_as(sought)).order_by(s.c.created_at.desc(), s.c.id.desc())
    found = found.limit(most)
    if sought.search.words:
        words = and_(*(_holds(word) for word in sought.search.words))
        found = found.where(words if numbered is None else or_(words, s.c.id.in_(numbered)))
    if after is not None:
        found = found.where(tuple_(s.c.created_at, s.c.id) < (after.at, after.id))
    return [_session(row) for row in await db.execute(found)]


def _as(sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.state is Asked.LIVE:
        yield s.c.ended_at.is_(None)
    elif sought.state is not Asked.ALL:
        yield s.c.state == sought.state.value
    if sought.presence is not None:  # the live ones have an index of their own
        yield s.c.ended_at.is_(None) & (s.c.state == State.ACTIVE.value) & (s.c.presence == sought.presence.value)
    if sought.removal is Removal.PENDING:  # written out: only so does PostgreSQL see that its index of these fits
        yield s.c.removal == literal_column("'pending'")
    elif sought.removal is not None:
        yield s.c.removal == sought.removal.value
    if sought.technician_id is not None:
        yield s.c.technician_id == possible_id(sought.technician_id)
    if sought.computer is not None:
        yield s.c.activated_at.is_not(None) if sought.computer else s.c.activated_at.is_(None)
    if sought.since is not None:
        yield s.c.created_at >= sought.since
    if sought.until is not None:
        yield s.c.created_at < sought.until


def _holds(word: str) -> ColumnElement[bool]:
    places = (s.c.customer_words, s.c.computer_words)
    return or_(*(place.contains(word, autoescape=True, escape="\\") for place in places))


async def session_made_by(db: AsyncConnection, technician_id: str, key: str) -> tuple[SupportSession, str] | None:
    """The session an earlier request with this idempotency key made, and that request's hash; also one that was handed over since."""
    own = select(*SHOWN).where(s.c.technician_id == technician_id, s.c.idempotency_key == key)
    if row := (await db.execute(own)).one_or_none():
        return _session(row), row.request_hash
    # Looked up second: a session that is being handed over goes from there to here.
    of_giver = (handover.c.technician_id == technician_id) & (handover.c.idempotency_key == key)
    given = select(*SHOWN, handover.c.request_hash.label("given_hash")).join_from(s, handover).where(of_giver)
    row = (await db.execute(given)).one_or_none()
    return (_session(row), row.given_hash) if row else None


async def gave_away(db: AsyncConnection, technician_id: str, session_id: str) -> str | None:
    """Who has this session now, by name, when this technician had it and gave it away; else None."""
    found = select(technician.c.name).join_from(handover, s).join(technician, technician.c.id == s.c.technician_id)
    found = found.where(handover.c.session_id == possible_id(session_id), handover.c.technician_id == technician_id)
    return (await db.execute(found.where(s.c.technician_id != technician_id))).scalar_one_or_none()


async def overdue_sessions(
    db: AsyncConnection, now: int, most: int, company_id: str | None = None
) -> list[SupportSession]:
    """Live sessions whose time is over, locked; those that another node is ending are passed over."""
    found = select(*SHOWN).where(*_overdue(now)).limit(most).with_for_update(skip_locked=True)
    if company_id is not None:
        found = found.where(s.c.company_id == company_id)
    return [_session(row) for row in await db.execute(found)]


async def any_overdue(db: AsyncConnection, now: int) -> bool:
    """Whether there is anything to end; a look that blocks nobody."""
    return (await db.execute(select(s.c.id).where(*_overdue(now)).limit(1))).one_or_none() is not None


async def live_sessions(db: AsyncConnection, company_id: str) -> list[SupportSession]:
    """A company's live sessions, oldest first."""
    found = select(*SHOWN).where(s.c.company_id == company_id, s.c.ended_at.is_(None)).order_by(s.c.created_at)
    return [_session(row) for row in await db.execute(found)]


async def technician_slots_taken(db: AsyncConnection, technician_id: str) -> set[int]:
    """The slots a technician's live sessions hold."""
    rows = await db.execute(
        select(s.c.technician_slot).where(s.c.technician_id == technician_id, s.c.ended_at.is_(None))
    )
    return {row.technician_slot for row in rows}


async def live_count(db: AsyncConnection, company_id: str) -> int:
    """How many sessions of a company are live."""
    found = select(func.count()).select_from(s).where(s.c.company_id == company_id, s.c.ended_at.is_(None))
    return int((await db.execute(found)).scalar_one())


async def company_slots_held(db: AsyncConnection, company_id: str) -> set[int]:
    """The slots a company's live sessions hold."""
    return {row.company_slot for row in await db.execute(company_slots_taken(company_id))}


def company_slots_taken(company_id: str) -> Select[tuple[int]]:
    """The slots a company's live sessions hold, as a query."""
    return select(s.c.company_slot).where(s.c.company_id == company_id, s.c.ended_at.is_(None))


async def write_life(db: AsyncConnection, session_id: str, old: State, life: Life) -> bool:
    """Move a session on in its life; false when somebody else moved it first."""
    moved = update(s).where(s.c.id == session_id, s.c.state == old.value)
    moved = moved.values(
        state=life.state.value,
        ending=life.ending.value if life.ending else None,
        activated_at=life.activated_at,
        deadline_at=life.deadline_at,
        ended_at=life.ended_at,
    )
    return (await db.execute(moved)).rowcount == 1


async def write_facts(db: AsyncConnection, session_id: str, **facts: Any) -> None:
    """Set columns that are facts beside the state (host, pairing, removal)."""
    await db.execute(update(s).where(s.c.id == session_id).values(_with_words(facts)))


async def write_receipt_wish(db: AsyncConnection, session_id: str, wanted: bool, now: int) -> None:
    """The customer wants a receipt, or none any more; said while the session is live, about an address that is known."""
    live = (s.c.id == session_id) & s.c.ended_at.is_(None)
    asked, nothing = s.c.receipt_state == ReceiptState.ASKED.value, s.c.receipt_state.is_(None)
    if wanted:
        changed = update(s).where(live, nothing, s.c.customer_email != "")
        await db.execute(changed.values(receipt_state=ReceiptState.ASKED.value, receipt_at=now))
    else:
        await db.execute(update(s).where(live, asked).values(receipt_state=None, receipt_at=None))


async def write_technician(db: AsyncConnection, session_id: str, technician_id: str, slot: int, now: int) -> None:
    """Give a session to another technician. Raises IntegrityError when their slot was taken first.

    The key of the request that made it stays with the technician who sent it.
    """
    of_session = s.c.id == session_id
    had = (await db.execute(select(s.c.technician_id, s.c.idempotency_key, s.c.request_hash).where(of_session))).one()
    again = update(handover).where(handover.c.session_id == session_id, handover.c.technician_id == had.technician_id)
    if (await db.execute(again.values(handed_at=now))).rowcount == 0:
        await db.execute(
            insert(handover).values(
                session_id=session_id,
                technician_id=had.technician_id,
                idempotency_key=had.idempotency_key,
                request_hash=had.request_hash,
                handed_at=now,
            )
        )
    given = {"technician_id": technician_id, "technician_slot": slot, "assigned_at": now}
    await db.execute(update(s).where(of_session).values(**given, idempotency_key=None, request_hash=None))


async def write_pairing_facts(db: AsyncConnection, session_id: str, **facts: Any) -> bool:
    """Set columns that are settled before activation; false, and nothing set, when the session is not prepared any more."""
    written = update(s).where(s.c.id == session_id, s.c.state == State.PREPARED.value).values(_with_words(facts))
    return (await db.execute(written)).rowcount == 1


async def write_milestone(db: AsyncConnection, session_id: str, milestone: Milestone, now: int) -> bool:
    """Remember the first time a milestone was reached; false when it was known."""
    column = MILESTONE_COLUMNS[milestone]
    return (
        await db.execute(update(s).where(s.c.id == session_id, column.is_(None)).values({column: now}))
    ).rowcount == 1


async def count_attempt(db: AsyncConnection, session_id: str) -> None:
    """Count one try of the code that activates."""
    await write_pairing_facts(db, session_id, pairing_attempts=s.c.pairing_attempts + 1)


async def next_command_counter(db: AsyncConnection, session_id: str, above: int) -> int:
    """A number higher than `above` and than every one used for this session before."""
    highest = case((s.c.command_counter > above, s.c.command_counter), else_=above)
    raised = update(s).where(s.c.id == session_id).values(command_counter=highest + 1)
    return int((await db.execute(raised.returning(s.c.command_counter))).scalar_one())


async def add_host_token(
    db: AsyncConnection, hash_: str, session_id: str, host_key: bytes, now: int, expires_at: int
) -> None:
    """Remember a greeted host, and forget those whose time is over."""
    await db.execute(delete(tokens).where(tokens.c.expires_at <= now))
    await db.execute(
        insert(tokens).values(
            token_hash=hash_, session_id=session_id, host_key=host_key, created_at=now, expires_at=expires_at
        )
    )


async def host_token(db: AsyncConnection, hash_: str, now: int) -> tuple[str, bytes] | None:
    """Session and host key of a token in force."""
    found = select(tokens.c.session_id, tokens.c.host_key).where(
        tokens.c.token_hash == hash_, tokens.c.expires_at > now
    )
    row = (await db.execute(found)).one_or_none()
    return (row.session_id, row.host_key) if row else None


async def add_connection(
    db: AsyncConnection, pair_id: bytes, session_id: str, technician_id: str, tool: str, now: int
) -> None:
    """Remember that a technician asked for a connection."""
    await db.execute(
        insert(connections).values(
            pair_id=pair_id.hex(), session_id=session_id, technician_id=technician_id, tool=tool, requested_at=now
        )
    )


async def write_connection(
    db: AsyncConnection, pair_id: bytes, session_id: str, moment: str, **facts: Any
) -> tuple[str, str] | None:
    """Set what became of a connection of this session; technician's id and tool, or None when there is none or `moment` was known.

    An end that the relay told before stays.
    """
    changed = update(connections).where(connections.c.pair_id == pair_id.hex(), connections.c.session_id == session_id)
    changed = changed.where(connections.c[moment].is_(None))
    if "closed_at" in facts:
        facts["closed_at"] = func.coalesce(connections.c.closed_at, facts["closed_at"])
    told = changed.values(**facts).returning(connections.c.technician_id, connections.c.tool)
    row = (await db.execute(told)).one_or_none()
    return (row.technician_id, row.tool) if row else None


async def technician_of_connection(db: AsyncConnection, pair_id: bytes, session_id: str) -> str | None:
    """Whose connection of this session it is; None when there is none."""
    found = select(connections.c.technician_id).where(
        connections.c.pair_id == pair_id.hex(), connections.c.session_id == session_id
    )
    return (await db.execute(found)).scalar_one_or_none()


async def write_traffic(
    db: AsyncConnection, pair_id: bytes, session_id: str, to_host: int, to_technician: int, over_at: int | None
) -> None:
    """Keep what passed through a connection; `over_at`: it ended then, unless the host told before."""
    facts: dict[str, Any] = {"bytes_to_host": to_host, "bytes_to_technician": to_technician}
    if over_at is not None:
        facts["closed_at"] = func.coalesce(connections.c.closed_at, over_at)
    of_pair = (connections.c.pair_id == pair_id.hex()) & (connections.c.session_id == session_id)
    not_older = func.coalesce(connections.c.bytes_to_host, 0) + func.coalesce(connections.c.bytes_to_technician, 0)
    await db.execute(update(connections).where(of_pair, not_older <= to_host + to_technician).values(facts))


async def forget_presence(db: AsyncConnection) -> None:
    """At start: no host is connected to this process yet."""
    connected = update(s).where(s.c.presence != Presence.OFFLINE.value)
    await db.execute(connected.values(presence=Presence.OFFLINE.value, connected=[]))


def _with_words(facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts; the PC's name also as a search compares it."""
    return facts | {"computer_words": folded(facts["computer_name"])} if "computer_name" in facts else facts


def _visible_to(who: SignedIn) -> ColumnElement[bool]:
    own_company = s.c.company_id == who.company.id
    return own_company if who.technician.role.administers else own_company & (s.c.technician_id == who.technician.id)


def possible_id(claimed: str) -> str:
    """An id from outside: what cannot be one is looked up as nothing (PostgreSQL refuses some characters outright)."""
    return claimed if claimed.isascii() and claimed.isalnum() and len(claimed) <= 26 else ""


def _overdue(now: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    over = (s.c.deadline_at <= now) | (s.c.deadline_at.is_(None) & (s.c.prepared_until <= now))
    return s.c.ended_at.is_(None), over


async def _one(db: AsyncConnection, found: Select[Any], lock: bool) -> SupportSession | None:
    row = (await db.execute(found.with_for_update() if lock else found)).one_or_none()
    return _session(row) if row else None


def _session(row: Row[Any]) -> SupportSession:
    reached = {milestone: getattr(row, column.name) for milestone, column in MILESTONE_COLUMNS.items()}
    return SupportSession(
        id=row.id,
        company_id=row.company_id,
        technician_id=row.technician_id,
        state=State(row.state),
        ending=Ending(row.ending) if row.ending else None,
        created_at=row.created_at,
        prepared_until=row.prepared_until,
        activated_at=row.activated_at,
        deadline_at=row.deadline_at,
        ended_at=row.ended_at,
        customer_email=row.customer_email,
        customer_name=row.customer_name,
        customer_language=row.customer_language,
        note=row.note,
        milestones={milestone: at for milestone, at in reached.items() if at is not None},
        host_stage=row.host_stage,
        host_stage_dp=row.host_stage_dp,
        technician_key=row.technician_key,
        verifier_salt=row.verifier_salt,
        pairing_attempts=row.pairing_attempts,
        host_key=row.host_key,
        grant=row.grant,
        rights=tuple(row.rights) if row.rights is not None else None,
        computer_name=row.computer_name,
        system=row.system,
        consent=row.consent,
        paused=row.paused,
        presence=Presence(row.presence),
        connected=tuple(row.connected),
        seen_at=row.seen_at,
        command_counter=row.command_counter,
        removal=Removal(row.removal),
        removed_at=row.removed_at,
        leftovers=row.leftovers,
        assigned_at=row.assigned_at,
        sight=row.sight,
        sight_at=row.sight_at,
        closing_note=row.closing_note or "",
        closing_note_at=row.closing_note_at,
        computer_erased_at=row.computer_erased_at,
        customer_erased_at=row.customer_erased_at,
        customer_pseudonym=row.customer_pseudonym,
        receipt_state=ReceiptState(row.receipt_state) if row.receipt_state else None,
        receipt_at=row.receipt_at,
        receipt_hash=row.receipt_hash,
        log_lines=row.log_lines,
        log_head=row.log_head,
        log_at=row.log_at,
        log_differs_at=row.log_differs_at,
    )


async def open_pairs_of(db: AsyncConnection, technician_id: str) -> list[bytes]:
    """The pairs of a technician's connections that nobody has told to be closed, in sessions that are not over."""
    found = select(connections.c.pair_id).join_from(connections, s)
    found = found.where(connections.c.technician_id == technician_id, connections.c.closed_at.is_(None))
    rows = await db.execute(found.where(s.c.ended_at.is_(None)))
    return [bytes.fromhex(row.pair_id) for row in rows]

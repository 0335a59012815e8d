"""All SQL about links, numbers and the tokens of greeted hosts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, insert, select, update
from sqlalchemy.engine import Row

from daypass.server.database import AsyncConnection
from daypass.server.deployment.models import DeploymentLink
from daypass.server.deployment.tables import deployment_link as d
from daypass.server.sessions.tables import host_token

MOST_HOST_TOKENS = 8
NUMBER_DIGITS = 9


async def add_link(db: AsyncConnection, link: DeploymentLink, token_hash: str, ticket_hash: str) -> None:
    """Insert an open link."""
    await db.execute(
        insert(d).values(
            session_id=link.session_id,
            token_hash=token_hash,
            ticket_hash=ticket_hash,
            number=link.number,
            created_at=link.created_at,
            expires_at=link.expires_at,
        )
    )


async def number_is_taken(db: AsyncConnection, number: str) -> bool:
    """Whether an open link has this number."""
    return bool((await db.execute(select(exists().where(d.c.number == number, d.c.closed_at.is_(None))))).scalar())


async def link_by_token(db: AsyncConnection, token_hash: str) -> DeploymentLink | None:
    """The link whose token has this hash, open or not."""
    return await _one(db, d.c.token_hash == token_hash)


async def link_by_ticket(db: AsyncConnection, ticket_hash: str) -> DeploymentLink | None:
    """The link whose download carries the ticket with this hash, open or not."""
    return await _one(db, d.c.ticket_hash == ticket_hash)


async def link_by_number(db: AsyncConnection, number: str) -> DeploymentLink | None:
    """The open link with this number; a closed one has given its number back."""
    return await _one(db, (d.c.number == number) & d.c.closed_at.is_(None))


def numbered(digits: str) -> Select[tuple[str]]:
    """Ids of the sessions whose number holds these digits, open or not, as a query."""
    whole = len(digits) == NUMBER_DIGITS
    return select(d.c.session_id).where(d.c.number == digits if whole else d.c.number.contains(digits, autoescape=True))


async def link_of(db: AsyncConnection, session_id: str) -> DeploymentLink | None:
    """A session's link."""
    return await _one(db, d.c.session_id == session_id)


async def links_of(db: AsyncConnection, session_ids: Sequence[str]) -> list[DeploymentLink]:
    """The links of several sessions."""
    return [_link(row) for row in await db.execute(select(d).where(d.c.session_id.in_(session_ids)))]


async def close_link(db: AsyncConnection, session_id: str, now: int, **reason: int) -> bool:
    """Close an open link, for a reason (`used_at`, `revoked_at`, `reported_at`) or because its session is over."""
    closed = update(d).where(d.c.session_id == session_id, d.c.closed_at.is_(None)).values(closed_at=now, **reason)
    return (await db.execute(closed)).rowcount == 1


async def another_host_greeted(db: AsyncConnection, session_id: str, host_key: bytes) -> bool:
    """Whether a host with another key has greeted for this session."""
    others = select(exists().where(host_token.c.session_id == session_id, host_token.c.host_key != host_key))
    return bool((await db.execute(others)).scalar())


async def keep_newest_host_tokens(db: AsyncConnection, session_id: str) -> None:
    """Forget all but the newest few tokens of a session: however often hosts greet, the table stays small."""
    newest = select(host_token.c.token_hash).where(host_token.c.session_id == session_id)
    newest = newest.order_by(host_token.c.created_at.desc(), host_token.c.token_hash).limit(MOST_HOST_TOKENS)
    kept = [row.token_hash for row in await db.execute(newest)]
    await db.execute(
        delete(host_token).where(host_token.c.session_id == session_id, host_token.c.token_hash.not_in(kept))
    )


async def forget_host_tokens(db: AsyncConnection, session_id: str) -> None:
    """No greeted host of this session may go on."""
    await db.execute(delete(host_token).where(host_token.c.session_id == session_id))


async def _one(db: AsyncConnection, which: ColumnElement[bool]) -> DeploymentLink | None:
    row = (await db.execute(select(d).where(which))).one_or_none()
    return _link(row) if row else None


def _link(row: Row[Any]) -> DeploymentLink:
    return DeploymentLink(
        session_id=row.session_id,
        number=row.number,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        reported_at=row.reported_at,
        used_at=row.used_at,
        closed_at=row.closed_at,
    )

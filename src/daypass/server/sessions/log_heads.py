"""The head of the activity log that lies on the PC: the server keeps the newest one, and notes when a host contradicts an earlier one.

It knows no line and cannot try any: the hashes are salted on the PC (docs/records.md).
"""

from sqlalchemy import and_, or_, update

from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection
from daypass.server.sessions.tables import support_session as s


async def keep_log_head(
    db: AsyncConnection, audit: AuditChain, session_id: str, lines: int, head: bytes | None, now: int
) -> None:
    """A log only grows. One that did not is left as it was known, and stands once in the audit trail."""
    told = head.hex() if head and lines else None
    of_session = s.c.id == session_id
    if told is not None:
        grown = update(s).where(of_session, s.c.log_lines < lines)
        await db.execute(grown.values(log_lines=lines, log_head=told, log_at=now))
    other = or_(s.c.log_lines > lines, and_(s.c.log_lines == lines, s.c.log_head != told))
    differs = update(s).where(of_session, other, s.c.log_differs_at.is_(None)).values(log_differs_at=now)
    company_id = (await db.execute(differs.returning(s.c.company_id))).scalar_one_or_none()
    if company_id is not None:
        await audit.add(db, company_id, "host.log_differs", None, session_id, log_lines=lines, log_head=told or "")

"""SQL about what readers said. A company sees what its own technicians said; what visitors said belongs to no company."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from daypass.server.accounts.tables import company
from daypass.server.cursors import Cursor
from daypass.server.database import AsyncConnection
from daypass.server.guides.models import Opinion, Tally
from daypass.server.guides.tables import guide_opinion
from daypass.server.keyset import newest_first

MOST_COUNTED = 20_000


async def add_opinion(db: AsyncConnection, opinion: Opinion, form: str, company_id: str | None) -> None:
    """Keep it; nothing happens when this form was answered before."""
    values: dict[str, Any] = {
        "id": opinion.id,
        "company_id": company_id,
        "article": opinion.article,
        "language": opinion.language,
        "helpful": opinion.helpful,
        "reasons": list(opinion.reasons),
        "comment": opinion.comment,
        "given_at": opinion.given_at,
        "form": form,
    }
    insert = sqlite.insert if db.dialect.name == "sqlite" else postgresql.insert
    await db.execute(insert(guide_opinion).values(values).on_conflict_do_nothing(index_elements=["form"]))


async def opinions(db: AsyncConnection, company_id: str | None, after: Cursor | None, most: int) -> list[Opinion]:
    """The newest first, behind `after`. `company_id` None: everybody's."""
    query = select(guide_opinion).where(*await _seen_by(db, company_id))
    query = newest_first(query, guide_opinion.c.given_at, guide_opinion.c.id, after, most)
    return [_opinion(row) for row in await db.execute(query)]


async def tallies(db: AsyncConnection, company_id: str | None) -> list[Tally]:
    """Per article, over the newest MOST_COUNTED opinions; the least helpful articles first."""
    query = (
        select(guide_opinion.c.article, guide_opinion.c.helpful, guide_opinion.c.reasons)
        .where(*await _seen_by(db, company_id))
        .order_by(guide_opinion.c.given_at.desc())
        .limit(MOST_COUNTED)
    )
    return tallied([(article, helpful, reasons) for article, helpful, reasons in await db.execute(query)])


def tallied(rows: Sequence[tuple[str, bool, list[str]]]) -> list[Tally]:
    """Count them."""
    answers: Counter[tuple[str, bool]] = Counter()
    ticked: dict[str, Counter[str]] = {}
    for article, helpful, reasons in rows:
        answers[article, helpful] += 1
        ticked.setdefault(article, Counter()).update(reasons)
    found = [Tally(name, answers[name, True], answers[name, False], dict(counts)) for name, counts in ticked.items()]
    return sorted(found, key=lambda tally: (-tally.not_helpful, -tally.helpful, tally.article))


async def _seen_by(db: AsyncConnection, company_id: str | None) -> list[ColumnElement[bool]]:
    """A company that has the server to itself sees its visitors' opinions too; of several, none can be told to be theirs."""
    if company_id is None:
        return []
    own = guide_opinion.c.company_id == company_id
    is_alone = (await db.execute(select(func.count()).select_from(company))).scalar_one() == 1
    return [or_(own, guide_opinion.c.company_id.is_(None)) if is_alone else own]


def _opinion(row: Row[Any]) -> Opinion:
    return Opinion(row.id, row.article, row.language, row.helpful, tuple(row.reasons), row.comment, row.given_at)

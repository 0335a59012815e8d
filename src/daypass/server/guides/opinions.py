"""Takes what readers say about an article, and reports it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from daypass.server.accounts.models import readable_text
from daypass.server.callers import counted_place
from daypass.server.cursors import Cursor, Piece, piece_of
from daypass.server.database import Database
from daypass.server.guides.library import Library
from daypass.server.guides.models import LONGEST_COMMENT, Opinion, OpinionRefused, Tally, reasons_for
from daypass.server.guides.robot_check import Question, RobotCheck
from daypass.server.guides.storage import add_opinion, opinions, tallies
from daypass.server.identifiers import Clock, new_id

PER_PLACE = (parse("10/hour"), parse("30/day"))
PIECE = 500
OF_ALL = (parse("300/hour"),)


@dataclass(frozen=True, slots=True)
class Given:
    """What arrived with a form; nothing of it is trusted yet."""

    article: str
    language: str
    helpful: str
    reasons: Sequence[str]
    comment: str
    token: str
    answer: str
    trap: str = ""
    """A field that people do not see."""


class Opinions:
    """Readers' opinions."""

    def __init__(self, database: Database, library: Library, check: RobotCheck, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._check = check
        self._clock = clock
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def ask(self, article: str) -> Question:
        """The question of a new form."""
        return self._check.ask(article, self._clock())

    async def take(self, given: Given, address: str, company_id: str | None = None) -> bool:
        """Keep it; whether it was helpful. Raises OpinionRefused. What a robot filled in is thanked for and forgotten."""
        if given.helpful not in ("yes", "no"):
            raise OpinionRefused("no_answer")
        helpful = given.helpful == "yes"
        # A choice made before changing the answer stays ticked in a browser without scripts: it is passed over.
        reasons = tuple(reason for reason in reasons_for(helpful) if reason in given.reasons)
        if not helpful and not reasons:
            raise OpinionRefused("no_reason")
        comment = readable_text(given.comment)
        if len(comment) > LONGEST_COMMENT:
            raise OpinionRefused("comment_long")
        form = self._check.judge(given.article, given.token, given.answer, self._clock())
        if given.trap:
            return helpful
        await self._count(address)
        opinion = Opinion(new_id(), given.article, given.language, helpful, reasons, comment, self._clock())
        async with self._database.writing() as db:
            await add_opinion(db, opinion, form, company_id)
        return helpful

    async def listed(self, company_id: str | None, after: Cursor | None, most: int) -> Piece[Opinion]:
        """The newest first."""
        return await _listed(self._database, company_id, after, most)

    def every(self, company_id: str) -> AsyncIterator[Opinion]:
        """Every answer, newest first."""
        return every_opinion(self._database, company_id)

    async def tallied(self, company_id: str | None) -> list[Tally]:
        """Per article."""
        async with self._database.reading() as db:
            return await tallies(db, company_id)

    async def _count(self, address: str) -> None:
        limits: list[tuple[RateLimitItem, str]] = [(limit, counted_place(address)) for limit in PER_PLACE]
        limits += [(limit, "everybody") for limit in OF_ALL]
        if not all([await self._window.test(limit, place) for limit, place in limits]):
            raise OpinionRefused("too_many")
        for limit, place in limits:
            await self._window.hit(limit, place)


async def every_opinion(database: Database, company_id: str) -> AsyncIterator[Opinion]:
    """What a company may read, newest first, in pieces: a slow reader holds no transaction."""
    after: Cursor | None = None
    while True:
        piece = await _listed(database, company_id, after, PIECE)
        for one in piece.items:
            yield one
        if piece.next is None:
            return
        after = piece.next


async def _listed(database: Database, company_id: str | None, after: Cursor | None, most: int) -> Piece[Opinion]:
    async with database.reading() as db:
        found = await opinions(db, company_id, after, most + 1)
    return piece_of(found, most, lambda one: Cursor(one.given_at, one.id))

"""What readers said about the guides as a file, for the console and the command line."""

from collections.abc import AsyncIterator

from daypass.server.csv_file import Cell
from daypass.server.guides.models import Opinion
from daypass.server.local_times import LocalTimes
from daypass.translation import Translation

COLUMNS = ("time", "article", "helpful", "reasons", "comment", "language")


def header(words: Translation, times: LocalTimes) -> list[str]:
    """The columns in the reader's words."""
    return [words.text(f"console.guides.column_{name}", zone=times.name) for name in COLUMNS]


async def rows(said: AsyncIterator[Opinion], words: Translation, times: LocalTimes) -> AsyncIterator[list[Cell]]:
    """A line for each answer."""
    async for one in said:
        yield [
            times.written(one.given_at),
            one.article,
            words.text("guide.yes" if one.helpful else "guide.no"),
            ", ".join(words.text(f"guide.reason.{reason}") for reason in one.reasons),
            one.comment,
            one.language,
        ]

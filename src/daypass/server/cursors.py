"""Where a page of a list ended, and the piece of a list between two such places. Knows neither framework nor SQL."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Shown = TypeVar("Shown")

FORM = "[0-9a-f]{1,13}-[a-z0-9]{0,26}"


@dataclass(frozen=True, slots=True)
class Cursor:
    """At this item: its number in the list's order (a time in ms since 1970, a count), and its id where numbers may be equal."""

    at: int
    id: str = ""

    def __str__(self) -> str:
        return f"{self.at:x}-{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ValueError for what no page ended with."""
        if not re.fullmatch(FORM, text):
            raise ValueError("not what an earlier page named `next`")
        at, _, id_ = text.partition("-")
        return cls(int(at, 16), id_)


@dataclass(frozen=True, slots=True)
class Piece(Generic[Item]):
    """A piece of a list; `next` None: there is no more."""

    items: list[Item]
    next: Cursor | None

    def shown(self, how: Callable[[Item], Shown]) -> tuple[list[Shown], str | None]:
        """Its items as they are shown, and `next` as it travels."""
        return [how(item) for item in self.items], str(self.next) if self.next else None


def piece_of(found: Sequence[Item], most: int, place: Callable[[Item], Cursor]) -> Piece[Item]:
    """The first `most` of what was found by looking for one more."""
    kept = list(found[:most])
    return Piece(kept, place(kept[-1]) if len(found) > most else None)


def piece_of_all(everything: Sequence[Item], after: Cursor | None, most: int) -> Piece[Item]:
    """A piece of a short list that is in memory as a whole: the cursor counts its items."""
    begin = after.at if after else 0
    end = begin + most
    return Piece(list(everything[begin:end]), Cursor(end) if end < len(everything) else None)

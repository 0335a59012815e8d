"""What a technician has drawn over the screen, and how it fades: it stays for a moment, thins out and is gone. Nobody has to wipe.

Pure: times are seconds of one clock, places pixels of the virtual screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from daypass.host.platform.ports import Drawn, DrawnLine

STAYS_S, FADES_S = 5.0, 1.0
"""A line, after its last point."""
DOT_STAYS_S = 1.0
"""The dot of the pointer, after its last movement."""
MOST_LINES, MOST_POINTS = 60, 2000
"""At once, and of one line: what is beyond takes the place of the oldest, or is not drawn."""
DOT_TO_LINE = 3

Place = tuple[int, int]


@dataclass(slots=True)
class _Line:
    points: list[Place]
    drawn_at: float


class Ink:
    """Of one technician at a time."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}
        self._dot: tuple[Place, float] | None = None
        self._last: Place = (0, 0)

    def point(self, place: Place, now: float) -> None:
        self._dot, self._last = (place, now), place

    def draw(self, number: int, places: Sequence[Place], now: float) -> None:
        """The line of this number goes on."""
        line = self._lines.setdefault(number, _Line([], now))
        line.points += places[: MOST_POINTS - len(line.points)]
        line.drawn_at = now
        self._last = places[-1]
        self._dot = None
        while len(self._lines) > MOST_LINES:
            del self._lines[next(iter(self._lines))]

    def wipe(self) -> None:
        self._lines.clear()
        self._dot = None

    def shown(self, name: str, thickness: int, now: float) -> Drawn | None:
        """With lines of this thickness as long as they do not fade; None: nothing is there any more."""
        lines = []
        for number, line in list(self._lines.items()):
            if left := _faded(thickness, now - line.drawn_at - STAYS_S):
                lines.append(DrawnLine(tuple(line.points), left))
            else:
                del self._lines[number]
        if self._dot is not None:
            place, at = self._dot
            if left := _faded(DOT_TO_LINE * thickness, now - at - DOT_STAYS_S):
                lines.append(DrawnLine((place,), left))
            else:
                self._dot = None
        return Drawn(tuple(lines), name, self._last) if lines else None


def _faded(thickness: int, fading_s: float) -> int:
    """0: it is gone. The thinnest has two pixels, for it has a rim."""
    if fading_s >= FADES_S:
        return 0
    return max(2, round(thickness * (1 - max(0.0, fading_s) / FADES_S)))

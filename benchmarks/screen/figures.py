"""From what was painted, done and drawn to the figures of a case, and from several runs to their medians."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.screen.state_number import MODULUS

State = tuple[int, float]
Drawn = tuple[int, float, float]
CLOCK_MS = 3.0
"""A draw this much before its painting is still its draw: the painter looks at the clock only when the X server has answered."""

GONE_MS = 5_000
"""A state that was not drawn within this was left out."""

LATE_MS = 100
"""A picture this old is late."""

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A painted state that a person saw: painted, drawn on the canvas, on the next frame; epoch milliseconds."""

    painted: float
    drawn: float
    shown: float


def seen(painted: Sequence[State], drawn: Sequence[Drawn], kind: str) -> list[Seen]:
    """Each painted state with its first draw; states that were left out are missing."""
    modulus = 2 if kind == "light" else MODULUS
    found, at = [], 0
    for index, (number, when) in enumerate(painted):
        gone = painted[index + 1][1] if modulus == 2 and index + 1 < len(painted) else when + GONE_MS
        for place in range(at, len(drawn)):
            state, drawn_at, shown_at = drawn[place]
            if drawn_at > gone:
                break
            if state == number % modulus and drawn_at >= when - CLOCK_MS:
                found.append(Seen(when, drawn_at, shown_at))
                at = place + 1
                break
    return found


def from_hands(saw: Sequence[Seen], inputs: Sequence[float]) -> list[Seen]:
    """The same, counted from what the technician did and not from what was painted for it."""
    return list(_from_hands(saw, inputs))


def _from_hands(saw: Sequence[Seen], inputs: Sequence[float]) -> Iterator[Seen]:
    for one in saw:
        before = [moment for moment in inputs if moment <= one.painted + CLOCK_MS]
        if before:
            yield Seen(before[-1], one.drawn, one.shown)


def percentile(values: Sequence[float], percent: int) -> float | None:
    """None of nothing."""
    if len(values) < 2:
        return round(values[0], 2) if values else None
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 2)


def delays(saw: Sequence[Seen]) -> Figures:
    """Milliseconds until the draw, and until the frame in which it is shown."""
    drawn = [one.drawn - one.painted for one in saw]
    shown = [one.shown - one.painted for one in saw if one.shown]
    return {"p50_ms": percentile(drawn, 50), "p95_ms": percentile(drawn, 95), "shown_p50_ms": percentile(shown, 50)}


def pictures_per_second(saw: Sequence[Seen], seconds: float) -> float:
    """States drawn at once count once: a person saw the last of them."""
    return round(len({one.drawn for one in saw}) / seconds, 2)


def recovery_s(saw: Sequence[Seen], lifted: float, until: float) -> float:
    """Seconds from the end of the limit until a whole second in which pictures come and none is late; all the rest when there is none."""
    after = [one for one in saw if one.drawn > lifted]
    late = [one.drawn for one in after if one.drawn - one.painted > LATE_MS]
    for moment in (lifted, *late):
        second = [one for one in after if moment < one.drawn <= moment + 1000]
        if second and not any(moment < one <= moment + 1000 for one in late):
            return round((moment - lifted) / 1000, 2)
    return round((until - lifted) / 1000, 2)


def median(runs: Sequence[Figures]) -> Figures:
    """Of each figure; exact only when it was in every run."""
    middle: Figures = {}
    for name in runs[0]:
        values = [run[name] for run in runs if run[name] is not None]
        if isinstance(runs[0][name], bool):
            middle[name] = all(values)
        else:
            middle[name] = round(statistics.median(values), 2) if values else None
    return middle

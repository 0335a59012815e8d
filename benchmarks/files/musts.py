"""What must hold of files on their way, and whether it does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Must:
    """One promise about a report. `measured` is its figure, and raises KeyError where that is missing."""

    about: str
    says: str
    measured: Callable[[Report], float | bool]
    holds: Callable[[Any], bool]
    aim: str = ""
    reaches: Callable[[Report], bool] | None = None


def _of_plain(report: Report, figure: str) -> float:
    """Daypass beside plain HTTP of the same run."""
    return float(report["daypass"][figure] / report["plain_http"][figure])


def _speed(way: str, least: float) -> Must:
    """Of one way, in MB/s; the aim is what plain HTTP makes of it in the same run."""
    figure = f"{way}_MBps"
    return Must(
        way,
        f"at least {least:g} MB/s",
        lambda report: report["daypass"][figure],
        lambda speed: speed >= least,
        "0.6 x plain HTTP",
        lambda report: _of_plain(report, figure) >= 0.6,
    )


MUSTS = (
    _speed("upload", 60),
    _speed("download", 80),
    Must(
        "small files",
        "at least 0.6 x plain HTTP",
        lambda report: round(_of_plain(report, "small_files_per_s"), 2),
        lambda ratio: ratio >= 0.6,
    ),
    Must("memory", "host at most 80 MB", lambda report: report["daypass"]["host_mb"], lambda held: held <= 80),
    Must(
        "input beside a transfer",
        "p50 at most 1.5 x without",
        lambda report: report["input_beside_transfer"],
        lambda ratio: ratio <= 1.5,
    ),
    Must("broken line", "the right hash, both ways", lambda report: report["broken_line"]["right"], bool),
    Must(
        "broken line",
        "at most one chunk again for each break",
        lambda report: report["broken_line"]["chunks_again_at_most"],
        lambda chunks: chunks <= 1.01,  # heads of frames are counted
    ),
)


def judged(report: Report) -> Iterator[tuple[Must, float | bool, bool, bool | None]]:
    """Of each must whose figure is there: the figure, whether it holds, and whether the aim is reached (None: there is none)."""
    for must in MUSTS:
        try:
            figure = must.measured(report)
        except KeyError:
            continue
        yield must, figure, must.holds(figure), _reached(must, report)


def _reached(must: Must, report: Report) -> bool | None:
    if must.reaches is None:
        return None
    try:
        return must.reaches(report)
    except KeyError:
        return None


def verdicts(report: Report) -> list[dict[str, object]]:
    """As the report tells them."""
    return [{"about": must.about, "must": must.says, "holds": holds} for must, _, holds, _ in judged(report)]

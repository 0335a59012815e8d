"""What must hold, and a table that says whether it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.screen.cases import CASES, OVER_TLS
from benchmarks.screen.figures import Figures

Cases = Mapping[str, Figures]
COLUMNS = ("p50_ms", "p95_ms", "shown_p50_ms", "fps", "kBps", "host_cpu", "relay_cpu", "viewer_cpu", "exact_at_rest")


@dataclass(frozen=True, slots=True)
class Must:
    """One promise about a case, checked against the peer's figures of the same run.

    `about` names the figure it is about, or two of one kind; `aim` is what would be better still.
    """

    case: str
    about: str
    says: str
    holds: Callable[[Figures, Figures], bool]
    aim: str = ""
    reaches: Callable[[Figures], bool] | None = None


MUSTS = (
    Must("flip", "p50_ms", "at most 0.6 x noVNC", lambda we, peer: we["p50_ms"] <= 0.6 * peer["p50_ms"]),
    Must("flip", "p50_ms", "at most 9 ms", lambda we, _: we["p50_ms"] <= 9, "5 ms", lambda we: we["p50_ms"] <= 5),
    Must(
        "click",
        "p50_ms",
        "at most 0.75 x noVNC",
        lambda we, peer: we["p50_ms"] <= 0.75 * peer["p50_ms"],
        "8 ms",
        lambda we: we["p50_ms"] <= 8,
    ),
    Must(
        "key",
        "p50_ms",
        "at most 0.75 x noVNC",
        lambda we, peer: we["p50_ms"] <= 0.75 * peer["p50_ms"],
        "8 ms",
        lambda we: we["p50_ms"] <= 8,
    ),
    Must("typing20", "kBps", "at most 2 kB/s", lambda we, _: we["kBps"] <= 2, "1 kB/s", lambda we: we["kBps"] <= 1),
    Must("typing20", "host_cpu", "host at most 5 % of a core", lambda we, _: we["host_cpu"] <= 5),
    Must("scroll30", "fps", "30 fps (at least 29)", lambda we, _: we["fps"] >= 29),
    Must(
        "scroll30",
        "kBps",
        "at most 150 kB/s",
        lambda we, _: we["kBps"] <= 150,
        "100 kB/s",
        lambda we: we["kBps"] <= 100,
    ),
    Must("video360p30", "fps", "30 fps (at least 29)", lambda we, _: we["fps"] >= 29),
    Must(
        "video360p30",
        "kBps",
        "at most 300 kB/s",
        lambda we, _: we["kBps"] <= 300,
        "200 kB/s",
        lambda we: we["kBps"] <= 200,
    ),
    Must("video360p30", "p50_ms", "at most 30 ms", lambda we, _: we["p50_ms"] <= 30),
    # The film has 30: where the peer comes near them, all of them are enough.
    Must(
        "full1080p",
        "fps",
        "at least 1.3 x noVNC's fps, or all 30",
        lambda we, peer: we["fps"] >= min(29, 1.3 * peer["fps"]),
        "30 fps (at least 29)",
        lambda we: we["fps"] >= 29,
    ),
    Must("full1080p", "kBps", "at most 0.15 x noVNC's bytes", lambda we, peer: we["kBps"] <= 0.15 * peer["kBps"]),
    Must("idle", "fps", "no picture", lambda we, _: we["fps"] == 0),
    Must("idle", "host_cpu", "host at most 0.5 % of a core", lambda we, _: we["host_cpu"] <= 0.5),
    Must(
        "slow_link",
        "p95_ms",
        "pictures at most 250 ms late (p95)",
        lambda we, _: we["p95_ms"] is not None and we["p95_ms"] <= 250,
        "100 ms",
        lambda we: we["p95_ms"] is not None and we["p95_ms"] <= 100,
    ),
    Must("slow_link", "recovery_s", "recovers within 2 s", lambda we, _: we["recovery_s"] <= 2),
    *(
        Must(case, "exact_at_rest", "every pixel right at rest", lambda we, _: we["exact_at_rest"] is True)
        for case in (*(one.name for one in CASES), *(f"{name}_tls" for name in OVER_TLS))
    ),
)


def judged(daypass: Cases, novnc: Cases) -> list[dict[str, object]]:
    """Each must with its verdict, where there are the figures for one."""
    verdicts = ((must, verdict(must, daypass, novnc)) for must in MUSTS)
    return [{"case": must.case, "must": must.says, "holds": holds} for must, holds in verdicts if holds is not None]


def verdict(must: Must, daypass: Cases, novnc: Cases) -> bool | None:
    """None where the figures for one are missing."""
    we, peer = daypass.get(must.case), novnc.get(must.case, {})
    if we is None:
        return None
    try:
        return must.holds(we, peer)
    except (KeyError, TypeError):
        return None


def table(daypass: Cases, novnc: Cases) -> str:
    """For people: all figures, then all musts."""
    lines = [f"{'case':<14}{'peer':<9}" + "".join(f"{name:>14}" for name in COLUMNS)]
    for case in dict.fromkeys((*daypass, *novnc)):
        for name, cases in (("daypass", daypass), ("novnc", novnc)):
            if found := cases.get(case):
                lines.append(f"{case:<14}{name:<9}" + "".join(f"{_text(found[column]):>14}" for column in COLUMNS))
    for one in judged(daypass, novnc):
        lines.append(f"{'holds' if one['holds'] else 'MISSED':<8}{one['case']:<14}{one['must']}")
    return "\n".join(lines)


def _text(value: object) -> str:
    return "-" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"{value:.2f}"

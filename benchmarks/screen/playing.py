"""Plays one case once in front of one viewer and measures it."""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.screen import figures
from benchmarks.screen.browser import Browser, Page
from benchmarks.screen.cases import CALM_S, FREE_S, LIMITED_S, Case
from benchmarks.screen.exactness import different_pixels
from benchmarks.screen.figures import Drawn, Figures, State
from benchmarks.screen.painting import Painter
from benchmarks.screen.peers import Peer
from benchmarks.screen.processor_time import Stopwatch, painters_of_chromium
from benchmarks.screen.slow_line import SlowLine

SETTLE_S = 1.0
SETTLED_BYTES = 1000
MOST_SETTLE_S = 10.0
LATE_S = 0.5
CLOCKS_AGREE_MS = 0.5


@dataclass(frozen=True)
class Audience:
    """Who looks, at which screen, over what."""

    peer: Peer
    browser: Browser
    page: Page
    place: tuple[float, float]
    painter: Painter
    display: str
    line: SlowLine | None = None


@dataclass(frozen=True)
class Window:
    """The part of a play that counts, in epoch milliseconds, and what came over the line in it."""

    begin: float
    end: float
    received: int

    @property
    def seconds(self) -> float:
        return (self.end - self.begin) / 1000


def play(case: Case, audience: Audience) -> Figures:
    """The figures of one run. Raises RuntimeError when nothing could be measured."""
    page, peer = audience.page, audience.peer
    check_clocks(page)
    probe = audience.painter.prepare(case.name)
    _settle(page)
    page.everywhere(f"screenBench.watch({json.dumps(probe)})")
    browser = audience.browser.process.pid
    stopwatch = Stopwatch({**peer.processes(), "viewer": lambda: painters_of_chromium(browser)})
    audience.painter.begin(case.seconds)
    window = _slowly(audience) if case.slow else _meanwhile(case, audience)
    painted = audience.painter.states()
    shares = stopwatch.shares()
    time.sleep(LATE_S)
    noted = page.everywhere("screenBench.noted()")
    time.sleep(max(0.0, CALM_S - LATE_S))
    wrong = different_pixels(page, peer.canvas, audience.display)
    if not page.evaluate(peer.connected):
        raise RuntimeError(f"{peer.name} lost its connection in {case.name}")
    drawn: list[Drawn] = sorted((tuple(one) for part in noted for one in part["drawn"]), key=lambda one: one[1])
    inputs = sorted(moment for part in noted for moment in part["inputs"])
    draws = sum(part["draws"] for part in noted)
    found = _figures(case, probe["kind"], painted, drawn, inputs, window)
    if case.name == "idle":
        found["fps"] = round(draws / window.seconds, 2)
    elif found["p50_ms"] is None and not case.slow:
        raise RuntimeError(f"{peer.name} showed nothing of {case.name}")
    processors = {f"{name}_cpu": round(share, 2) for name, share in shares.items()}
    return found | {
        "kBps": round(window.received / window.seconds / 1000, 3),
        **processors,
        "exact_at_rest": wrong == 0,
    }


def _figures(
    case: Case, kind: str, painted: list[State], drawn: list[Drawn], inputs: list[float], window: Window
) -> Figures:
    saw = figures.seen(painted, drawn, kind)
    counted = [one for one in saw if window.begin <= one.painted <= window.end]
    if case.hands:
        counted = figures.from_hands(counted, inputs)
    found = figures.delays(counted) | {"fps": figures.pictures_per_second(counted, window.seconds)}
    if case.slow:
        found["recovery_s"] = figures.recovery_s(saw, window.end, painted[-1][1])
    return found


def _meanwhile(case: Case, audience: Audience) -> Window:
    """The technician's hands until shortly before the end, else only the time."""
    begin, end = _now_ms(), time.monotonic() + case.seconds
    hands: dict[str, Callable[[], None]] = {
        "click": lambda: audience.page.click(*audience.place),
        "key": lambda: audience.page.press("a", "KeyA", 65),
    }
    chance = random.Random(9)
    while case.hands and time.monotonic() < end - 0.4:
        time.sleep(chance.uniform(0.08, 0.12))
        hands[case.hands]()
    time.sleep(max(0.0, end - time.monotonic()))
    return Window(begin, _now_ms(), received(audience.page))


def _slowly(audience: Audience) -> Window:
    """A line that becomes slow and then free again; what counts is the slow part."""
    line = audience.line
    assert line
    time.sleep(FREE_S)
    line.limit()
    begin, before = _now_ms(), received(audience.page)
    time.sleep(LIMITED_S)
    window = Window(begin, _now_ms(), received(audience.page) - before)
    line.lift()
    return window


def _settle(page: Page) -> None:
    """Until the picture before the case is there: on a busy machine a viewer is still being sent its last details."""
    give_up = time.monotonic() + MOST_SETTLE_S
    before = received(page)
    while True:
        time.sleep(SETTLE_S)
        now = received(page)
        if now - before < SETTLED_BYTES or time.monotonic() > give_up:
            return
        before = now


def received(page: Page) -> int:
    """Bytes that came over WebSockets since the probe was set."""
    return int(sum(page.everywhere("screenBench.noted().bytes")))


def check_clocks(page: Page) -> None:
    """The browser and this machine must mean the same moment; the quickest of some questions tells. Raises RuntimeError."""
    off = []
    for _ in range(20):
        before = _now_ms()
        there = page.everywhere("screenBench.now()")
        off.append(max(0.0, before - min(there), max(there) - _now_ms()))
    if min(off) > CLOCKS_AGREE_MS:
        raise RuntimeError(f"the browser's clocks are off by {min(off):.1f} ms")


def _now_ms() -> float:
    return time.time_ns() / 1e6

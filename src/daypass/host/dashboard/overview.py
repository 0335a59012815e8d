"""The PC at a glance, told again whenever something of it changed."""

import asyncio
from collections.abc import Callable

from daypass.host.dashboard.caps import within_caps
from daypass.host.dashboard.load import busy_permille
from daypass.host.dashboard.panel import Say
from daypass.host.platform.dashboard_ports import LoadReading, PcFacts
from daypass.protocol.dashboard import Overview

FIRST_LOOK_S = 0.3
EVERY_S = 3.0


class OverviewPanel:
    def __init__(self, facts: PcFacts, read_load: Callable[[], LoadReading]) -> None:
        self._facts, self._read_load = facts, read_load

    async def stream(self, say: Say) -> None:
        had: Overview | None = None
        before = await asyncio.to_thread(self._read_load)
        await asyncio.sleep(FIRST_LOOK_S)
        while True:
            load = await asyncio.to_thread(self._read_load)
            now = await asyncio.to_thread(self._facts.overview, _average(busy_permille(before, load)))
            before = load
            if now != had:
                await say(within_caps(now))
                had = now
            await asyncio.sleep(EVERY_S)


def _average(cores: tuple[int, ...]) -> int:
    return round(sum(cores) / len(cores)) if cores else 0

"""How busy the PC is: one sample a second, made of two readings."""

import asyncio
import time
from collections.abc import Callable

from daypass.host.dashboard.panel import Say
from daypass.host.platform.dashboard_ports import LoadReading
from daypass.protocol.dashboard import MOST_CORES, LoadSample

EVERY_S = 1.0


class LoadPanel:
    def __init__(self, read: Callable[[], LoadReading]) -> None:
        self._read = read

    async def stream(self, say: Say) -> None:
        before, before_s = await asyncio.to_thread(self._read), time.monotonic()
        while True:
            await asyncio.sleep(EVERY_S)
            now, now_s = await asyncio.to_thread(self._read), time.monotonic()
            await say(sample(before, now, now_s - before_s, time.time_ns() // 1_000_000))
            before, before_s = now, now_s


def sample(before: LoadReading, now: LoadReading, span_s: float, at: int) -> LoadSample:
    """What lies between two readings. Counters that began anew (an adapter came back) count as nothing."""

    def rate(first: int, second: int) -> int:
        return max(0, round((second - first) / span_s)) if span_s > 0 else 0

    return LoadSample(
        at=at,
        cores=busy_permille(before, now)[:MOST_CORES],
        memory=now.memory,
        memory_used=now.memory_used,
        disk_read=rate(before.disk_read, now.disk_read),
        disk_written=rate(before.disk_written, now.disk_written),
        received=rate(before.received, now.received),
        sent=rate(before.sent, now.sent),
    )


def busy_permille(before: LoadReading, now: LoadReading) -> tuple[int, ...]:
    """How busy each core was; cores that came or went in between are left out."""
    pairs = zip(before.busy_s, now.busy_s, before.all_s, now.all_s, strict=False)
    return tuple(
        min(1000, max(0, round(1000 * (busy - old_busy) / (whole - old_whole)))) if whole > old_whole else 0
        for old_busy, busy, old_whole, whole in pairs
    )

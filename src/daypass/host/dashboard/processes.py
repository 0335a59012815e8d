"""The processes, with what each costs; ending one and its priority."""

import asyncio
import os
import time
from collections.abc import Sequence

from daypass.host.dashboard.panel import Actions, Logged, Refused, Say, carried_out
from daypass.host.dashboard.tables import TableChanges
from daypass.host.platform.dashboard_ports import Cells, ProcessFacts, RunningProcesses
from daypass.protocol.dashboard import EndProcess, Panel, SetPriority

EVERY_S = 1.0
_MEMORY_STEP = 64 * 1024
"""Memory is told in such steps: else nearly every row would change each second."""


class ProcessesPanel:
    def __init__(self, processes: RunningProcesses, cores: int = os.cpu_count() or 1) -> None:
        self._processes, self._cores = processes, cores
        self.actions: Actions = {EndProcess: self._end, SetPriority: self._set_priority}

    async def stream(self, say: Say) -> None:
        changes, former, former_s = TableChanges(Panel.PROCESSES), dict[tuple[int, int], float](), 0.0
        while True:
            found, now_s = await asyncio.to_thread(self._processes.all), time.monotonic()
            for message in changes.since(self._rows(found, former, now_s - former_s if former else 0.0)):
                await say(message)
            former, former_s = {(one.pid, one.started_at): one.cpu_s for one in found}, now_s
            await asyncio.sleep(EVERY_S)

    def _rows(
        self, found: Sequence[ProcessFacts], former: dict[tuple[int, int], float], span_s: float
    ) -> dict[str, Cells]:
        rows: dict[str, Cells] = {}
        for one in found:
            spent = one.cpu_s - former.get((one.pid, one.started_at), one.cpu_s)
            permille = round(1000 * max(0.0, spent) / span_s / self._cores) if span_s > 0 else 0
            memory = one.memory // _MEMORY_STEP * _MEMORY_STEP
            rows[f"{one.pid}-{one.started_at}"] = (
                one.name,
                str(one.pid),
                str(one.parent),
                one.person,
                str(min(1000, permille)),
                str(memory),
                str(one.threads),
                one.priority,
                str(one.started_at),
                one.command,
            )
        return rows

    async def _end(self, message: EndProcess) -> Logged:
        if message.pid in _own_processes() or await asyncio.to_thread(self._processes.vital, message.pid):
            raise Refused("DP-802")
        unfinished = Logged("process_ended", f"PID {message.pid}")
        return Logged(
            "process_ended", await carried_out(unfinished, self._processes.end, message.pid, message.started_at)
        )

    async def _set_priority(self, message: SetPriority) -> Logged:
        unfinished, (pid, started_at) = (
            Logged("process_priority", f"PID {message.pid}"),
            (message.pid, message.started_at),
        )
        name = await carried_out(unfinished, self._processes.set_priority, pid, started_at, message.priority)
        return Logged("process_priority", name)


def _own_processes() -> set[int]:
    """The service and what started it: without them the session would be over by mistake."""
    return {os.getpid(), os.getppid()}

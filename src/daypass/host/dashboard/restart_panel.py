"""Dashboard's area of the restart: how it stands, planning one, withdrawing it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from daypass.host.dashboard.caps import within_caps
from daypass.host.dashboard.panel import Actions, Logged, Say, to_its_end
from daypass.host.dashboard.restarts import Restarts
from daypass.protocol.restarting import PlannedRestart, PlanRestart, RestartMode, WithdrawRestart

_LOGGED = {RestartMode.NORMAL: "restart_planned", RestartMode.SAFE: "restart_planned_safe"}


class RestartPanel:
    """Of one technician's visit; `report` tells the server's audit trail."""

    def __init__(
        self, restarts: Restarts, technician: str, report: Callable[[PlannedRestart], Awaitable[None]]
    ) -> None:
        self._restarts, self._technician, self._report = restarts, technician, report
        self.actions: Actions = {
            PlanRestart: lambda message: to_its_end(self._plan(message)),
            WithdrawRestart: lambda message: to_its_end(self._withdraw(message)),
        }

    async def stream(self, say: Say) -> None:
        news = self._restarts.watch()
        try:
            while True:
                await news.wait()
                news.clear()
                await say(within_caps(await asyncio.to_thread(self._restarts.state)))
        finally:
            self._restarts.unwatch(news)

    async def _plan(self, message: PlanRestart) -> Logged:
        planned = await self._restarts.plan(self._technician, message)
        await self._report(planned)
        return Logged(_LOGGED[planned.mode], f"{datetime.fromtimestamp(planned.at / 1000):%H:%M}")

    async def _withdraw(self, message: WithdrawRestart) -> Logged:
        await self._restarts.withdraw()
        return Logged("restart_withdrawn", "")

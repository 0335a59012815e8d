"""The host as a Windows service: the service control manager's questions in, one asyncio program inside.

Whether this process is the service is said on its command line, never guessed from its session or account.
"""

import sys

assert sys.platform == "win32"

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

import servicemanager
import win32service
import win32serviceutil

from daypass.host.platform.windows.secure_attention import NOTE, put_policy_back
from daypass.host.platform.windows.traces import SERVICE, data_directory

_log = logging.getLogger(__name__)


def run_as_service(program: Callable[[], Awaitable[object]]) -> None:
    """Hand this process to the service control manager; `program` runs until it returns or is cancelled by *stop*.

    A program that raises ends the process with code 1, so that Windows starts the service again (failure actions).
    """
    _Service.program = staticmethod(program)
    servicemanager.Initialize()
    servicemanager.PrepareToHostSingle(_Service)
    servicemanager.StartServiceCtrlDispatcher()


class _Service(win32serviceutil.ServiceFramework):  # type: ignore[misc]
    _svc_name_ = SERVICE
    _svc_display_name_ = SERVICE
    program: Callable[[], Awaitable[object]]

    def __init__(self, arguments: Any) -> None:
        super().__init__(arguments)
        self._stop_asked = False
        self._cancel: Callable[[], object] | None = None

    def SvcStop(self) -> None:  # noqa: N802 - the framework's name
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=10_000)
        self._stop_asked = True
        if self._cancel:
            self._cancel()

    SvcShutdown = SvcStop

    def SvcDoRun(self) -> None:  # noqa: N802 - the framework's name
        try:
            asyncio.run(self._run())
        except asyncio.CancelledError:
            pass
        except BaseException:
            _log.exception("the service failed")
            os._exit(1)

    async def _run(self) -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
        put_policy_back(data_directory() / NOTE)
        if not self._stop_asked:
            await self.program()

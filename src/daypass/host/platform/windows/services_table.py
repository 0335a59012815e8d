"""The services of the PC for Dashboard: what they are, starting and stopping them, and when they start."""

import sys

assert sys.platform == "win32"

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pywintypes
import win32service
import winerror

from daypass.host.platform.dashboard_ports import Cells
from daypass.host.platform.windows import registry, service_control, traces
from daypass.protocol.dashboard import ServiceAction, ServiceStart

PATIENCE_S = 30.0
_SERVICES_KEY = r"HKLM\SYSTEM\CurrentControlSet\Services"
_CONFIGURATION_AGE_S = 20.0
_DELAYED = 3  # SERVICE_CONFIG_DELAYED_AUTO_START_INFO
_STATES = {1: "stopped", 2: "starting", 3: "stopping", 4: "running", 5: "continuing", 6: "pausing", 7: "paused"}
_STARTS = {0: "boot", 1: "system", 2: "automatic", 3: "manual", 4: "disabled"}
_START_TYPES = {
    ServiceStart.AUTOMATIC: win32service.SERVICE_AUTO_START,
    ServiceStart.DELAYED: win32service.SERVICE_AUTO_START,
    ServiceStart.MANUAL: win32service.SERVICE_DEMAND_START,
    ServiceStart.DISABLED: win32service.SERVICE_DISABLED,
}


class WindowsServices:
    """By the service control manager. What changes seldom is read from it every 20 s only."""

    own = traces.SERVICE

    def __init__(self) -> None:
        self._configurations: dict[str, tuple[float, tuple[str, str, str]]] = {}

    def rows(self) -> Mapping[str, Cells]:
        with _manager(win32service.SC_MANAGER_CONNECT | win32service.SC_MANAGER_ENUMERATE_SERVICE) as manager:
            return {name: cells for name, cells in self._rows(manager)}

    def dependents(self, name: str) -> Sequence[str]:
        with _service(name, win32service.SERVICE_ENUMERATE_DEPENDENTS) as service:
            try:
                return [str(one[0]) for one in win32service.EnumDependentServices(service, win32service.SERVICE_ACTIVE)]
            except pywintypes.error:
                return []

    def control(self, name: str, order: ServiceAction) -> None:
        """Those that need it are stopped before it, and started again after a restart."""
        if order is ServiceAction.START:
            _start(name)
            return
        needing = list(self.dependents(name))
        for one in (*needing, name):
            _stop(one)
        if order is ServiceAction.RESTART:
            for one in (name, *reversed(needing)):
                _start(one)

    def set_start(self, name: str, start: ServiceStart) -> None:
        unchanged = win32service.SERVICE_NO_CHANGE
        with _service(name, win32service.SERVICE_CHANGE_CONFIG) as service, _problems():
            win32service.ChangeServiceConfig(
                service, unchanged, _START_TYPES[start], unchanged, None, None, 0, None, None, None, None
            )
            if start in (ServiceStart.AUTOMATIC, ServiceStart.DELAYED):
                win32service.ChangeServiceConfig2(service, _DELAYED, start is ServiceStart.DELAYED)
        self._configurations.pop(name, None)

    def _rows(self, manager: Any) -> Iterator[tuple[str, Cells]]:
        for found in win32service.EnumServicesStatusEx(manager, win32service.SERVICE_WIN32):
            name, pid = str(found["ServiceName"]), int(found.get("ProcessId") or 0)
            start, account, description = self._configuration(manager, name)
            state = _STATES.get(int(found["CurrentState"]), "")
            yield name, (str(found["DisplayName"]), name, state, start, str(pid) if pid else "", account, description)

    def _configuration(self, manager: Any, name: str) -> tuple[str, str, str]:
        known = self._configurations.get(name)
        if known is None or time.monotonic() - known[0] > _CONFIGURATION_AGE_S:
            known = self._configurations[name] = (time.monotonic(), _configuration(manager, name))
        return known[1]


def _configuration(manager: Any, name: str) -> tuple[str, str, str]:
    """Start type, account and description; empty for a service that lets nobody look."""
    try:
        service = win32service.OpenService(manager, name, win32service.SERVICE_QUERY_CONFIG)
    except pywintypes.error:
        return "", "", ""
    try:
        configuration = win32service.QueryServiceConfig(service)
        start, account = _STARTS.get(int(configuration[1]), ""), str(configuration[7] or "")
        if start == "automatic" and registry.read(rf"{_SERVICES_KEY}\{name}", "DelayedAutostart") == 1:
            start = "delayed"
        return start, account, _description(service)
    except pywintypes.error:
        return "", "", ""
    finally:
        win32service.CloseServiceHandle(service)


def _description(service: Any) -> str:
    try:
        return str(win32service.QueryServiceConfig2(service, win32service.SERVICE_CONFIG_DESCRIPTION) or "")
    except (pywintypes.error, NotImplementedError):
        return ""


def _start(name: str) -> None:
    with _problems():
        if not service_control.exists(name):
            raise LookupError(name)
        with _service(name, win32service.SERVICE_START | win32service.SERVICE_QUERY_STATUS) as service:
            if _state(service) == win32service.SERVICE_STOPPED:
                win32service.StartService(service, None)
            _wait_for(service, win32service.SERVICE_RUNNING)


def _stop(name: str) -> None:
    with _problems(), _service(name, win32service.SERVICE_STOP | win32service.SERVICE_QUERY_STATUS) as service:
        if _state(service) == win32service.SERVICE_STOPPED:
            return
        win32service.ControlService(service, win32service.SERVICE_CONTROL_STOP)
        _wait_for(service, win32service.SERVICE_STOPPED)


def _state(service: Any) -> int:
    return int(win32service.QueryServiceStatus(service)[1])


def _wait_for(service: Any, wanted: int) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while _state(service) != wanted:
        if time.monotonic() > give_up:
            raise TimeoutError(f"the service did not reach state {wanted}")
        time.sleep(0.1)


@contextmanager
def _manager(access: int) -> Iterator[Any]:
    with _problems():
        manager = win32service.OpenSCManager(None, None, access)
    try:
        yield manager
    finally:
        win32service.CloseServiceHandle(manager)


@contextmanager
def _service(name: str, access: int) -> Iterator[Any]:
    with _manager(win32service.SC_MANAGER_CONNECT) as manager:
        with _problems():
            service = win32service.OpenService(manager, name, access)
        try:
            yield service
        finally:
            win32service.CloseServiceHandle(service)


@contextmanager
def _problems() -> Iterator[None]:
    """Windows' errors as the ports name them."""
    try:
        yield
    except pywintypes.error as problem:
        code = problem.winerror
        if code == winerror.ERROR_SERVICE_DOES_NOT_EXIST:
            raise LookupError(problem.strerror) from problem
        if code == winerror.ERROR_SERVICE_REQUEST_TIMEOUT:
            raise TimeoutError(problem.strerror) from problem
        raise PermissionError(problem.strerror) from problem

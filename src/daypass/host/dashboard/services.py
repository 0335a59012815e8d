"""The services; what would cut the technician off is refused."""

import asyncio

from daypass.host.dashboard.panel import Actions, Logged, Refused, carried_out
from daypass.host.dashboard.tables import WatchedTable
from daypass.host.platform.dashboard_ports import SystemServices
from daypass.protocol.dashboard import ControlService, Panel, ServiceAction, ServiceStart, SetServiceStart

EVERY_S = 2.0
_CARRY_THE_LINE = frozenset(
    "bfe dhcp dnscache nsi netman netprofm nlasvc wlansvc wwansvc mpssvc rpcss rpceptmapper dcomlaunch lsm "
    "samss power plugplay eventlog profsvc networkmanager systemd-networkd systemd-resolved wpa_supplicant dbus".split()
)
"""Without these no technician comes back. Restarting them is a repair, and lines heal; stopping and disabling is not."""
_LOGGED = {
    ServiceAction.START: "service_start",
    ServiceAction.STOP: "service_stop",
    ServiceAction.RESTART: "service_restart",
}


class ServicesPanel:
    def __init__(self, services: SystemServices) -> None:
        self._services = services
        self._table = WatchedTable(Panel.SERVICES, services.rows, EVERY_S)
        self.stream = self._table.stream
        self.actions: Actions = {ControlService: self._control, SetServiceStart: self._set_start}

    async def _control(self, message: ControlService) -> Logged:
        if message.order is not ServiceAction.START:
            down = [message.name, *await asyncio.to_thread(self._services.dependents, message.name)]
            if any(map(self._is_own, down)):
                raise Refused("DP-802")
            if message.order is ServiceAction.STOP and any(name.lower() in _CARRY_THE_LINE for name in down):
                raise Refused("DP-802")
        logged = Logged(_LOGGED[message.order], message.name)
        await carried_out(logged, self._services.control, message.name, message.order)
        return logged

    async def _set_start(self, message: SetServiceStart) -> Logged:
        carries = message.name.lower() in _CARRY_THE_LINE and message.start is ServiceStart.DISABLED
        if self._is_own(message.name) or carries:
            raise Refused("DP-802")
        logged = Logged("service_start_type", message.name)
        await carried_out(logged, self._services.set_start, message.name, message.start)
        return logged

    def _is_own(self, name: str) -> bool:
        return self._services.own != "" and name.lower() == self._services.own.lower()

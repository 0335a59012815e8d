"""What starts by itself when somebody signs in; each can be switched off and on again, as in Task Manager."""

from daypass.host.dashboard.panel import Actions, Logged, carried_out
from daypass.host.dashboard.tables import WatchedTable
from daypass.host.platform.dashboard_ports import StartupItems
from daypass.protocol.dashboard import Panel, SwitchStartup

EVERY_S = 2.0


class StartupPanel:
    def __init__(self, items: StartupItems) -> None:
        self._items = items
        self.stream = WatchedTable(Panel.STARTUP, items.rows, EVERY_S).stream
        self.actions: Actions = {SwitchStartup: self._switch}

    async def _switch(self, message: SwitchStartup) -> Logged:
        what = "startup_on" if message.on else "startup_off"
        name = await carried_out(Logged(what, message.key), self._items.switch, message.key, message.on)
        return Logged(what, name)

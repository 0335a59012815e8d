"""The fake ports, put together."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from daypass.host.platform.dashboard_ports import DashboardPorts
from daypass.host.platform.fake.clipboard import FakeClipboard
from daypass.host.platform.fake.dashboard import FakeDashboard
from daypass.host.platform.fake.drawing_layer import FakeDrawingLayer
from daypass.host.platform.fake.files import FakeFiles
from daypass.host.platform.fake.hands import FakeAttention, FakeHands
from daypass.host.platform.fake.hold import FakeHold
from daypass.host.platform.fake.installation import FakeInstallation
from daypass.host.platform.fake.local_links import MemoryLinks
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.programs import FakePrograms
from daypass.host.platform.fake.restart import FakeRestart
from daypass.host.platform.fake.screen import FakeScreen
from daypass.host.platform.fake.vault import MemoryVault
from daypass.host.platform.fake.wallpaper import FakeWallpaper


class FakePlatform:
    """One PC in memory."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.machine = FakeMachine()
        self.programs = FakePrograms()
        self.installation = FakeInstallation()
        self.links = MemoryLinks(tasks)
        self.codecs = None
        self.files = FakeFiles(Path("/nonexistent"))
        self.vaults: dict[str, MemoryVault] = {}
        self.desktop, self.typed = FakeScreen(), FakeHands()
        self.attention = FakeAttention()
        self.can_hold = frozenset({"LockInput", "BlankScreen"})
        self.holds: list[FakeHold] = []
        self.wallpaper = FakeWallpaper()
        self.layers: list[FakeDrawingLayer] = []
        self.inside = FakeDashboard()
        self.restart = FakeRestart()

    def vault(self, session_id: str) -> MemoryVault:
        return self.vaults.setdefault(session_id, MemoryVault())

    def screen(self, plain: bool = False) -> FakeScreen:
        return self.desktop

    def video(self, width: int, height: int) -> None:
        """No encoder."""

    @property
    def photo(self) -> None:
        """No encoder."""

    def hands(self) -> FakeHands:
        return self.typed

    def clipboard(self, copied: Callable[[str], None]) -> FakeClipboard:
        return FakeClipboard(copied)

    def hold(self, freed: Callable[[str], None]) -> FakeHold:
        self.holds.append(FakeHold(freed))
        return self.holds[-1]

    def drawing_layer(self) -> FakeDrawingLayer:
        self.layers.append(FakeDrawingLayer())
        return self.layers[-1]

    def dashboard(self) -> DashboardPorts:
        return self.inside.ports

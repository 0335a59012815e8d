"""The Windows ports, put together."""

import sys

assert sys.platform == "win32"

from collections.abc import Callable
from pathlib import Path
from typing import Any

from daypass.host.platform.dashboard_ports import DashboardPorts
from daypass.host.platform.ports import EncodePhoto, Screen, VideoEncoder
from daypass.host.platform.windows import people
from daypass.host.platform.windows.clipboard import WindowsClipboard
from daypass.host.platform.windows.codecs import WindowsCodecs
from daypass.host.platform.windows.drawing_layer import WindowsDrawingLayer
from daypass.host.platform.windows.files import WindowsFiles
from daypass.host.platform.windows.files_as_system import SystemFiles
from daypass.host.platform.windows.hands import WindowsHands
from daypass.host.platform.windows.hold import WindowsHold
from daypass.host.platform.windows.installation import WindowsInstallation
from daypass.host.platform.windows.layer_window import can_be_left_out
from daypass.host.platform.windows.local_links import WindowsLinks
from daypass.host.platform.windows.machine import WindowsMachine
from daypass.host.platform.windows.photo import encode_photo
from daypass.host.platform.windows.programs import WindowsPrograms
from daypass.host.platform.windows.proofs import proofs
from daypass.host.platform.windows.redirection_guard import refuse_planted_junctions
from daypass.host.platform.windows.restart import WindowsRestart
from daypass.host.platform.windows.screen import GdiScreen, open_screen
from daypass.host.platform.windows.secure_attention import WindowsSecureAttention
from daypass.host.platform.windows.vault import MachineVault
from daypass.host.platform.windows.video import open_encoder
from daypass.host.platform.windows.wallpaper import WindowsWallpaper


class WindowsPlatform:
    """One host on this PC, at its fixed places."""

    def __init__(self, signed_file: Path | None = None) -> None:
        as_system = people.own_sid() == people.SYSTEM_SID
        if as_system:
            refuse_planted_junctions()
        self.machine = WindowsMachine()
        self.programs = WindowsPrograms(signed_file)
        self.installation = WindowsInstallation(signed_file=signed_file)
        self.links = WindowsLinks()
        self.attention = WindowsSecureAttention()
        self.codecs = WindowsCodecs()
        self.files = SystemFiles() if as_system else WindowsFiles()
        self.wallpaper = WindowsWallpaper()
        self.restart = WindowsRestart()
        self.can_hold = frozenset({"LockInput", "BlankScreen"} if can_be_left_out() else {"LockInput"})

    def proofs(self) -> dict[str, Callable[[], dict[str, Any]]]:
        """For `selftest`: what only a real PC can show."""
        return proofs()

    def vault(self, session_id: str) -> MachineVault:
        return MachineVault(self.installation.session_directory(session_id))

    def screen(self, plain: bool = False) -> Screen:
        return GdiScreen() if plain else open_screen()

    def video(self, width: int, height: int) -> VideoEncoder | None:
        return open_encoder(width, height)

    @property
    def photo(self) -> EncodePhoto:
        return encode_photo

    def hands(self) -> WindowsHands:
        return WindowsHands()

    def clipboard(self, copied: Callable[[str], None]) -> WindowsClipboard:
        return WindowsClipboard(copied)

    def hold(self, freed: Callable[[str], None]) -> WindowsHold:
        return WindowsHold(freed)

    def drawing_layer(self) -> WindowsDrawingLayer:
        return WindowsDrawingLayer()

    def dashboard(self) -> DashboardPorts:
        # Other processes of the host need no psutil.
        from daypass.host.platform.windows.dashboard import dashboard_ports

        return dashboard_ports(self.machine)


def assemble(signed_file: Path | None = None) -> WindowsPlatform:
    """`signed_file` is the executable the customer downloaded, for the elevation question and for *Uninstall*."""
    return WindowsPlatform(signed_file)

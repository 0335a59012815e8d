"""The Linux ports, put together, for development, tests and the demo. What the environment decides:

DAYPASS_HOST_LINUX=1              this PC may take part although it is no Windows PC (else DP-101)
DAYPASS_HOST_HOME                 where the host lives (default ~/.local/share/daypass-host)
DAYPASS_HOST_LOG                  a file for the log of every role
DAYPASS_HOST_CONSENT_ANSWER       yes or no: what the customer answers when asked; else nobody answers
DAYPASS_HOST_REFUSE_ELEVATION=1   plays a refused elevation
DAYPASS_HOST_COMPUTER_NAME        instead of the real one
DAYPASS_HOST_PERSON_HOME          the home folder that File Manager shows, instead of HOME
"""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from daypass.host.platform.dashboard_ports import DashboardPorts
from daypass.host.platform.linux.clipboard import X11Clipboard
from daypass.host.platform.linux.drawing_layer import X11DrawingLayer
from daypass.host.platform.linux.files import LinuxFiles
from daypass.host.platform.linux.hands import KeysForAttention, X11Hands
from daypass.host.platform.linux.hold import X11Hold
from daypass.host.platform.linux.installation import DirectoryInstallation
from daypass.host.platform.linux.local_links import UnixSocketLinks
from daypass.host.platform.linux.machine import LinuxMachine
from daypass.host.platform.linux.photo import encode_photo
from daypass.host.platform.linux.programs import LinuxPrograms
from daypass.host.platform.linux.screen import X11Screen
from daypass.host.platform.linux.vault import DirectoryVault
from daypass.host.platform.linux.video import open_encoder
from daypass.host.platform.ports import EncodePhoto, VideoEncoder


class LinuxPlatform:
    """Everything below one directory, on the display of `DISPLAY`."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self.machine = LinuxMachine(environment)
        self.programs = LinuxPrograms(environment)
        self.installation = DirectoryInstallation(home, environment)
        self.links = UnixSocketLinks(home / "links")
        self.attention = KeysForAttention()
        self.codecs = None
        self.files = LinuxFiles(environment)
        self.can_hold = frozenset({"LockInput"})
        self.wallpaper = None
        self.restart = None
        self._display = environment.get("DISPLAY")

    def vault(self, session_id: str) -> DirectoryVault:
        return DirectoryVault(self.installation.directory(session_id) / "vault")

    def screen(self, plain: bool = False) -> X11Screen:
        return X11Screen(self._display)

    def video(self, width: int, height: int) -> VideoEncoder | None:
        return open_encoder(width, height)

    @property
    def photo(self) -> EncodePhoto:
        return encode_photo

    def hands(self) -> X11Hands:
        return X11Hands(self._display)

    def clipboard(self, copied: Callable[[str], None]) -> X11Clipboard:
        return X11Clipboard(self._display, copied)

    def hold(self, freed: Callable[[str], None]) -> X11Hold:
        return X11Hold(self._display, freed)

    def drawing_layer(self) -> X11DrawingLayer:
        return X11DrawingLayer(self._display)

    def dashboard(self) -> DashboardPorts:
        if sys.platform == "win32":  # for the type checker: pseudo-terminals
            raise OSError("Linux only")
        else:
            # Other processes of the host need no psutil.
            from daypass.host.platform.linux.dashboard import dashboard_ports

            return dashboard_ports(self.machine)


def assemble(environment: Mapping[str, str] = os.environ) -> LinuxPlatform:
    home = environment.get("DAYPASS_HOST_HOME") or str(Path.home() / ".local/share/daypass-host")
    return LinuxPlatform(Path(home), environment)

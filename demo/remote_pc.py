"""The customer's PC as the journey needs it: a screen with a program on it, hands, and proof that nothing is left. Wine or Linux."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from demo.server_process import Server

SCREEN = (1280, 800)
SAMPLE_TECHNICIAN = "Technician One"


class RemotePc(Protocol):
    """One switched-on PC. Coordinates are pixels of its screen."""

    kind: str
    """"windows" (under Wine) or "linux"."""

    display: str
    """Its X display, `:n`."""

    log: Path
    """What the host printed or logged, where it does."""

    def screenshot(self, path: Path) -> Path: ...
    def do(self, *arguments: str) -> str:
        """Let xdotool be the customer's hands."""

    def open_notepad(self) -> None:
        """Open the program that will be typed into."""

    def notepad_text(self) -> str:
        """What stands in it, asked from the program and not from the picture."""

    def pointer(self) -> str:
        """Where the PC says that its pointer is."""

    def start_host(self, download: Path | None, name: str) -> Path | None:
        """Run the downloaded host under the name the server gave it (Linux: no download; `name` may be the session number too).

        The file that runs, where it is one.
        """

    def host_window(self, timeout_s: float) -> None:
        """Wait until the host has asked its first question. Raises TimeoutError."""

    def agree_to_help(self) -> None:
        """Answer "Did you ask for this help?" with yes, and Windows' question too."""

    def code_window(self) -> None:
        """Wait until the host asks for the code. Raises TimeoutError."""

    def type_code(self, code: str) -> None:
        """Type the security code and send it."""

    def ready_window(self) -> None:
        """Wait until the host says that everything is ready. Raises TimeoutError."""

    def finish(self) -> None:
        """Close the window that says the session is ready, allowing visits while nobody is there."""

    def take_inventory(self) -> None:
        """Remember what is on this PC before anything comes."""

    def last_window(self) -> None:
        """Wait until it tells that the app is gone (Linux: there is none). Raises TimeoutError."""

    def leftovers(self) -> list[str]:
        """What is on it now and was not before."""


@contextmanager
def switched_on(kind: str, folder: Path, server: Server, language: str) -> Iterator[RemotePc]:
    """A PC of `kind` until the end."""
    if kind == "windows":
        from demo.wine_pc import wine_pc

        with wine_pc(language) as wine:
            yield wine
    else:
        from demo.linux_pc import linux_pc

        with linux_pc(folder, server) as linux:
            yield linux

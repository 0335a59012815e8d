"""What a viewer must offer to be measured, whoever made it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from benchmarks.screen.browser import Browser, Page
from benchmarks.screen.processor_time import Find


class Peer(Protocol):
    """Remote control of one X screen in a browser."""

    name: str

    canvas: str
    """JavaScript that finds the canvas a person sees."""

    connected: str
    """JavaScript that is true while the picture is live."""

    @property
    def port(self) -> int:
        """Where the browser's connection goes, on this machine."""

    def detour(self, line_port: int) -> tuple[str, int]:
        """What the browser must be told (host and port, and the other port) so that its connection runs over a line there."""

    def viewer(self, browser: Browser) -> AbstractContextManager[Page]:
        """A page that shows the screen, with mouse and keyboard in the technician's hands."""

    def processes(self) -> Mapping[str, Find]:
        """Who counts as `host` and as `relay`."""


SHOWN_WITHIN_S = 60


def take_hands(page: Page, canvas: str) -> tuple[float, float]:
    """Click into the picture as a technician does before they type; the place in the page."""
    box = page.evaluate(
        f"(() => {{ const box = {canvas}.getBoundingClientRect();"
        " return [box.x + box.width / 2, box.y + box.height * 0.6] })()"
    )
    x, y = float(box[0]), float(box[1])
    page.point(x, y)
    page.click(x, y)
    return x, y

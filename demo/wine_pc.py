"""The customer's PC with the real Windows executable, under Wine (see tests/wine)."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from tests.wine.inventory import Inventory
from tests.wine.pc import CustomerPc, customer_pc

from daypass.translation import Translation
from demo.remote_pc import SAMPLE_TECHNICIAN

NEEDS = ("wine", "wineserver", "Xvfb", "xdotool", "import")
WINDOW_WITHIN_S = 90
GONE_WITHIN_S = 120
# Pixels from the window's right and lower edge to the middle of its last button.
YES_FROM_CORNER = (110, 52)
DONE_FROM_CORNER = (70, 52)
# Pixels from its left and upper edge to "may connect while I am away".
AWAY_FROM_CORNER = (60, 219)


def missing() -> list[str]:
    """Programs that a PC under Wine needs and this machine lacks."""
    return [tool for tool in NEEDS if shutil.which(tool) is None]


class WinePc:
    """A `RemotePc` whose Windows is Wine."""

    kind = "windows"

    def __init__(self, pc: CustomerPc, language: str) -> None:
        self._pc = pc
        self._texts = Translation(language)
        self._before: Inventory | None = None
        self._download: Path | None = None
        self.display = pc.display.name
        self.log = pc.path("C:\\windows\\temp\\daypass-host.log")

    def screenshot(self, path: Path) -> Path:
        return self._pc.screenshot(path)

    def do(self, *arguments: str) -> str:
        return self._pc.display.do(*arguments)

    def open_notepad(self) -> None:
        self._pc.open_notepad()

    def notepad_text(self) -> str:
        return "\n".join(self._pc.text_in("Notepad"))

    def pointer(self) -> str:
        return str(self._pc.inside("pointer"))

    def start_host(self, download: Path | None, name: str) -> Path | None:
        assert download is not None
        self._download = self._pc.download(download, name)
        self._pc.start(self._download)
        return self._download

    def host_window(self, timeout_s: float) -> None:
        self._page("who.title", timeout_s)

    def agree_to_help(self) -> None:
        """Yes is the right one of the two buttons at the bottom. Windows' question needs no answer under Wine."""
        x, y, width, height = self._page("who.title")
        right, bottom = YES_FROM_CORNER
        self.do("mousemove", str(x + width - right), str(y + height - bottom), "click", "1")

    def code_window(self) -> None:
        self._page("code.title")

    def type_code(self, code: str) -> None:
        self._page("code.title")
        self.do("type", "--delay", "60", code)
        self.do("key", "Return")

    def ready_window(self) -> None:
        self._page("ready.title")

    def finish(self) -> None:
        """Choose that the technician may come while nobody is there, then close the page."""
        x, y, width, height = self._page("ready.title")
        left, top = AWAY_FROM_CORNER
        row = (x + left - 40, y + top - 10, x + left + 20, y + top + 10)
        self.do("mousemove", str(x + left), str(y + top))
        before = self._look_at(row)
        self.do("click", "1")
        deadline = time.monotonic() + 20
        while self._look_at(row) == before:
            if time.monotonic() > deadline:
                raise TimeoutError("the choice on the Ready page did not show")
            time.sleep(0.3)
        right, bottom = DONE_FROM_CORNER
        self.do("mousemove", str(x + width - right), str(y + height - bottom), "click", "1")

    def take_inventory(self) -> None:
        self._before = self._pc.inventory()

    def last_window(self) -> None:
        title, gone = (self._texts.text(f"host.ended.{key}") for key in ("title", "removed"))
        self._pc.wait_for_words(title, gone, WINDOW_WITHIN_S)
        self._page("ended.title")

    def leftovers(self) -> list[str]:
        """What is new since `take_inventory`, after the customer has closed the last window and Notepad and deleted the download."""
        assert self._before is not None
        self.last_window()
        self.do("key", "Return")
        self._pc.run("taskkill", "/f", "/im", "notepad.exe")
        if self._download is not None:
            self._download.unlink(missing_ok=True)
            if not any(self._download.parent.iterdir()):
                self._download.parent.rmdir()
        deadline = time.monotonic() + GONE_WITHIN_S
        while (found := self._before.leftovers(self._pc.inventory())) and time.monotonic() < deadline:
            time.sleep(2)
        return found

    def _look_at(self, box: tuple[int, int, int, int]) -> bytes:
        """The pixels of a part of the screen: left, top, right, bottom."""
        with tempfile.TemporaryDirectory() as folder:
            picture = Image.open(self.screenshot(Path(folder) / "screen.png")).convert("RGB")
        return picture.crop(box).tobytes()

    def _page(self, title: str, timeout_s: float = WINDOW_WITHIN_S) -> tuple[int, int, int, int]:
        """Wait for a page of the host's window by its title, and bring it to the front as a glance and a click do.

        Its place on the screen: x, y, width, height.
        """
        part = self._texts.text(f"host.{title}", technician=SAMPLE_TECHNICIAN)
        x, y, width, height = self._pc.wait_for_window(part, timeout_s)["place"]
        self.do("mousemove", str(x + width // 2), str(y + 12), "click", "1")
        time.sleep(0.3)
        return x, y, width, height


@contextmanager
def wine_pc(language: str) -> Iterator[WinePc]:
    """A PC that is switched on and has nothing of ours on it."""
    with customer_pc() as pc:
        yield WinePc(pc, language)

"""Real devices of an X server are held, XTEST's are not. Xvfb's own two stand for the real ones: events are put into them."""

import ctypes
import threading
import time
from collections.abc import Iterator
from ctypes import c_int, c_ulong, c_void_p
from pathlib import Path

import pytest
from tests.host.platform.test_linux_hands import EventWindow, hands, window

from daypass.host.platform.linux import x11, xinput
from daypass.host.platform.linux.hands import X11Hands
from daypass.host.platform.linux.hold import X11Hold

__all__ = ["hands", "window"]
pytestmark = pytest.mark.slow
ESCAPE, LETTER_Q, LETTER_W = 9, 24, 25
PLAIN_A = 0x1E


class RealKeyboard:
    """The keyboard the X server itself has, pressed by XTEST's call for a device."""

    def __init__(self, display: str) -> None:
        x11.functions()
        self._display = x11.open_display(display)
        found = [one for one in xinput.devices(self._display) if "keyboard" in one.name]
        library, self._tests = ctypes.CDLL("libXi.so.6"), ctypes.CDLL("libXtst.so.6")
        library.XOpenDevice.argtypes, library.XOpenDevice.restype = [c_void_p, c_ulong], c_void_p
        self._tests.XTestFakeDeviceKeyEvent.argtypes = [c_void_p, c_void_p, c_int, c_int, c_void_p, c_int, c_ulong]
        self._device = library.XOpenDevice(self._display, found[0].id)

    def press(self, keycode: int, down: bool) -> None:
        self._tests.XTestFakeDeviceKeyEvent(self._display, self._device, keycode, down, None, 0, 0)
        x11.functions().XSync(self._display, 0)

    def tap(self, keycode: int) -> None:
        self.press(keycode, True)
        self.press(keycode, False)


@pytest.fixture
def keyboard(x_display: str, window: EventWindow, hands: X11Hands) -> Iterator[RealKeyboard]:
    yield RealKeyboard(x_display)


def test_the_own_keyboard_is_held_while_the_technician_types_and_escape_frees_it(
    x_display: str, keyboard: RealKeyboard, window: EventWindow, hands: X11Hands, tmp_path: Path
) -> None:
    keyboard.tap(LETTER_Q)
    window.wait_for("keysym 0x71, q", 2)
    freed: list[str] = []
    told = threading.Event()
    hold = X11Hold(x_display, lambda why: (freed.append(why), told.set())[1])
    keyboard.tap(LETTER_W)
    hands.key(PLAIN_A, False, True)
    hands.key(PLAIN_A, False, False)
    window.wait_for("keysym 0x61, a", 2)
    assert "keysym 0x77, w" not in window.text(), "the technician's key came, the person's did not"
    began = time.monotonic()
    keyboard.press(ESCAPE, True)
    assert told.wait(10)
    assert freed == ["keys"] and 2.5 < time.monotonic() - began < 5
    keyboard.press(ESCAPE, False)
    keyboard.tap(LETTER_W)
    window.wait_for("keysym 0x77, w", 2)
    hold.close()
    assert freed == ["keys"]


def test_closing_gives_the_keyboard_back_and_tells_nobody(
    x_display: str, keyboard: RealKeyboard, window: EventWindow
) -> None:
    freed: list[str] = []
    hold = X11Hold(x_display, freed.append)
    with pytest.raises(OSError, match="X11"):
        hold.show(("blank",))
    hold.close()
    keyboard.tap(LETTER_W)
    window.wait_for("keysym 0x77, w", 2)
    assert freed == []

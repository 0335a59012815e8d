"""Holds an X11 screen's own mouse and keyboard: every real device is grabbed, those by which programs press keys (XTEST) are not.

A grabbed device drives the shared pointer and keyboard no longer. The X server itself ends a grab with the connection that has it, so
nothing stays held when this process dies.
"""

import ctypes
import os
import select
import threading
import time
from collections.abc import Callable, Sequence

from daypass.host.platform.linux import x11, xinput
from daypass.host.platform.own_input import Meaning, OwnInput

_LOOKS_EVERY_S = 0.05
_NEW_DEVICES_EVERY_S = 1.0
_ENDS_S = 1.0
_MEANINGS = {
    0xFF1B: Meaning.ESCAPE,
    0xFFE3: Meaning.CONTROL,
    0xFFE4: Meaning.CONTROL,
    0xFFE9: Meaning.ALT,
    0xFFEA: Meaning.ALT,
    0xFFFF: Meaning.DELETE,
}
_KEYS = {xinput.KEY_PRESS: True, xinput.KEY_RELEASE: False}


class X11Hold:
    """One thread opens and closes it; `freed` is called in its own."""

    def __init__(self, display_name: str | None, freed: Callable[[str], None]) -> None:
        """Raises OSError where no real device can be had."""
        self._freed = freed
        self._own = OwnInput()
        self._x = x11.functions()
        self._display = x11.open_display(display_name)
        self._taken: set[xinput.Device] = set()
        self._take_devices()
        if not self._taken:
            self._x.XCloseDisplay(self._display)
            raise OSError("the X server gives no device away")
        self._meanings = {
            int(self._x.XKeysymToKeycode(self._display, keysym)): meaning for keysym, meaning in _MEANINGS.items()
        }
        self._stop, self._stopped = os.pipe()
        self._thread = threading.Thread(target=self._run, name="hold of the PC", daemon=True)
        self._thread.start()

    def show(self, lines: Sequence[str] | None) -> None:
        """X11 shows everybody the same: a window over the work would be in the technician's picture too."""
        if lines is not None:
            raise OSError("no window can be hidden from the technician's picture on X11")

    def close(self) -> None:
        os.write(self._stopped, b"x")
        self._thread.join(_ENDS_S)
        if not self._thread.is_alive():
            os.close(self._stop)
            os.close(self._stopped)

    def _run(self) -> None:
        connection, event = self._x.XConnectionNumber(self._display), x11.XEvent()
        looked_at, freed = time.monotonic(), False
        while not select.select([self._stop], [], [], 0)[0]:
            select.select([connection, self._stop], [], [], _LOOKS_EVERY_S)
            while self._x.XPending(self._display):
                self._x.XNextEvent(self._display, ctypes.byref(event))
                self._hear(event)
            now = time.monotonic()
            if freed := self._own.frees(now):
                break
            if now - looked_at > _NEW_DEVICES_EVERY_S:
                self._take_devices()
                looked_at = now
        self._x.XCloseDisplay(self._display)
        if freed:
            self._freed("keys")

    def _hear(self, event: x11.XEvent) -> None:
        told = xinput.read_event(self._display, event)
        if told is not None and (down := _KEYS.get(told[0])) is not None:
            self._own.pressed(told[1], down, self._meanings.get(told[1]), time.monotonic())

    def _take_devices(self) -> None:
        """Also those that were plugged in meanwhile."""
        root = self._x.XDefaultRootWindow(self._display)
        for device in xinput.devices(self._display):
            if device not in self._taken and xinput.take(self._display, root, device):
                self._taken.add(device)

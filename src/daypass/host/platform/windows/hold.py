"""Holds the PC's own mouse and keyboard by low-level hooks, in a thread of its own that does nothing else.

Hooks swallow what comes from real devices and let pass what is injected: SendInput, and so the technician, goes on. They are gone with
the process, and Windows drops those that take too long; either way the PC is free. Ctrl+Alt+Del never reaches a hook: Windows answers
it with another desktop, and that is seen here and ends the hold.
"""

import sys

assert sys.platform == "win32"

import ctypes
import logging
import threading
import time
from collections.abc import Callable, Sequence
from ctypes import wintypes
from typing import Any

from daypass.host.platform.own_input import Meaning, OwnInput
from daypass.host.platform.windows.blank_window import BlankWindow
from daypass.host.platform.windows.input_desktop import InputDesktop

KEYBOARD_LL, MOUSE_LL = 13, 14  # WH_KEYBOARD_LL, WH_MOUSE_LL
KEY_INJECTED, MOUSE_INJECTED = 0x10, 0x01  # LLKHF_INJECTED, LLMHF_INJECTED
KEY_UP = 0x80  # LLKHF_UP
TIMER, QUIT, APP = 0x0113, 0x0012, 0x8000
# left, right, middle and the extra buttons: (the message when it goes down, the one when it comes up)
BUTTONS = {
    0x0201: (1, True),
    0x0202: (1, False),
    0x0204: (2, True),
    0x0205: (2, False),
    0x0207: (3, True),
    0x0208: (3, False),
}
EXTRA_BUTTON_DOWN, EXTRA_BUTTON_UP = 0x020B, 0x020C
BUTTON_NUMBERS = 0x10000  # beyond every virtual key
MEANINGS = {
    0x1B: Meaning.ESCAPE,
    0x11: Meaning.CONTROL,
    0xA2: Meaning.CONTROL,
    0xA3: Meaning.CONTROL,
    0x12: Meaning.ALT,
    0xA4: Meaning.ALT,
    0xA5: Meaning.ALT,
    0x2E: Meaning.DELETE,
}
PERSONS_DESKTOP = "Default"
LOOKS_EVERY_MS, IN_FRONT_EVERY = 50, 5
STARTS_S, ENDS_S = 2.0, 1.0
TIME_CRITICAL = 15
SWITCH_S = 0.0005
"""How long another thread keeps Python's lock while hooks wait for it; 5 ms otherwise."""
_log = logging.getLogger(__name__)

_Hook = ctypes.WINFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, wintypes.WPARAM, wintypes.LPARAM)
_user32 = ctypes.WinDLL("user32", use_last_error=True)
_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.GetModuleHandleW.restype = wintypes.HMODULE
_kernel32.GetModuleHandleW.argtypes = [wintypes.LPCWSTR]
_kernel32.GetCurrentThread.restype = wintypes.HANDLE
_kernel32.SetThreadPriority.argtypes = [wintypes.HANDLE, ctypes.c_int]
_user32.SetWindowsHookExW.restype = wintypes.HHOOK
_user32.SetWindowsHookExW.argtypes = [ctypes.c_int, _Hook, wintypes.HINSTANCE, wintypes.DWORD]
_user32.UnhookWindowsHookEx.argtypes = [wintypes.HHOOK]
_user32.CallNextHookEx.restype = ctypes.c_ssize_t
_user32.CallNextHookEx.argtypes = [wintypes.HHOOK, ctypes.c_int, wintypes.WPARAM, wintypes.LPARAM]
_user32.GetMessageW.argtypes = [ctypes.POINTER(wintypes.MSG), wintypes.HWND, wintypes.UINT, wintypes.UINT]
_user32.DispatchMessageW.argtypes = [ctypes.POINTER(wintypes.MSG)]
_user32.PostThreadMessageW.argtypes = [wintypes.DWORD, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
_user32.SetTimer.restype = ctypes.c_size_t
_user32.SetTimer.argtypes = [wintypes.HWND, ctypes.c_size_t, wintypes.UINT, ctypes.c_void_p]
_user32.KillTimer.argtypes = [wintypes.HWND, ctypes.c_size_t]


class _KeyEvent(ctypes.Structure):
    """KBDLLHOOKSTRUCT."""

    _fields_ = [
        ("virtual_key", wintypes.DWORD),
        ("scan", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _MouseEvent(ctypes.Structure):
    """MSLLHOOKSTRUCT."""

    _fields_ = [
        ("place", wintypes.POINT),
        ("data", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class WindowsHold:
    """One thread opens and closes it; `freed` is called in the hooks' own."""

    def __init__(self, freed: Callable[[str], None]) -> None:
        """Raises OSError when Windows does not let us, or shows another desktop than the person's."""
        self._freed = freed
        self._own = OwnInput()
        self._desktop = InputDesktop()
        self._ended, self._looks = False, 0
        self._lines: Sequence[str] | None = None
        self._blank: BlankWindow | None = None
        self._show_problem = ""
        self._shown = threading.Event()
        self._problem = "the hooks did not start in time"
        self._thread_id = 0
        self._begun, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="hold of the PC", daemon=True)
        self._thread.start()
        self._begun.wait(STARTS_S)
        if self._problem:
            self.close()
            raise OSError(self._problem)

    def show(self, lines: Sequence[str] | None) -> None:
        self._lines, self._show_problem = lines, "the hooks do not answer"
        self._shown.clear()
        _user32.PostThreadMessageW(self._thread_id, APP, 0, 0)
        self._shown.wait(STARTS_S)
        if self._show_problem:
            raise OSError(self._show_problem)

    def close(self) -> None:
        """Everything is free when this returns; a key that freed it and is still down is repeated to nobody."""
        if self._ended:
            return
        _user32.PostThreadMessageW(self._thread_id, QUIT, 0, 0)
        self._over.wait(ENDS_S)

    def _run(self) -> None:
        self._thread_id = _kernel32.GetCurrentThreadId()
        switch_s = sys.getswitchinterval()
        keyboard, mouse = _Hook(self._key), _Hook(self._mouse)
        hooks: list[int] = []
        try:
            self._desktop.follow()
            if self._desktop.name != PERSONS_DESKTOP:
                self._problem = "another desktop than the person's has the input"
                return
            hooks = [_hooked(KEYBOARD_LL, keyboard), _hooked(MOUSE_LL, mouse)]
            if not all(hooks):
                self._problem = f"Windows takes no hook (error {ctypes.get_last_error()})"
                return
            sys.setswitchinterval(SWITCH_S)
            _kernel32.SetThreadPriority(_kernel32.GetCurrentThread(), TIME_CRITICAL)
            self._problem = ""
            self._begun.set()
            self._turn()
        finally:
            self._take_blank_away()
            for hook in filter(None, hooks):
                _user32.UnhookWindowsHookEx(hook)
            self._desktop.close()
            sys.setswitchinterval(switch_s)
            self._begun.set()
            self._over.set()

    def _turn(self) -> None:
        """Windows calls the hooks while this waits for messages."""
        timer, message = _user32.SetTimer(None, 0, LOOKS_EVERY_MS, None), wintypes.MSG()
        while _user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == APP:
                self._show_now()
            elif message.message == TIMER and message.wParam == timer:
                self._look()
                if self._own.drained(time.monotonic()):
                    break
            else:
                _user32.DispatchMessageW(ctypes.byref(message))
        _user32.KillTimer(None, timer)

    def _look(self) -> None:
        if self._ended:
            return
        self._looks += 1
        if self._blank is not None and self._looks % IN_FRONT_EVERY == 0:
            self._blank.stay_in_front()
        now = time.monotonic()
        why = "keys" if self._own.frees(now) else "desktop" if self._desktop.follows_another() else ""
        if why:
            self._ended = True
            self._own.free(now)
            self._take_blank_away()
            self._freed(why)

    def _show_now(self) -> None:
        """In the thread that waits for messages: a window belongs to the one that made it."""
        self._show_problem = ""
        try:
            if self._lines is None or self._ended:
                self._take_blank_away()
            elif self._blank is None:
                self._blank = BlankWindow(self._lines)
        except OSError as error:
            self._show_problem = str(error)
        finally:
            self._shown.set()

    def _take_blank_away(self) -> None:
        if self._blank is not None:
            self._blank.close()
            self._blank = None

    def _key(self, code: int, what: int, event: int) -> int:
        if code == 0:
            key = ctypes.cast(event, ctypes.POINTER(_KeyEvent)).contents
            if not key.flags & KEY_INJECTED:
                virtual_key = int(key.virtual_key)
                down = not key.flags & KEY_UP
                if self._own.pressed(virtual_key, down, MEANINGS.get(virtual_key), time.monotonic()):
                    return 1
        return int(_user32.CallNextHookEx(None, code, what, event))

    def _mouse(self, code: int, what: int, event: int) -> int:
        if code == 0:
            mouse = ctypes.cast(event, ctypes.POINTER(_MouseEvent)).contents
            if not mouse.flags & MOUSE_INJECTED and self._swallows(what, int(mouse.data)):
                return 1
        return int(_user32.CallNextHookEx(None, code, what, event))

    def _swallows(self, what: int, data: int) -> bool:
        button = BUTTONS.get(what)
        if what in (EXTRA_BUTTON_DOWN, EXTRA_BUTTON_UP):
            button = (4 + (data >> 16), what == EXTRA_BUTTON_DOWN)
        if button is None:
            return self._own.moved()
        number, down = button
        return self._own.pressed(BUTTON_NUMBERS + number, down, None, time.monotonic())


def _hooked(kind: int, hook: Any) -> int:
    return int(_user32.SetWindowsHookExW(kind, hook, _kernel32.GetModuleHandleW(None), 0) or 0)

"""The clipboard's text on Windows: told of by a message-only window in a thread of its own, read and written as CF_UNICODETEXT.

What a password manager marks as not to be watched is not read, and what a technician puts stays out of Windows' clipboard history
and cloud. Nothing is rendered later, so a text that was put stays after this process.
"""

import sys

assert sys.platform == "win32"

import ctypes
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import wintypes

from daypass.host.platform.ports import CLIPBOARD_READ

TEXT = 13  # CF_UNICODETEXT
UPDATE, QUIT = 0x031D, 0x0012  # WM_CLIPBOARDUPDATE, WM_QUIT
MESSAGES_ONLY = -3  # HWND_MESSAGE
MOVEABLE = 0x0002
TRIES, PAUSE_S = 15, 0.02
UNWATCHED = "ExcludeClipboardContentFromMonitorProcessing"
NOT_KEPT = ("CanIncludeInClipboardHistory", "CanUploadToCloudClipboard")
STARTS_S = 5.0
_log = logging.getLogger(__name__)

_user32 = ctypes.WinDLL("user32", use_last_error=True)
_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_user32.CreateWindowExW.restype = wintypes.HWND
_user32.CreateWindowExW.argtypes = [
    wintypes.DWORD,
    wintypes.LPCWSTR,
    wintypes.LPCWSTR,
    wintypes.DWORD,
    *([ctypes.c_int] * 4),
    *([ctypes.c_void_p] * 4),
]
_user32.DestroyWindow.argtypes = [wintypes.HWND]
_user32.AddClipboardFormatListener.argtypes = [wintypes.HWND]
_user32.RemoveClipboardFormatListener.argtypes = [wintypes.HWND]
_user32.GetClipboardOwner.restype = wintypes.HWND
_user32.OpenClipboard.argtypes = [wintypes.HWND]
_user32.GetClipboardData.restype = ctypes.c_void_p
_user32.GetClipboardData.argtypes = [wintypes.UINT]
_user32.SetClipboardData.restype = ctypes.c_void_p
_user32.SetClipboardData.argtypes = [wintypes.UINT, ctypes.c_void_p]
_user32.RegisterClipboardFormatW.argtypes = [wintypes.LPCWSTR]
_user32.GetMessageW.argtypes = [ctypes.POINTER(wintypes.MSG), wintypes.HWND, wintypes.UINT, wintypes.UINT]
_user32.PostThreadMessageW.argtypes = [wintypes.DWORD, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
_kernel32.GlobalAlloc.restype = ctypes.c_void_p
_kernel32.GlobalAlloc.argtypes = [wintypes.UINT, ctypes.c_size_t]
_kernel32.GlobalFree.argtypes = [ctypes.c_void_p]
_kernel32.GlobalLock.restype = ctypes.c_void_p
_kernel32.GlobalLock.argtypes = [ctypes.c_void_p]
_kernel32.GlobalUnlock.argtypes = [ctypes.c_void_p]
_kernel32.GlobalSize.restype = ctypes.c_size_t
_kernel32.GlobalSize.argtypes = [ctypes.c_void_p]


class WindowsClipboard:
    """`put` may be called from any thread; `copied` is called in the clipboard's own."""

    def __init__(self, copied: Callable[[str], None]) -> None:
        """Raises OSError when Windows does not let us watch."""
        self._copied = copied
        self._window: int | None = None
        self._thread_id = 0
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="clipboard", daemon=True)
        self._thread.start()
        self._started.wait(STARTS_S)
        if not self._window:
            raise OSError("Windows does not tell of the clipboard")

    def put(self, text: str) -> None:
        units = (text.replace("\r\n", "\n").replace("\n", "\r\n") + "\0").encode("utf-16-le", "surrogatepass")
        with _opened(self._window):
            _user32.EmptyClipboard()
            _give(TEXT, units)
            for name in NOT_KEPT:
                _give(_user32.RegisterClipboardFormatW(name), bytes(4))

    def close(self) -> None:
        _user32.PostThreadMessageW(self._thread_id, QUIT, 0, 0)
        self._thread.join(1.0)

    def _watch(self) -> None:
        self._thread_id = _kernel32.GetCurrentThreadId()
        window = _user32.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 0, 0, MESSAGES_ONLY, None, None, None)
        if window and _user32.AddClipboardFormatListener(window):
            self._window = window
        self._started.set()
        message = wintypes.MSG()
        while self._window and _user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == UPDATE and _user32.GetClipboardOwner() != window:
                self._tell()
        _user32.RemoveClipboardFormatListener(window)
        _user32.DestroyWindow(window)

    def _tell(self) -> None:
        try:
            text = _read(self._window)
        except OSError as error:
            _log.warning("what was copied cannot be read: %s", error)
            return
        if text:
            self._copied(text)


def _read(window: int | None) -> str:
    """The text; empty where there is none, or none for us."""
    if _user32.IsClipboardFormatAvailable(_user32.RegisterClipboardFormatW(UNWATCHED)):
        return ""
    with _opened(window):
        handle = _user32.GetClipboardData(TEXT)
        place = _kernel32.GlobalLock(handle) if handle else None
        if not place:
            return ""
        try:
            units = ctypes.string_at(place, min(_kernel32.GlobalSize(handle), 2 * CLIPBOARD_READ))
        finally:
            _kernel32.GlobalUnlock(handle)
    return units.decode("utf-16-le", "replace").split("\0", 1)[0].replace("\r\n", "\n")


@contextmanager
def _opened(window: int | None) -> Iterator[None]:
    """One program at a time has the clipboard: others hold it for moments. Raises OSError after 0.3 s."""
    for _ in range(TRIES):
        if _user32.OpenClipboard(window):
            break
        time.sleep(PAUSE_S)
    else:
        raise OSError("another program holds the clipboard")
    try:
        yield
    finally:
        _user32.CloseClipboard()


def _give(kind: int, data: bytes) -> None:
    """Hand a copy over to Windows, whose memory it is from then on."""
    handle = _kernel32.GlobalAlloc(MOVEABLE, len(data))
    place = _kernel32.GlobalLock(handle) if handle else None
    if not place:
        raise OSError("no memory for the clipboard")
    ctypes.memmove(place, data, len(data))
    _kernel32.GlobalUnlock(handle)
    if not _user32.SetClipboardData(kind, handle):
        _kernel32.GlobalFree(handle)
        raise OSError("Windows does not take the text")

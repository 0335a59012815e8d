"""The CLIPBOARD selection of an X11 screen: told of by XFixes, asked for and given as UTF-8, in a thread of its own."""

import ctypes
import os
import select
import threading
from collections.abc import Callable
from ctypes import byref, c_char, c_int, c_ulong, c_void_p
from typing import TypeVar

from daypass.host.platform.linux import x11
from daypass.host.platform.ports import CLIPBOARD_READ

_PROPERTY_NOTIFY, _SELECTION_REQUEST, _SELECTION_NOTIFY = 28, 30, 31
_PROPERTY_CHANGES = 1 << 22
_NEW_OWNER, _NEW_VALUE = 1, 0
_ATOM, _REPLACE = 4, 0
_TAKES_S = 2.0
_ANY_LENGTH = 4 * CLIPBOARD_READ


class _SelectionRequest(ctypes.Structure):
    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("owner", c_ulong),
        ("requestor", c_ulong),
        ("selection", c_ulong),
        ("target", c_ulong),
        ("property", c_ulong),
        ("time", c_ulong),
    ]


class _Selection(ctypes.Structure):
    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("requestor", c_ulong),
        ("selection", c_ulong),
        ("target", c_ulong),
        ("property", c_ulong),
        ("time", c_ulong),
    ]


class _OwnerChanged(ctypes.Structure):
    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("subtype", c_int),
        ("owner", c_ulong),
    ]


class _PropertyChanged(ctypes.Structure):
    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("atom", c_ulong),
        ("time", c_ulong),
        ("state", c_int),
    ]


_Kind = TypeVar("_Kind", bound=ctypes.Structure)


class X11Clipboard:
    """`put` may be called from any thread; `copied` is called in the clipboard's own. What was put goes when this is closed."""

    def __init__(self, display_name: str | None, copied: Callable[[str], None]) -> None:
        self._copied, self._x = copied, x11.functions()
        self._display = x11.open_display(display_name)
        self._owner_changed = x11.extension_event(self._x.XFixesQueryExtension, self._display, "XFixes")
        root = self._x.XDefaultRootWindow(self._display)
        self._window = self._x.XCreateSimpleWindow(self._display, root, 0, 0, 1, 1, 0, 0, 0)
        names = ("CLIPBOARD", "UTF8_STRING", "TARGETS", "INCR", "DAYPASS_TEXT")
        self._clipboard, self._utf8, self._targets, self._in_parts, self._place = map(self._atom, names)
        self._x.XSelectInput(self._display, self._window, _PROPERTY_CHANGES)
        self._x.XFixesSelectSelectionInput(self._display, self._window, self._clipboard, 1)
        self._x.XFlush(self._display)
        self._own = b""
        self._parts: bytearray | None = None
        self._wanted: list[tuple[str, threading.Event]] = []
        self._woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._serve, name="clipboard", daemon=True)
        self._thread.start()

    def put(self, text: str) -> None:
        done = threading.Event()
        self._wanted.append((text, done))
        os.write(self._wake, b"p")
        if not done.wait(_TAKES_S):
            raise OSError("the X server does not take the text")

    def close(self) -> None:
        os.write(self._wake, b"q")
        self._thread.join(_TAKES_S)
        os.close(self._wake)

    def _serve(self) -> None:
        connection = self._x.XConnectionNumber(self._display)
        while True:
            while self._x.XPending(self._display):
                event = x11.XEvent()
                self._x.XNextEvent(self._display, byref(event))
                self._handle(event)
            ready, _, _ = select.select([connection, self._woken], [], [])
            if self._woken in ready and os.read(self._woken, 1) == b"q":
                break
            while self._wanted:
                text, done = self._wanted.pop(0)
                self._own = text.encode("utf-8", "replace")
                self._x.XSetSelectionOwner(self._display, self._clipboard, self._window, 0)
                self._x.XSync(self._display, 0)
                done.set()
        os.close(self._woken)
        self._x.XCloseDisplay(self._display)

    def _handle(self, event: x11.XEvent) -> None:
        if event.type == self._owner_changed:
            owner = _as(_OwnerChanged, event).owner
            if owner not in (0, self._window):
                self._parts = None
                self._x.XConvertSelection(self._display, self._clipboard, self._utf8, self._place, self._window, 0)
                self._x.XFlush(self._display)
        elif event.type == _SELECTION_NOTIFY and _as(_Selection, event).property:
            self._take()
        elif event.type == _PROPERTY_NOTIFY and self._parts is not None:
            changed = _as(_PropertyChanged, event)
            if (changed.atom, changed.state) == (self._place, _NEW_VALUE):
                self._take_part()
        elif event.type == _SELECTION_REQUEST:
            self._answer(_as(_SelectionRequest, event))

    def _take(self) -> None:
        kind, data = self._property()
        if kind == self._in_parts:
            self._parts = bytearray()
        elif kind == self._utf8:
            self._tell(data)

    def _take_part(self) -> None:
        _, data = self._property()
        if self._parts is None or len(self._parts) > _ANY_LENGTH:
            return
        self._parts += data
        if not data:
            whole, self._parts = bytes(self._parts), None
            self._tell(whole)

    def _tell(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")[:CLIPBOARD_READ]
        if text:
            self._copied(text)

    def _property(self) -> tuple[int, bytes]:
        """What stands in our window's property, which is deleted: that asks for the next part."""
        kind, form, count, more, data = c_ulong(), c_int(), c_ulong(), c_ulong(), c_void_p()
        wanted = (self._display, self._window, self._place, 0, _ANY_LENGTH // 4, 1, 0)
        self._x.XGetWindowProperty(*wanted, byref(kind), byref(form), byref(count), byref(more), byref(data))
        found = ctypes.string_at(data, count.value) if data.value and form.value == 8 else b""
        if data.value:
            self._x.XFree(data)
        self._x.XFlush(self._display)
        return kind.value, found

    def _answer(self, request: _SelectionRequest) -> None:
        """Another program pastes: give it the text, or say which kinds there are."""
        place = request.property or request.target
        if request.target == self._targets:
            kinds = (c_ulong * 2)(self._targets, self._utf8)
            self._x.XChangeProperty(self._display, request.requestor, place, _ATOM, 32, _REPLACE, kinds, 2)
        elif request.target == self._utf8:
            text = (c_char * len(self._own)).from_buffer_copy(self._own)
            self._x.XChangeProperty(
                self._display, request.requestor, place, self._utf8, 8, _REPLACE, text, len(self._own)
            )
        else:
            place = 0
        answer = x11.XEvent()
        told = _as(_Selection, answer)
        told.type, told.requestor, told.selection = _SELECTION_NOTIFY, request.requestor, request.selection
        told.target, told.property, told.time = request.target, place, request.time
        self._x.XSendEvent(self._display, request.requestor, 0, 0, byref(answer))
        self._x.XFlush(self._display)

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), 0))


def _as(kind: type[_Kind], event: x11.XEvent) -> _Kind:
    return ctypes.cast(byref(event), ctypes.POINTER(kind)).contents

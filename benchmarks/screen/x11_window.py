"""A window over the whole X screen, and pictures in memory shared with the X server; nothing of the product paints."""

import ctypes
import select
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from dataclasses import dataclass
from typing import Any

from daypass.host.platform.linux.x11 import XImage, XSetWindowAttributes, XShmSegmentInfo

KEY_PRESS, BUTTON_PRESS = 2, 4
KEY_PRESS_MASK, BUTTON_PRESS_MASK = 1 << 0, 1 << 2
OVERRIDE_REDIRECT, EVENT_MASK = 1 << 9, 1 << 11
Z_PIXMAP, IPC_CREAT, IPC_RMID, REVERT_TO_PARENT = 2, 0o1000, 0, 2
BYTES = 4
"""Of a pixel: blue, green, red, unused."""


_SIGNATURES: dict[str, dict[str, tuple[Any, list[Any]]]] = {
    "libX11.so.6": {
        "XOpenDisplay": (c_void_p, [c_char_p]),
        "XCloseDisplay": (c_int, [c_void_p]),
        "XDefaultRootWindow": (c_ulong, [c_void_p]),
        "XDefaultVisual": (c_void_p, [c_void_p, c_int]),
        "XCreateWindow": (
            c_ulong,
            [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_uint, c_int, c_uint, c_void_p, c_ulong, c_void_p],
        ),
        "XMapRaised": (c_int, [c_void_p, c_ulong]),
        "XCreateGC": (c_void_p, [c_void_p, c_ulong, c_ulong, c_void_p]),
        "XSetGraphicsExposures": (c_int, [c_void_p, c_void_p, c_int]),
        "XSetForeground": (c_int, [c_void_p, c_void_p, c_ulong]),
        "XFillRectangle": (c_int, [c_void_p, c_ulong, c_void_p, c_int, c_int, c_uint, c_uint]),
        "XSetInputFocus": (c_int, [c_void_p, c_ulong, c_int, c_ulong]),
        "XSync": (c_int, [c_void_p, c_int]),
        "XPending": (c_int, [c_void_p]),
        "XNextEvent": (c_int, [c_void_p, c_void_p]),
        "XConnectionNumber": (c_int, [c_void_p]),
    },
    "libXext.so.6": {
        "XShmCreateImage": (
            POINTER(XImage),
            [c_void_p, c_void_p, c_uint, c_int, c_void_p, POINTER(XShmSegmentInfo), c_uint, c_uint],
        ),
        "XShmAttach": (c_int, [c_void_p, POINTER(XShmSegmentInfo)]),
        "XShmDetach": (c_int, [c_void_p, POINTER(XShmSegmentInfo)]),
        "XShmPutImage": (
            c_int,
            [c_void_p, c_ulong, c_void_p, POINTER(XImage), c_int, c_int, c_int, c_int, c_uint, c_uint, c_int],
        ),
    },
    "libc.so.6": {
        "shmget": (c_int, [c_int, ctypes.c_size_t, c_int]),
        "shmat": (c_void_p, [c_int, c_void_p, c_int]),
        "shmdt": (c_int, [c_void_p]),
        "shmctl": (c_int, [c_int, c_int, c_void_p]),
    },
}


class _Functions:
    """The bound functions, by their names."""

    def __init__(self) -> None:
        for library_name, signatures in _SIGNATURES.items():
            library = ctypes.CDLL(library_name)
            for name, (result, arguments) in signatures.items():
                function = getattr(library, name)
                function.restype, function.argtypes = result, arguments
                setattr(self, name, function)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


@dataclass(frozen=True)
class SharedPicture:
    """Rows of pixels that the X server reads in place; `height` rows of at most 65,535."""

    width: int
    height: int
    address: int
    image: Any
    segment: XShmSegmentInfo

    def write(self, x: int, y: int, pixels: bytes) -> None:
        """Overwrite pixels from there on: of one row, or of whole rows."""
        ctypes.memmove(self.address + (y * self.width + x) * BYTES, pixels, len(pixels))

    def read(self, x: int, y: int, count: int) -> bytes:
        """So many pixels of one row."""
        return ctypes.string_at(self.address + (y * self.width + x) * BYTES, count * BYTES)


class Window:
    """Covers the screen, above everything, with the keyboard's focus."""

    def __init__(self, display_name: str, width: int, height: int) -> None:
        """Raises OSError when there is no such X server."""
        self._x = _Functions()
        self._display = self._x.XOpenDisplay(display_name.encode())
        if not self._display:
            raise OSError(f"no X server at {display_name}")
        wanted = XSetWindowAttributes(override_redirect=1, event_mask=KEY_PRESS_MASK | BUTTON_PRESS_MASK)
        root = self._x.XDefaultRootWindow(self._display)
        place = (0, 0, width, height, 0, 0, 0, None)
        self._window = self._x.XCreateWindow(self._display, root, *place, OVERRIDE_REDIRECT | EVENT_MASK, byref(wanted))
        self._gc = self._x.XCreateGC(self._display, self._window, 0, None)
        self._x.XSetGraphicsExposures(self._display, self._gc, 0)
        self._x.XMapRaised(self._display, self._window)
        self.sync()
        self.take_focus()

    def take_focus(self) -> None:
        """Keys are for this window."""
        self._x.XSetInputFocus(self._display, self._window, REVERT_TO_PARENT, 0)
        self.sync()

    def fill(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """A rectangle in one colour, 0xRRGGBB."""
        self._x.XSetForeground(self._display, self._gc, colour)
        self._x.XFillRectangle(self._display, self._window, self._gc, x, y, width, height)

    def put(self, picture: SharedPicture, source: tuple[int, int], to: tuple[int, int], size: tuple[int, int]) -> None:
        """Copy a part of a picture to a place of the window. The picture may be changed after `sync` only."""
        self._x.XShmPutImage(self._display, self._window, self._gc, picture.image, *source, *to, *size, 0)

    def sync(self) -> None:
        """Until the X server has done everything."""
        self._x.XSync(self._display, 0)

    def pressed(self, within_s: float) -> bool:
        """Whether a key or button was pressed on the window; waits so long for it. One press at a time."""
        event = (c_long * 24)()
        while self._x.XPending(self._display) or select.select([self._connection], [], [], within_s)[0]:
            while self._x.XPending(self._display):
                self._x.XNextEvent(self._display, byref(event))
                if ctypes.cast(byref(event), POINTER(c_int))[0] in (KEY_PRESS, BUTTON_PRESS):
                    return True
            within_s = 0
        return False

    @property
    def _connection(self) -> int:
        return int(self._x.XConnectionNumber(self._display))

    def share(self, width: int, height: int) -> SharedPicture:
        """A picture in shared memory. Raises OSError when there is not so much."""
        segment = XShmSegmentInfo()
        visual = self._x.XDefaultVisual(self._display, 0)
        image = self._x.XShmCreateImage(self._display, visual, 24, Z_PIXMAP, None, byref(segment), width, height)
        length = width * height * BYTES
        assert image.contents.bytes_per_line == width * BYTES
        segment.shmid = self._x.shmget(0, length, IPC_CREAT | 0o600)
        if segment.shmid < 0:
            raise OSError(f"no {length} bytes of shared memory")
        address = int(self._x.shmat(segment.shmid, None, 0))
        segment.shmaddr = image.contents.data = address
        self._x.XShmAttach(self._display, byref(segment))
        self.sync()
        # The memory is freed when both have let go of it, however they end.
        self._x.shmctl(segment.shmid, IPC_RMID, None)
        return SharedPicture(width, height, address, image, segment)

    def free(self, picture: SharedPicture) -> None:
        """Give the memory back; the picture must not be used any more."""
        self._x.XShmDetach(self._display, byref(picture.segment))
        self.sync()
        self._x.shmdt(picture.address)

    def close(self) -> None:
        """The window goes with its connection."""
        self._x.XCloseDisplay(self._display)

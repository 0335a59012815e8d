"""Sees an X11 screen: wakes on XDamage, grabs through shared memory, follows the cursor by XFixes."""

import ctypes
import select
from collections.abc import Sequence
from ctypes import byref, c_int, c_uint, c_ulong

from daypass.host.platform.linux import x11
from daypass.host.platform.ports import Area, Cursor, Monitor


class X11Screen:
    """One connection to the X server; one thread uses it."""

    def __init__(self, display_name: str | None = None) -> None:
        self._x = x11.functions()
        self._display = x11.open_display(display_name)
        number = self._x.XDefaultScreen(self._display)
        self._root = self._x.XDefaultRootWindow(self._display)
        self._width = self._x.XDisplayWidth(self._display, number)
        self._height = self._x.XDisplayHeight(self._display, number)
        self._x.XSelectInput(self._display, self._root, x11.STRUCTURE_NOTIFY_MASK)
        self._damage_event = x11.extension_event(self._x.XDamageQueryExtension, self._display, "DAMAGE")
        self._cursor_event = 1 + x11.extension_event(self._x.XFixesQueryExtension, self._display, "XFIXES")
        self._x.XFixesSelectCursorInput(self._display, self._root, x11.CURSOR_NOTIFY_MASK)
        self._damage = self._x.XDamageCreate(self._display, self._root, x11.DAMAGE_REPORT_NON_EMPTY)
        self._memory = _SharedImage(self._display, number, self._width, self._height)
        self._shape: Cursor | None = None

    def monitors(self) -> Sequence[Monitor]:
        count = c_int()
        found = self._x.XRRGetMonitors(self._display, self._root, 1, byref(count))
        monitors = [
            Monitor(one.name & 0x7FFFFFFF, Area(one.x, one.y, one.width, one.height), bool(one.primary))
            for one in (found[: count.value] if found else [])
        ]
        if found:
            self._x.XRRFreeMonitors(found)
        return monitors or [Monitor(0, Area(0, 0, self._width, self._height), True)]

    def wait(self, timeout_s: float) -> Sequence[Area] | None:
        if not self._x.XPending(self._display):
            select.select([self._x.XConnectionNumber(self._display)], [], [], timeout_s)
        damaged = resized = False
        event = x11.XEvent()
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, byref(event))
            if event.type == self._damage_event:
                damaged = True
            elif event.type == self._cursor_event:
                self._shape = None
            elif event.type == x11.CONFIGURE_NOTIFY and event.configure.window == self._root:
                resized |= self._resize(event.configure.width, event.configure.height)
        areas = self._damaged_areas() if damaged else []
        return None if resized else areas

    def _damaged_areas(self) -> list[Area]:
        region = self._x.XFixesCreateRegion(self._display, None, 0)
        self._x.XDamageSubtract(self._display, self._damage, 0, region)
        count = c_int()
        found = self._x.XFixesFetchRegion(self._display, region, byref(count))
        areas = [Area(one.x, one.y, one.width, one.height) for one in found[: count.value]] if found else []
        if found:
            self._x.XFree(found)
        self._x.XFixesDestroyRegion(self._display, region)
        return areas

    def _resize(self, width: int, height: int) -> bool:
        if (width, height) == (self._width, self._height):
            return False
        self._width, self._height = width, height
        self._memory.close()
        self._memory = _SharedImage(self._display, self._x.XDefaultScreen(self._display), width, height)
        return True

    def grab(self, area: Area) -> memoryview:
        return self._memory.grab(self._root, area)

    def cursor(self) -> Cursor:
        if self._shape is None:
            self._shape = self._read_shape()
        shape = self._shape
        x, y = c_int(), c_int()
        window, child, inside_x, inside_y, mask = c_ulong(), c_ulong(), c_int(), c_int(), c_uint()
        out = (byref(window), byref(child), byref(x), byref(y), byref(inside_x), byref(inside_y), byref(mask))
        self._x.XQueryPointer(self._display, self._root, *out)
        return Cursor(
            x.value,
            y.value,
            shape.visible,
            shape.shape_id,
            shape.width,
            shape.height,
            shape.hot_x,
            shape.hot_y,
            shape.rgba,
        )

    def _read_shape(self) -> Cursor:
        found = self._x.XFixesGetCursorImage(self._display)
        if not found:
            return Cursor(0, 0, False, 0, 0, 0, 0, 0, b"")
        image = found.contents
        rgba = b"".join(_straight_rgba(pixel & 0xFFFFFFFF) for pixel in image.pixels[: image.width * image.height])
        shape = Cursor(
            image.x,
            image.y,
            any(rgba[3::4]),
            image.cursor_serial & 0xFFFFFFFF,
            image.width,
            image.height,
            image.xhot,
            image.yhot,
            rgba,
        )
        self._x.XFree(found)
        return shape

    def close(self) -> None:
        if self._display:
            self._memory.close()
            self._x.XCloseDisplay(self._display)
            self._display = 0


def _straight_rgba(argb: int) -> bytes:
    """One premultiplied ARGB pixel as straight RGBA."""
    alpha = argb >> 24
    if alpha == 0:
        return b"\0\0\0\0"
    colours = ((argb >> 16) & 255, (argb >> 8) & 255, argb & 255)
    return bytes([*(min(255, (colour * 255 + alpha // 2) // alpha) for colour in colours), alpha])


class _SharedImage:
    """A shared memory segment as large as the screen, into which the X server copies any area without padding."""

    def __init__(self, display: int, screen: int, width: int, height: int) -> None:
        self._x, self._display = x11.functions(), display
        depth = self._x.XDefaultDepth(display, screen)
        if depth not in (24, 32):
            raise OSError(f"the X screen has {depth} bits of colour; 24 are needed")
        self._segment = x11.XShmSegmentInfo()
        visual = self._x.XDefaultVisual(display, screen)
        self._image = self._x.XShmCreateImage(
            display, visual, depth, x11.Z_PIXMAP, None, byref(self._segment), width, height
        )
        self._size = width * height * 4
        self._segment.shmid = self._x.shmget(0, self._size, x11.IPC_CREAT | 0o600)
        self._segment.shmaddr = self._x.shmat(self._segment.shmid, None, 0)
        self._image.contents.data = self._segment.shmaddr
        self._x.XShmAttach(display, byref(self._segment))
        self._x.XSync(display, 0)
        self._x.shmctl(self._segment.shmid, x11.IPC_RMID, None)
        self._bytes = (ctypes.c_uint8 * self._size).from_address(self._segment.shmaddr)

    def grab(self, root: int, area: Area) -> memoryview:
        image = self._image.contents
        image.width, image.height, image.bytes_per_line = area.width, area.height, area.width * 4
        if not self._x.XShmGetImage(self._display, root, self._image, area.x, area.y, x11.ALL_PLANES):
            raise OSError("the X server did not give the picture")
        return memoryview(self._bytes).cast("B")[: area.width * area.height * 4]

    def close(self) -> None:
        self._x.XShmDetach(self._display, byref(self._segment))
        self._x.XSync(self._display, 0)
        self._x.shmdt(self._segment.shmaddr)
        self._x.XFree(self._image)

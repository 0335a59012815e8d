"""The few Xlib functions the host uses, bound by ctypes. Measured at 1080p: a full XShm grab 1 ms here, 41 ms by python-xlib.

Nothing loads at import: the libraries are opened with the first display.
"""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_short, c_uint, c_uint8, c_ulong, c_ushort, c_void_p
from functools import cache
from typing import Any

DAMAGE_REPORT_NON_EMPTY = 3
CONFIGURE_NOTIFY = 22
STRUCTURE_NOTIFY_MASK = 1 << 17
CURSOR_NOTIFY_MASK = 1
ALL_PLANES = c_ulong(-1 & 0xFFFFFFFFFFFFFFFF)
Z_PIXMAP = 2
CORE_KEYBOARD, LOCK_MASK = 0x100, 2
IPC_CREAT, IPC_RMID = 0o1000, 0


class XRectangle(ctypes.Structure):
    _fields_ = [("x", c_short), ("y", c_short), ("width", c_ushort), ("height", c_ushort)]


class XPoint(ctypes.Structure):
    _fields_ = [("x", c_short), ("y", c_short)]


class XSetWindowAttributes(ctypes.Structure):
    _fields_ = [
        ("background_pixmap", c_ulong),
        ("background_pixel", c_ulong),
        ("border_pixmap", c_ulong),
        ("border_pixel", c_ulong),
        ("bit_gravity", c_int),
        ("win_gravity", c_int),
        ("backing_store", c_int),
        ("backing_planes", c_ulong),
        ("backing_pixel", c_ulong),
        ("save_under", c_int),
        ("event_mask", c_long),
        ("do_not_propagate_mask", c_long),
        ("override_redirect", c_int),
        ("colormap", c_ulong),
        ("cursor", c_ulong),
    ]


class XImage(ctypes.Structure):
    """The head of Xlib's XImage: the part whose width and row length change with each grab."""

    _fields_ = [
        ("width", c_int),
        ("height", c_int),
        ("xoffset", c_int),
        ("format", c_int),
        ("data", c_void_p),
        ("byte_order", c_int),
        ("bitmap_unit", c_int),
        ("bitmap_bit_order", c_int),
        ("bitmap_pad", c_int),
        ("depth", c_int),
        ("bytes_per_line", c_int),
        ("bits_per_pixel", c_int),
    ]


class XShmSegmentInfo(ctypes.Structure):
    _fields_ = [("shmseg", c_ulong), ("shmid", c_int), ("shmaddr", c_void_p), ("readOnly", c_int)]


class XConfigureEvent(ctypes.Structure):
    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("event", c_ulong),
        ("window", c_ulong),
        ("x", c_int),
        ("y", c_int),
        ("width", c_int),
        ("height", c_int),
    ]


class XEvent(ctypes.Union):
    _fields_ = [("type", c_int), ("configure", XConfigureEvent), ("pad", c_long * 24)]


class XFixesCursorImage(ctypes.Structure):
    _fields_ = [
        ("x", c_short),
        ("y", c_short),
        ("width", c_ushort),
        ("height", c_ushort),
        ("xhot", c_ushort),
        ("yhot", c_ushort),
        ("cursor_serial", c_ulong),
        ("pixels", POINTER(c_ulong)),
    ]


class XkbState(ctypes.Structure):
    """XkbStateRec."""

    _fields_ = [
        ("group", c_uint8),
        ("locked_group", c_uint8),
        ("base_group", c_ushort),
        ("latched_group", c_ushort),
        ("mods", c_uint8),
        ("base_mods", c_uint8),
        ("latched_mods", c_uint8),
        ("locked_mods", c_uint8),
        ("rest", c_uint8 * 16),
    ]


class XRRMonitorInfo(ctypes.Structure):
    _fields_ = [
        ("name", c_ulong),
        ("primary", c_int),
        ("automatic", c_int),
        ("noutput", c_int),
        ("x", c_int),
        ("y", c_int),
        ("width", c_int),
        ("height", c_int),
        ("mwidth", c_int),
        ("mheight", c_int),
        ("outputs", c_void_p),
    ]


_SIGNATURES: dict[str, dict[str, tuple[Any, list[Any]]]] = {
    "libX11.so.6": {
        "XOpenDisplay": (c_void_p, [c_char_p]),
        "XCloseDisplay": (c_int, [c_void_p]),
        "XDefaultScreen": (c_int, [c_void_p]),
        "XDefaultRootWindow": (c_ulong, [c_void_p]),
        "XDefaultVisual": (c_void_p, [c_void_p, c_int]),
        "XDefaultDepth": (c_int, [c_void_p, c_int]),
        "XDisplayWidth": (c_int, [c_void_p, c_int]),
        "XDisplayHeight": (c_int, [c_void_p, c_int]),
        "XConnectionNumber": (c_int, [c_void_p]),
        "XPending": (c_int, [c_void_p]),
        "XNextEvent": (c_int, [c_void_p, POINTER(XEvent)]),
        "XSelectInput": (c_int, [c_void_p, c_ulong, c_long]),
        "XSync": (c_int, [c_void_p, c_int]),
        "XFlush": (c_int, [c_void_p]),
        "XFree": (c_int, [c_void_p]),
        "XQueryPointer": (c_int, [c_void_p, c_ulong] + [c_void_p] * 7),
        "XSetErrorHandler": (c_void_p, [c_void_p]),
        "XInternAtom": (c_ulong, [c_void_p, c_char_p, c_int]),
        "XCreateSimpleWindow": (c_ulong, [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_uint, c_ulong, c_ulong]),
        "XChangeWindowAttributes": (c_int, [c_void_p, c_ulong, c_ulong, POINTER(XSetWindowAttributes)]),
        "XMapRaised": (c_int, [c_void_p, c_ulong]),
        "XRaiseWindow": (c_int, [c_void_p, c_ulong]),
        "XClearWindow": (c_int, [c_void_p, c_ulong]),
        "XDestroyWindow": (c_int, [c_void_p, c_ulong]),
        "XCreatePixmap": (c_ulong, [c_void_p, c_ulong, c_uint, c_uint, c_uint]),
        "XCreateGC": (c_void_p, [c_void_p, c_ulong, c_ulong, c_void_p]),
        "XSetForeground": (c_int, [c_void_p, c_void_p, c_ulong]),
        "XSetLineAttributes": (c_int, [c_void_p, c_void_p, c_uint, c_int, c_int, c_int]),
        "XFillRectangle": (c_int, [c_void_p, c_ulong, c_void_p, c_int, c_int, c_uint, c_uint]),
        "XFillArc": (c_int, [c_void_p, c_ulong, c_void_p, c_int, c_int, c_uint, c_uint, c_int, c_int]),
        "XDrawLines": (c_int, [c_void_p, c_ulong, c_void_p, POINTER(XPoint), c_int, c_int]),
        "XSetSelectionOwner": (c_int, [c_void_p, c_ulong, c_ulong, c_ulong]),
        "XConvertSelection": (c_int, [c_void_p, c_ulong, c_ulong, c_ulong, c_ulong, c_ulong]),
        "XGetWindowProperty": (
            c_int,
            [c_void_p, c_ulong, c_ulong, c_long, c_long, c_int, c_ulong] + [c_void_p] * 5,
        ),
        "XChangeProperty": (c_int, [c_void_p, c_ulong, c_ulong, c_ulong, c_int, c_int, c_void_p, c_int]),
        "XSendEvent": (c_int, [c_void_p, c_ulong, c_int, c_long, c_void_p]),
        "XKeysymToKeycode": (c_uint8, [c_void_p, c_ulong]),
        "XGetKeyboardMapping": (POINTER(c_ulong), [c_void_p, c_uint8, c_int, POINTER(c_int)]),
        "XChangeKeyboardMapping": (c_int, [c_void_p, c_int, c_int, POINTER(c_ulong), c_int]),
        "XkbGetState": (c_int, [c_void_p, c_uint, POINTER(XkbState)]),
        "XDisplayKeycodes": (c_int, [c_void_p, POINTER(c_int), POINTER(c_int)]),
    },
    "libXext.so.6": {
        "XShmCreateImage": (
            POINTER(XImage),
            [c_void_p, c_void_p, c_uint, c_int, c_void_p, POINTER(XShmSegmentInfo), c_uint, c_uint],
        ),
        "XShapeCombineMask": (None, [c_void_p, c_ulong, c_int, c_int, c_int, c_ulong, c_int]),
        "XShapeCombineRectangles": (
            None,
            [c_void_p, c_ulong, c_int, c_int, c_int, c_void_p, c_int, c_int, c_int],
        ),
        "XShmAttach": (c_int, [c_void_p, POINTER(XShmSegmentInfo)]),
        "XShmDetach": (c_int, [c_void_p, POINTER(XShmSegmentInfo)]),
        "XShmGetImage": (c_int, [c_void_p, c_ulong, POINTER(XImage), c_int, c_int, c_ulong]),
    },
    "libXdamage.so.1": {
        "XDamageQueryExtension": (c_int, [c_void_p, POINTER(c_int), POINTER(c_int)]),
        "XDamageCreate": (c_ulong, [c_void_p, c_ulong, c_int]),
        "XDamageSubtract": (None, [c_void_p, c_ulong, c_ulong, c_ulong]),
    },
    "libXfixes.so.3": {
        "XFixesQueryExtension": (c_int, [c_void_p, POINTER(c_int), POINTER(c_int)]),
        "XFixesCreateRegion": (c_ulong, [c_void_p, c_void_p, c_int]),
        "XFixesDestroyRegion": (None, [c_void_p, c_ulong]),
        "XFixesFetchRegion": (POINTER(XRectangle), [c_void_p, c_ulong, POINTER(c_int)]),
        "XFixesSelectCursorInput": (None, [c_void_p, c_ulong, c_ulong]),
        "XFixesSelectSelectionInput": (None, [c_void_p, c_ulong, c_ulong, c_ulong]),
        "XFixesGetCursorImage": (POINTER(XFixesCursorImage), [c_void_p]),
    },
    "libXrandr.so.2": {
        "XRRGetMonitors": (POINTER(XRRMonitorInfo), [c_void_p, c_ulong, c_int, POINTER(c_int)]),
        "XRRFreeMonitors": (None, [c_void_p]),
    },
    "libXtst.so.6": {
        "XTestFakeKeyEvent": (c_int, [c_void_p, c_uint, c_int, c_ulong]),
        "XTestFakeButtonEvent": (c_int, [c_void_p, c_uint, c_int, c_ulong]),
        "XTestFakeMotionEvent": (c_int, [c_void_p, c_int, c_int, c_int, c_ulong]),
    },
    "libc.so.6": {
        "shmget": (c_int, [c_int, ctypes.c_size_t, c_int]),
        "shmat": (c_void_p, [c_int, c_void_p, c_int]),
        "shmdt": (c_int, [c_void_p]),
        "shmctl": (c_int, [c_int, c_int, c_void_p]),
    },
}
_ErrorHandler = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)


# Xlib's own handler ends the process, for instance when the screen shrinks between a size question and a grab.
_ignore_error = _ErrorHandler(lambda _display, _event: 0)


class _Functions:
    """The bound functions, by their Xlib names."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


@cache
def functions() -> Any:
    """Open the libraries and type their functions. Raises OSError when one is missing."""
    bound = _Functions()
    for library_name, signatures in _SIGNATURES.items():
        library = ctypes.CDLL(library_name)
        for name, (result, arguments) in signatures.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
            setattr(bound, name, function)
    bound.XSetErrorHandler(ctypes.cast(_ignore_error, c_void_p))
    return bound


def open_display(name: str | None) -> int:
    """Connect to the X server `name` (`:1`), or to the one in `DISPLAY`. Raises OSError when it cannot be reached."""
    display = functions().XOpenDisplay(name.encode() if name else None)
    if not display:
        raise OSError(f"no X server at {name or 'DISPLAY'}")
    return int(display)


def extension_event(query: Any, display: int, name: str) -> int:
    """The first event number of an extension. Raises OSError when the X server lacks it."""
    event, error = c_int(), c_int()
    if not query(display, byref(event), byref(error)):
        raise OSError(f"the X server has no {name} extension")
    return event.value

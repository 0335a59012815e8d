"""The few functions of the X Input extension (version 2) that the host uses: which devices there are, and having one for itself."""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_uint8, c_ulong, c_void_p
from functools import cache
from typing import Any, NamedTuple

ALL_DEVICES = 0
SLAVE_POINTER, SLAVE_KEYBOARD = 3, 4
KEY_PRESS, KEY_RELEASE, BUTTON_PRESS, BUTTON_RELEASE = 2, 3, 4, 5
GENERIC_EVENT = 35
_ASYNC, _NO_CURSOR, _NOW = 1, 0, 0


class XIDeviceInfo(ctypes.Structure):
    _fields_ = [
        ("deviceid", c_int),
        ("name", c_char_p),
        ("use", c_int),
        ("attachment", c_int),
        ("enabled", c_int),
        ("num_classes", c_int),
        ("classes", c_void_p),
    ]


class _EventMask(ctypes.Structure):
    _fields_ = [("deviceid", c_int), ("mask_len", c_int), ("mask", POINTER(c_uint8))]


class XGenericEventCookie(ctypes.Structure):
    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("extension", c_int),
        ("evtype", c_int),
        ("cookie", ctypes.c_uint),
        ("data", c_void_p),
    ]


class XIDeviceEvent(ctypes.Structure):
    """The head of it, up to the key or button."""

    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("extension", c_int),
        ("evtype", c_int),
        ("time", c_ulong),
        ("deviceid", c_int),
        ("sourceid", c_int),
        ("detail", c_int),
    ]


class Device(NamedTuple):
    """A keyboard or pointer that drives the shared ones."""

    id: int
    name: str


@cache
def _functions() -> tuple[Any, Any]:
    """Of libXi and of libX11. Raises OSError when one is missing."""
    library, x11 = ctypes.CDLL("libXi.so.6"), ctypes.CDLL("libX11.so.6")
    library.XIQueryVersion.argtypes = [c_void_p, POINTER(c_int), POINTER(c_int)]
    library.XIQueryDevice.argtypes = [c_void_p, c_int, POINTER(c_int)]
    library.XIQueryDevice.restype = POINTER(XIDeviceInfo)
    library.XIFreeDeviceInfo.argtypes = [POINTER(XIDeviceInfo)]
    library.XIGrabDevice.argtypes = [c_void_p, c_int, c_ulong, c_ulong, c_ulong, c_int, c_int, c_int, c_void_p]
    x11.XGetEventData.argtypes = [c_void_p, c_void_p]
    x11.XFreeEventData.argtypes = [c_void_p, c_void_p]
    return library, x11


def devices(display: int) -> list[Device]:
    """The real ones: not those by which programs press keys (XTEST). Raises OSError where the X server has no version 2."""
    major, minor, count = c_int(2), c_int(0), c_int()
    if _functions()[0].XIQueryVersion(display, byref(major), byref(minor)) != 0:
        raise OSError("the X server has no X Input extension of version 2")
    found = _functions()[0].XIQueryDevice(display, ALL_DEVICES, byref(count))
    every = [found[at] for at in range(count.value)]
    named = [
        Device(one.deviceid, one.name.decode("utf-8", "replace"))
        for one in every
        if one.use in (SLAVE_POINTER, SLAVE_KEYBOARD)
    ]
    _functions()[0].XIFreeDeviceInfo(found)
    return [one for one in named if "XTEST" not in one.name]


def take(display: int, root: int, device: Device) -> bool:
    """Have this device for this connection alone; what it does reaches nobody else until the connection closes."""
    bits = (c_uint8 * 1)(sum(1 << event for event in (KEY_PRESS, KEY_RELEASE, BUTTON_PRESS, BUTTON_RELEASE)))
    mask = _EventMask(device.id, 1, bits)
    arguments = (display, device.id, root, _NOW, _NO_CURSOR, _ASYNC, _ASYNC, 0, byref(mask))
    return bool(_functions()[0].XIGrabDevice(*arguments) == 0)


def read_event(display: int, event: ctypes.Union) -> tuple[int, int] | None:
    """Which kind of device event it is, and of which key or button; None for anything else."""
    cookie = ctypes.cast(byref(event), POINTER(XGenericEventCookie)).contents
    if cookie.type != GENERIC_EVENT or not _functions()[1].XGetEventData(display, byref(cookie)):
        return None
    told = ctypes.cast(cookie.data, POINTER(XIDeviceEvent)).contents
    kind, detail = int(told.evtype), int(told.detail)
    _functions()[1].XFreeEventData(display, byref(cookie))
    return kind, detail

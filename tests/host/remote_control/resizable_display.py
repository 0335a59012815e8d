"""Changes what an X server says of its only monitor: another resolution, unplugged. Xvfb does so once its monitor is off."""

import ctypes
from ctypes import POINTER, c_int, c_ulong, c_ushort, c_void_p

from daypass.host.platform.linux import x11

_ROTATE_0 = 1


class _Resources(ctypes.Structure):
    """The beginning of XRRScreenResources."""

    _fields_ = (
        ("time", c_ulong),
        ("config_time", c_ulong),
        ("crtc_count", c_int),
        ("crtcs", POINTER(c_ulong)),
    )


class ResizableDisplay:
    """Of the display with this name."""

    def __init__(self, name: str) -> None:
        self._x = x11.functions()
        self._display = x11.open_display(name)
        self._root = self._x.XDefaultRootWindow(self._display)
        self._randr = randr = ctypes.CDLL("libXrandr.so.2")
        randr.XRRGetScreenResources.restype = POINTER(_Resources)
        randr.XRRGetScreenResources.argtypes = (c_void_p, c_ulong)
        whole = (c_void_p, c_void_p, c_ulong, c_ulong, c_int, c_int, c_ulong, c_ushort, c_void_p, c_int)
        randr.XRRSetCrtcConfig.argtypes = whole
        randr.XRRSetScreenSize.argtypes, randr.XRRSetScreenSize.restype = (c_void_p, c_ulong, *(c_int,) * 4), None

    def unplug(self) -> None:
        """The monitor goes; the screen stays as large as it is."""
        resources = self._randr.XRRGetScreenResources(self._display, self._root)
        self._randr.XRRSetCrtcConfig(
            self._display, resources, resources.contents.crtcs[0], 0, 0, 0, 0, _ROTATE_0, None, 0
        )
        self._x.XSync(self._display, 0)

    def resize(self, width: int, height: int) -> None:
        """Not larger than the server began with."""
        self._randr.XRRSetScreenSize(self._display, self._root, width, height, 200, 150)
        self._x.XSync(self._display, 0)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)

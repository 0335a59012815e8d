"""H.264 by x264's own library, and the colours it wants by swscale or libyuv. The same on every system.

The libraries come out of PyAV's wheels; PyAV itself and the 60 MB of other codecs that it loads are left out. The structures are
those of x264.h, build 165: a library of another build has no function of the name that is asked for.
"""

import ctypes
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from daypass.host.platform.ports import VideoRate

BUILD = 165
BYTES_PER_PIXEL = 4

FRAMES_A_SECOND = 30
"""What an encoder thinks there are; a rate for other numbers is told so that each frame gets its share."""
OPENED_WITH = VideoRate(4000, FRAMES_A_SECOND)
"""Until it is told another."""
_LEAST_KBITS = 50
_BUFFER_S = 0.1
"""What a key frame may take."""
_I420, _IDR, _AUTO = 2, 1, 0
_BILINEAR = 2
_ALIGNED = 64
_PARAMETERS_ROOM = 4096
_pointer, _int = ctypes.c_void_p, ctypes.c_int

ToYuv = Callable[[int, list[int], list[int]], None]
"""Address of the first BGRX row; addresses and bytes a row of the planes."""
Colours = Callable[[int, int], ToYuv]
"""For pictures of one width and height. BT.601, limited range."""


@dataclass(frozen=True, slots=True)
class VideoLibraries:
    """What an encoder is made of."""

    x264: ctypes.CDLL
    colours: Colours
    nv12: Colours | None = None
    """For other encoders: the two chroma planes as one."""


class _ParametersBegin(ctypes.Structure):
    """The first fields of x264_param_t; the library fills the rest, and reads names for it."""

    _fields_ = (
        ("cpu", ctypes.c_uint32),
        ("threads", _int),
        ("lookahead_threads", _int),
        ("sliced_threads", _int),
        ("deterministic", _int),
        ("cpu_independent", _int),
        ("sync_lookahead", _int),
        ("width", _int),
        ("height", _int),
        ("csp", _int),
        ("bit_depth", _int),
    )


class _Nal(ctypes.Structure):
    _fields_ = (
        ("ref_idc", _int),
        ("type", _int),
        ("long_startcode", _int),
        ("first_mb", _int),
        ("last_mb", _int),
        ("payload_bytes", _int),
        ("payload", _pointer),
        ("padding", _int),
    )


class _Picture(ctypes.Structure):
    """x264_picture_t up to its planes, and room for what the library writes behind them."""

    _fields_ = (
        ("type", _int),
        ("qpplus1", _int),
        ("pic_struct", _int),
        ("keyframe", _int),
        ("pts", ctypes.c_int64),
        ("dts", ctypes.c_int64),
        ("parameters", _pointer),
        ("csp", _int),
        ("plane_count", _int),
        ("strides", _int * 4),
        ("planes", _pointer * 4),
        ("rest", ctypes.c_uint8 * 1024),
    )


@cache
def libraries_in(folder: Path, libyuv: str | None = None) -> VideoLibraries:
    """x264 and what converts colours, from a folder of a wheel's libraries. `libyuv` is used instead of swscale where it is.

    Raises OSError where one is missing or of another build.
    """
    try:
        colours = by_libyuv(libyuv or "")
    except OSError:
        colours = by_swscale(_the_one(folder, "*swscale*"), _the_one(folder, "*avutil*"))
    nv12 = by_swscale(_the_one(folder, "*swscale*"), _the_one(folder, "*avutil*"), b"nv12")
    return VideoLibraries(load_x264(_the_one(folder, "*x264*")), colours, nv12)


def _the_one(folder: Path, pattern: str) -> str:
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"{folder} has no {pattern}")
    return str(found[0])


def load_x264(path: str) -> ctypes.CDLL:
    """Raises OSError where there is no such library, or one of another build."""
    library = ctypes.CDLL(path)
    try:
        opened = getattr(library, f"x264_encoder_open_{BUILD}")
    except AttributeError as problem:
        raise OSError(f"{path} is not build {BUILD} of x264") from problem
    opened.restype, opened.argtypes = _pointer, (_pointer,)
    library.x264_param_default_preset.argtypes = (_pointer, ctypes.c_char_p, ctypes.c_char_p)
    library.x264_param_parse.argtypes = (_pointer, ctypes.c_char_p, ctypes.c_char_p)
    library.x264_param_apply_profile.argtypes = (_pointer, ctypes.c_char_p)
    library.x264_picture_init.argtypes, library.x264_picture_init.restype = (_pointer,), None
    library.x264_encoder_encode.argtypes = (_pointer,) * 5
    library.x264_encoder_reconfig.argtypes = (_pointer, _pointer)
    library.x264_encoder_close.argtypes, library.x264_encoder_close.restype = (_pointer,), None
    library.x264_param_cleanup.argtypes, library.x264_param_cleanup.restype = (_pointer,), None
    return library


def by_swscale(swscale_path: str, avutil_path: str, planes_as: bytes = b"yuv420p") -> Colours:
    """3 ms for 1080p, 0.5 ms for 640 × 360. Raises OSError where the libraries are missing."""
    avutil, swscale = ctypes.CDLL(avutil_path), ctypes.CDLL(swscale_path)
    avutil.av_get_pix_fmt.argtypes = (ctypes.c_char_p,)
    swscale.sws_getContext.restype = _pointer
    swscale.sws_getContext.argtypes = (*((_int,) * 7), _pointer, _pointer, _pointer)
    swscale.sws_scale.argtypes = (_pointer, _pointer, _pointer, _int, _int, _pointer, _pointer)
    swscale.sws_freeContext.argtypes, swscale.sws_freeContext.restype = (_pointer,), None
    source_format, target_format = avutil.av_get_pix_fmt(b"bgr0"), avutil.av_get_pix_fmt(planes_as)

    def colours(width: int, height: int) -> ToYuv:
        sizes = (width, height, source_format, width, height, target_format, _BILINEAR)
        context = swscale.sws_getContext(*sizes, None, None, None)
        if not context:
            raise OSError("swscale does not convert these colours")
        rows = (_int * 4)(width * BYTES_PER_PIXEL)

        def convert(source: int, planes: list[int], strides: list[int]) -> None:
            places, lengths = (_pointer * 4)(*planes), (_int * 4)(*strides)
            swscale.sws_scale(context, (_pointer * 4)(source), rows, 0, height, places, lengths)

        weakref.finalize(convert, swscale.sws_freeContext, context)
        return convert

    return colours


def by_libyuv(path: str) -> Colours:
    """0.3 ms for 1080p. Its ARGB is BGRA in memory. Raises OSError where the library is missing."""
    if not path:
        raise FileNotFoundError("no libyuv was named")
    library = ctypes.CDLL(path)
    library.ARGBToI420.argtypes = (_pointer, _int, *((_pointer, _int) * 3), _int, _int)

    def colours(width: int, height: int) -> ToYuv:
        def convert(source: int, planes: list[int], strides: list[int]) -> None:
            (luma, blue, red), (luma_row, blue_row, red_row) = planes, strides
            row = width * BYTES_PER_PIXEL
            library.ARGBToI420(source, row, luma, luma_row, blue, blue_row, red, red_row, width, height)

        return convert

    return colours


class X264Encoder:
    """Never keeps a frame back; each refers to the one before it until a key frame is asked for."""

    def __init__(self, libraries: VideoLibraries, width: int, height: int) -> None:
        """Raises OSError when the library does not take these sizes, or is not what it says."""
        self._x264, self._bytes = libraries.x264, width * height * BYTES_PER_PIXEL
        self._convert = libraries.colours(width, height)
        self._encoder, self._parameters = _open(self._x264, width, height)
        self._picture, self._made = _Picture(), _Picture()
        self._x264.x264_picture_init(ctypes.byref(self._picture))
        self._planes = _Planes(width, height)
        self._picture.csp, self._picture.plane_count = _I420, 3
        self._picture.planes[:3], self._picture.strides[:3] = self._planes.places, self._planes.strides
        weakref.finalize(self, self._x264.x264_encoder_close, self._encoder)

    def follow(self, rate: VideoRate) -> None:
        """Raises OSError when x264 does not take it."""
        _use(self._x264, self._parameters, _limits(rate))
        if self._x264.x264_encoder_reconfig(self._encoder, self._parameters):
            raise OSError(f"x264 does not take {rate.kbits} kbit/s")

    def encode(self, pixels: bytes | memoryview, key: bool) -> bytes:
        """Raises OSError when x264 gives up."""
        if len(pixels) < self._bytes:
            raise ValueError("the picture is smaller than it was said to be")
        held = bytearray(pixels) if isinstance(pixels, bytes) or pixels.readonly else pixels
        first = ctypes.c_char.from_buffer(held)
        self._convert(ctypes.addressof(first), self._planes.places, self._planes.strides)
        self._picture.type = _IDR if key else _AUTO
        nals, count = ctypes.POINTER(_Nal)(), _int()
        out = (ctypes.byref(nals), ctypes.byref(count), ctypes.byref(self._picture), ctypes.byref(self._made))
        length = self._x264.x264_encoder_encode(self._encoder, *out)
        self._picture.pts += 1
        if length < 0:
            raise OSError("x264 encoded nothing")
        # The units of one frame follow each other without gaps.
        return ctypes.string_at(nals[0].payload, length) if length else b""


class _Planes:
    """Memory for one I420 picture, aligned for vector instructions, with room behind for what they write too much."""

    def __init__(self, width: int, height: int) -> None:
        row, half_row = _rounded(width), _rounded(width // 2)
        sizes = [row * height, half_row * (height // 2), half_row * (height // 2)]
        self._memory = (ctypes.c_uint8 * (sum(sizes) + 2 * _ALIGNED))()
        first = _rounded(ctypes.addressof(self._memory))
        self.places = [first, first + sizes[0], first + sizes[0] + sizes[1]]
        self.strides = [row, half_row, half_row]


def _rounded(number: int) -> int:
    return -(-number // _ALIGNED) * _ALIGNED


def _open(x264: ctypes.CDLL, width: int, height: int) -> tuple[Any, Any]:
    """The encoder and its parameters, for changing them."""
    room = ctypes.create_string_buffer(_PARAMETERS_ROOM)
    if x264.x264_param_default_preset(room, b"ultrafast", b"zerolatency"):
        raise OSError("x264 knows no such preset")
    begin = _ParametersBegin.from_buffer(room)
    if begin.csp & 0xFF != _I420 or begin.bit_depth != 8:
        raise OSError("this is another x264 than the one that was written for")
    begin.width, begin.height = width, height
    _use(x264, room, _SETTINGS | _limits(OPENED_WITH))
    if x264.x264_param_apply_profile(room, b"baseline"):
        raise OSError("x264 has no baseline profile")
    encoder = getattr(x264, f"x264_encoder_open_{BUILD}")(room)
    x264.x264_param_cleanup(room)
    if not encoder:
        raise OSError(f"x264 does not take a picture of {width} × {height}")
    return encoder, room


def _use(x264: ctypes.CDLL, parameters: Any, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        if x264.x264_param_parse(parameters, name.encode(), value.encode()):
            raise OSError(f"x264 does not take {name}={value}")


def bits_for(rate: VideoRate) -> int:
    """Bits a second at `FRAMES_A_SECOND` that give each frame its share of a rate at which they really come."""
    return max(_LEAST_KBITS, rate.kbits) * 1000 * FRAMES_A_SECOND // rate.pictures


def _limits(rate: VideoRate) -> dict[str, str]:
    kbits = bits_for(rate) // 1000
    most_at_once = max(rate.kbits * _BUFFER_S, kbits / FRAMES_A_SECOND + 1)
    return {"vbv-maxrate": str(kbits), "vbv-bufsize": str(int(most_at_once))}


_SETTINGS = {
    "log": "-1",
    "threads": "1",
    "sliced-threads": "0",
    "fps": str(FRAMES_A_SECOND),
    "force-cfr": "1",
    "keyint": "infinite",
    "scenecut": "0",
    "aq-mode": "1",
    "repeat-headers": "1",
    "crf": "27",
}

"""H.264 by the graphics card, through Media Foundation: for large pictures, which cost the processor most.

An encoder is used only after it has shown that it makes what is needed: a frame out for each frame in, each time at once, and key
frames with their parameters when asked. Whatever goes wrong is an OSError, and x264 does the work. Called through ctypes.
"""

import sys

assert sys.platform == "win32"

import ctypes
import time
import uuid
import weakref
from collections.abc import Iterator
from ctypes import c_int32, c_uint16, c_uint32, c_uint64, c_void_p
from functools import cache
from typing import Any

from daypass.host.platform.ports import VideoRate
from daypass.host.platform.x264 import BYTES_PER_PIXEL, FRAMES_A_SECOND, OPENED_WITH, VideoLibraries, bits_for

SLOTS = {
    "IUnknown": {"QueryInterface": 0, "Release": 2},
    "IMFAttributes": {"GetUINT32": 7, "SetUINT32": 21, "SetUINT64": 22, "SetGUID": 24},
    "IMFActivate": {"ActivateObject": 33},
    "IMFTransform": {
        "GetOutputStreamInfo": 7,
        "GetAttributes": 8,
        "GetOutputAvailableType": 14,
        "SetInputType": 15,
        "SetOutputType": 16,
        "ProcessMessage": 23,
        "ProcessInput": 24,
        "ProcessOutput": 25,
    },
    "ICodecAPI": {"SetValue": 9},
    "IMFMediaEventGenerator": {"GetEvent": 3},
    "IMFMediaEvent": {"GetType": 33},
    "IMFSample": {"SetSampleTime": 36, "SetSampleDuration": 38, "ConvertToContiguousBuffer": 41, "AddBuffer": 42},
    "IMFMediaBuffer": {"Lock": 3, "Unlock": 4, "SetCurrentLength": 6},
    "IMFShutdown": {"Shutdown": 3},
}
GUIDS = {
    "IID_IMFTransform": "bf94c121-5b05-4e6f-8000-ba598961414d",
    "IID_ICodecAPI": "901db4c7-31ce-41a2-85dc-8fa0bf41b8da",
    "IID_IMFMediaEventGenerator": "2cd0bd52-bcd5-4b89-b62c-eadc0c031e7d",
    "IID_IMFShutdown": "97ec2ea4-0e42-4937-97ac-9d6d328824e1",
    "MFT_CATEGORY_VIDEO_ENCODER": "f79eac7d-e545-4387-bdee-d647d7bde42a",
    "MFMediaType_Video": "73646976-0000-0010-8000-00aa00389b71",
    "MFVideoFormat_NV12": "3231564e-0000-0010-8000-00aa00389b71",
    "MFVideoFormat_H264": "34363248-0000-0010-8000-00aa00389b71",
    "MF_MT_MAJOR_TYPE": "48eba18e-f8c9-4687-bf11-0a74c9f96a8f",
    "MF_MT_SUBTYPE": "f7e34c9a-42e8-4714-b74b-cb29d72c35e5",
    "MF_MT_FRAME_SIZE": "1652c33d-d6b2-4012-b834-72030849a37d",
    "MF_MT_FRAME_RATE": "c459a2e8-3d2c-4e44-b132-fee5156c7bb0",
    "MF_MT_INTERLACE_MODE": "e2724bb8-e676-4806-b4b2-a8d6efb44ccd",
    "MF_MT_AVG_BITRATE": "20332624-fb0d-4d9e-bd0d-cbf6786c102e",
    "MF_MT_MPEG2_PROFILE": "ad76a80b-2d5c-4e0b-b375-64e520137036",
    "MF_TRANSFORM_ASYNC": "f81a699a-649a-497d-8c73-29f8fed6ad7a",
    "MF_TRANSFORM_ASYNC_UNLOCK": "e5666d6b-3422-4eb6-a421-da7db1f8e207",
    "CODECAPI_AVLowLatencyMode": "9c27891a-ed7a-40e1-88e8-b22727a024ee",
    "CODECAPI_AVEncCommonRateControlMode": "1c0608e9-370c-4710-8a58-cb6181c42423",
    "CODECAPI_AVEncCommonMeanBitRate": "f7222374-2144-4815-b550-a37f8e12ee52",
    "CODECAPI_AVEncMPVDefaultBPictureCount": "8d390aac-dc5c-4200-b57f-814d04babab2",
    "CODECAPI_AVEncMPVGOPSize": "95f31b26-95a4-41aa-9303-246a7fc6eef1",
    "CODECAPI_AVEncVideoForceKeyFrame": "398c1b98-8353-475a-9ef2-8f265d260345",
}
FIRST_FRAME_S, NEXT_FRAME_S = 1.0, 0.15
PROOF_FRAMES = 3
SLOWEST_FRAME_S = 0.03
"""x264 needs half of it for 1920 × 1080."""
LARGEST_FRAME = 8 << 20
_MF_VERSION, _WITHOUT_SOCKETS = 0x00020070, 1
_HARDWARE_SORTED = 0x4 | 0x40
_BASELINE, _PROGRESSIVE, _CONSTANT_BITRATE = 66, 2, 0
_LONG_GOP = 0xFFFF
_BEGIN_STREAMING, _START_OF_STREAM = 0x10000000, 0x10000003
_GIVES_SAMPLES = 0x100 | 0x200
_NO_WAIT, _NO_EVENTS = 1, 0xC00D3E80
_NEEDS_INPUT, _HAS_OUTPUT = 601, 602
_STREAM_CHANGED = 0xC00D6D61
_VT_UI4, _VT_BOOL, _TRUE = 19, 11, 0xFFFF
_UNITS_A_SECOND = 10_000_000


class Guid(ctypes.Structure):
    """GUID, also where it is passed by value."""

    _fields_ = (("bytes", ctypes.c_ubyte * 16),)


class TypeInfo(ctypes.Structure):
    """MFT_REGISTER_TYPE_INFO."""

    _fields_ = (("major", Guid), ("subtype", Guid))


class StreamInfo(ctypes.Structure):
    """MFT_OUTPUT_STREAM_INFO."""

    _fields_ = (("flags", c_uint32), ("size", c_uint32), ("alignment", c_uint32))


class OutputBuffer(ctypes.Structure):
    """MFT_OUTPUT_DATA_BUFFER."""

    _fields_ = (("stream", c_uint32), ("sample", c_void_p), ("status", c_uint32), ("events", c_void_p))


class Variant(ctypes.Structure):
    """VARIANT that holds a number."""

    _fields_ = (("kind", c_uint16), ("reserved", c_uint16 * 3), ("number", c_uint64), ("rest", c_uint64))


def guid(name: str) -> Guid:
    return Guid.from_buffer_copy(uuid.UUID(GUIDS[name]).bytes_le)


def _call(interface: str, name: str, pointer: Any, *arguments: Any, kinds: tuple[Any, ...]) -> int:
    """The answer of a method. Raises nothing."""
    method = ctypes.WINFUNCTYPE(c_int32, *kinds)(SLOTS[interface][name], name)
    return int(method(pointer, *arguments)) & 0xFFFFFFFF


def _check(answer: int, what: str) -> None:
    if answer & 0x80000000:
        raise OSError(f"{what}: 0x{answer & 0xFFFFFFFF:08X}")


def _done(interface: str, name: str, pointer: Any, *arguments: Any, kinds: tuple[Any, ...]) -> None:
    _check(_call(interface, name, pointer, *arguments, kinds=kinds), name)


def _release(pointer: c_void_p) -> None:
    if pointer.value:
        _call("IUnknown", "Release", pointer, kinds=())


_P, _N, _L = c_void_p, c_uint32, c_uint64


@cache
def _mfplat() -> Any:
    """Started once in a process. Raises OSError where Windows has no Media Foundation (editions N)."""
    library = ctypes.WinDLL("mfplat.dll")
    _check(library.MFStartup(_MF_VERSION, _WITHOUT_SOCKETS), "MFStartup")
    return library


def open_hardware_encoder(
    libraries: VideoLibraries, width: int, height: int, enumerating: str = "mfplat.dll"
) -> "HardwareEncoder":
    """The first of the PC's hardware encoders that proves itself. Raises OSError when there is none."""
    ctypes.WinDLL("ole32").CoInitializeEx(None, 0)
    _mfplat()
    trouble = OSError("no hardware encoder")
    for activate in _hardware(enumerating):
        try:
            transform = c_void_p()
            wanted = ctypes.byref(guid("IID_IMFTransform"))
            _done("IMFActivate", "ActivateObject", activate, wanted, ctypes.byref(transform), kinds=(_P, _P))
            return HardwareEncoder(transform, libraries, width, height)
        except OSError as error:
            trouble = error
        finally:
            _release(activate)
    raise trouble


def _hardware(library: str) -> list[c_void_p]:
    """What can be activated, the best first."""
    found, count = ctypes.POINTER(c_void_p)(), c_uint32()
    kinds = [TypeInfo(guid("MFMediaType_Video"), guid(f"MFVideoFormat_{one}")) for one in ("NV12", "H264")]
    enumerate_all = ctypes.WinDLL(library).MFTEnumEx
    enumerate_all.argtypes = (Guid, _N, _P, _P, _P, _P)
    given = [ctypes.byref(one) for one in (*kinds, found, count)]
    _check(enumerate_all(guid("MFT_CATEGORY_VIDEO_ENCODER"), _HARDWARE_SORTED, *given), "MFTEnumEx")
    if not found:
        return []
    held = [c_void_p(found[number]) for number in range(min(count.value, 8))]
    free = ctypes.WinDLL("ole32").CoTaskMemFree
    free.argtypes = (_P,)
    free(found)
    return held


def _interface(pointer: c_void_p, name: str) -> c_void_p:
    """Another interface of an object; empty where it has none."""
    found = c_void_p()
    wanted = ctypes.byref(guid(name))
    _call("IUnknown", "QueryInterface", pointer, wanted, ctypes.byref(found), kinds=(_P, _P))
    return found


class HardwareEncoder:
    """A VideoEncoder by one hardware encoder, which is let go with this object."""

    def __init__(self, transform: c_void_p, libraries: VideoLibraries, width: int, height: int) -> None:
        """Owns `transform` from here on. Raises OSError when it is of no use."""
        self._transform, self._size, self._number = transform, (width, height), 0
        self._codec, self._events = _interface(transform, "IID_ICodecAPI"), c_void_p()
        self._wants, self._has = 0, 0
        weakref.finalize(self, _let_go, transform, self._codec, self._events)
        if libraries.nv12 is None or not self._codec.value:
            raise OSError("neither colours nor a way to ask for key frames")
        self._convert = libraries.nv12(width, height)
        self._memory = bytearray(width * height * 3 // 2)
        self._unlock()
        self._configure()
        self._prove()

    def _unlock(self) -> None:
        """Hardware encoders work by events, and only for callers that say they know."""
        attributes, is_async = c_void_p(), c_uint32()
        _done("IMFTransform", "GetAttributes", self._transform, ctypes.byref(attributes), kinds=(_P,))
        try:
            name = ctypes.byref(guid("MF_TRANSFORM_ASYNC"))
            _call("IMFAttributes", "GetUINT32", attributes, name, ctypes.byref(is_async), kinds=(_P, _P))
            if not is_async.value:
                return
            name = ctypes.byref(guid("MF_TRANSFORM_ASYNC_UNLOCK"))
            _done("IMFAttributes", "SetUINT32", attributes, name, 1, kinds=(_P, _N))
        finally:
            _release(attributes)
        self._events.value = _interface(self._transform, "IID_IMFMediaEventGenerator").value
        if not self._events.value:
            raise OSError("an encoder by events that tells none")

    def _configure(self) -> None:
        bits = bits_for(OPENED_WITH)
        self._set("CODECAPI_AVEncCommonRateControlMode", _CONSTANT_BITRATE)
        self._set("CODECAPI_AVEncCommonMeanBitRate", bits)
        self._set("CODECAPI_AVEncMPVDefaultBPictureCount", 0)
        self._set("CODECAPI_AVEncMPVGOPSize", _LONG_GOP)
        self._set("CODECAPI_AVLowLatencyMode", _TRUE, _VT_BOOL)
        rest = {"MF_MT_AVG_BITRATE": bits, "MF_MT_MPEG2_PROFILE": _BASELINE}
        self._use_type("SetOutputType", "MFVideoFormat_H264", rest)
        self._use_type("SetInputType", "MFVideoFormat_NV12", {})
        for message in (_BEGIN_STREAMING, _START_OF_STREAM):
            _done("IMFTransform", "ProcessMessage", self._transform, message, 0, kinds=(_N, _L))

    def _set(self, name: str, number: int, kind: int = _VT_UI4) -> bool:
        """Not every encoder takes every wish; what comes out is looked at."""
        value = Variant(kind=kind, number=number)
        given = (ctypes.byref(guid(name)), ctypes.byref(value))
        return not _call("ICodecAPI", "SetValue", self._codec, *given, kinds=(_P, _P)) & 0x80000000

    def _use_type(self, method: str, subtype: str, numbers: dict[str, int]) -> None:
        media_type = c_void_p()
        _check(_mfplat().MFCreateMediaType(ctypes.byref(media_type)), "MFCreateMediaType")
        try:
            for name, value in (("MF_MT_MAJOR_TYPE", "MFMediaType_Video"), ("MF_MT_SUBTYPE", subtype)):
                given = (ctypes.byref(guid(name)), ctypes.byref(guid(value)))
                _done("IMFAttributes", "SetGUID", media_type, *given, kinds=(_P, _P))
            for name, number in {**numbers, "MF_MT_INTERLACE_MODE": _PROGRESSIVE}.items():
                _done("IMFAttributes", "SetUINT32", media_type, ctypes.byref(guid(name)), number, kinds=(_P, _N))
            for name, (high, low) in {"MF_MT_FRAME_SIZE": self._size, "MF_MT_FRAME_RATE": (FRAMES_A_SECOND, 1)}.items():
                both = high << 32 | low
                _done("IMFAttributes", "SetUINT64", media_type, ctypes.byref(guid(name)), both, kinds=(_P, _L))
            _done("IMFTransform", method, self._transform, 0, media_type, 0, kinds=(_N, _P, _N))
        finally:
            _release(media_type)

    def _prove(self) -> None:
        """Black pictures: a key frame that a decoder can begin with, and others after it, each at once and soon enough."""
        black = bytes(self._size[0] * self._size[1] * BYTES_PER_PIXEL)
        if _profile_of(self.encode(black, key=True)) != _BASELINE:
            raise OSError("another profile than viewers take")
        took = []
        for _ in range(PROOF_FRAMES):
            began = time.monotonic()
            self.encode(black, key=False)
            took.append(time.monotonic() - began)
        if min(took) > SLOWEST_FRAME_S:
            raise OSError(f"{min(took) * 1000:.0f} ms for a frame")

    def follow(self, rate: VideoRate) -> None:
        """An encoder that does not change its rate while it works goes on as it was opened."""
        self._set("CODECAPI_AVEncCommonMeanBitRate", bits_for(rate))

    def encode(self, pixels: bytes | memoryview, key: bool) -> bytes:
        """Raises OSError when the encoder keeps the frame back, or a key frame is none."""
        self._take_colours(pixels)
        if key and not self._set("CODECAPI_AVEncVideoForceKeyFrame", 1):
            raise OSError("no key frame on request")
        give_up = time.monotonic() + (NEXT_FRAME_S if self._number else FIRST_FRAME_S)
        self._wait_for(_NEEDS_INPUT, give_up)
        self._put_in()
        self._wait_for(_HAS_OUTPUT, give_up)
        frame = self._take_out(give_up)
        kinds = units_of(frame)
        if (
            not kinds
            or (key and not (7 in kinds and 8 in kinds and 5 in kinds))
            or (not key and 5 in kinds and 7 not in kinds)
        ):
            raise OSError(f"a frame of units {sorted(kinds)}")
        return frame

    def _take_colours(self, pixels: bytes | memoryview) -> None:
        width, height = self._size
        if len(pixels) < width * height * BYTES_PER_PIXEL:
            raise ValueError("the picture is smaller than it was said to be")
        held = bytearray(pixels) if isinstance(pixels, bytes) or pixels.readonly else pixels
        target = ctypes.addressof(ctypes.c_char.from_buffer(self._memory))
        source = ctypes.addressof(ctypes.c_char.from_buffer(held))
        self._convert(source, [target, target + width * height], [width, width])

    def _wait_for(self, kind: int, give_up: float) -> None:
        """Count what the encoder says until it says this; one without events takes and gives by turns."""
        if not self._events.value:
            return
        counts = {_NEEDS_INPUT: self._wants, _HAS_OUTPUT: self._has}
        while not counts[kind]:
            event, told = c_void_p(), c_uint32()
            answer = _call(
                "IMFMediaEventGenerator", "GetEvent", self._events, _NO_WAIT, ctypes.byref(event), kinds=(_N, _P)
            )
            if answer == _NO_EVENTS:
                if time.monotonic() > give_up:
                    raise OSError("the encoder keeps frames back")
                time.sleep(0.0005)
                continue
            _check(answer, "GetEvent")
            try:
                _done("IMFMediaEvent", "GetType", event, ctypes.byref(told), kinds=(_P,))
            finally:
                _release(event)
            if told.value in counts:
                counts[told.value] += 1
        counts[kind] -= 1
        self._wants, self._has = counts[_NEEDS_INPUT], counts[_HAS_OUTPUT]

    def _put_in(self) -> None:
        sample, buffer = _sample(len(self._memory))
        try:
            with_bytes(
                buffer,
                len(self._memory),
                lambda place, _: ctypes.memmove(place, bytes(self._memory), len(self._memory)),
            )
            _done("IMFMediaBuffer", "SetCurrentLength", buffer, len(self._memory), kinds=(_N,))
            units = _UNITS_A_SECOND // FRAMES_A_SECOND
            _done("IMFSample", "SetSampleTime", sample, self._number * units, kinds=(_L,))
            _done("IMFSample", "SetSampleDuration", sample, units, kinds=(_L,))
            self._number += 1
            _done("IMFTransform", "ProcessInput", self._transform, 0, sample, 0, kinds=(_N, _P, _N))
        finally:
            _release(buffer)
            _release(sample)

    def _take_out(self, give_up: float) -> bytes:
        for _ in range(2):
            info, status = StreamInfo(), c_uint32()
            _done("IMFTransform", "GetOutputStreamInfo", self._transform, 0, ctypes.byref(info), kinds=(_N, _P))
            own = buffer = c_void_p()
            if not info.flags & _GIVES_SAMPLES:
                own, buffer = _sample(max(info.size, len(self._memory)))
            output = OutputBuffer(0, own.value, 0, None)
            given = (0, 1, ctypes.byref(output), ctypes.byref(status))
            answer = _call("IMFTransform", "ProcessOutput", self._transform, *given, kinds=(_N, _N, _P, _P))
            try:
                if answer != _STREAM_CHANGED:
                    _check(answer, "ProcessOutput")
                    return _bytes_of(c_void_p(output.sample))
            finally:
                for one in {output.sample, own.value, buffer.value, output.events} - {None}:
                    _release(c_void_p(one))
            self._accept_change()
            self._wait_for(_HAS_OUTPUT, give_up)
        raise OSError("the encoder changes its mind all the time")

    def _accept_change(self) -> None:
        media_type = c_void_p()
        given = (0, 0, ctypes.byref(media_type))
        _done("IMFTransform", "GetOutputAvailableType", self._transform, *given, kinds=(_N, _N, _P))
        try:
            _done("IMFTransform", "SetOutputType", self._transform, 0, media_type, 0, kinds=(_N, _P, _N))
        finally:
            _release(media_type)


def _let_go(transform: c_void_p, codec: c_void_p, events: c_void_p) -> None:
    shutdown = _interface(transform, "IID_IMFShutdown")
    if shutdown.value:
        _call("IMFShutdown", "Shutdown", shutdown, kinds=())
    for one in (shutdown, events, codec, transform):
        _release(one)


def _sample(size: int) -> tuple[c_void_p, c_void_p]:
    """A sample with one empty buffer of that many bytes."""
    sample, buffer = c_void_p(), c_void_p()
    _check(_mfplat().MFCreateSample(ctypes.byref(sample)), "MFCreateSample")
    _check(_mfplat().MFCreateMemoryBuffer(size, ctypes.byref(buffer)), "MFCreateMemoryBuffer")
    _done("IMFSample", "AddBuffer", sample, buffer, kinds=(_P,))
    return sample, buffer


def with_bytes(buffer: c_void_p, most: int, use: Any) -> Any:
    """`use(address, length)` while the buffer is locked. Raises OSError when it holds more than `most`."""
    place, room, length = c_void_p(), c_uint32(), c_uint32()
    given = [ctypes.byref(one) for one in (place, room, length)]
    _done("IMFMediaBuffer", "Lock", buffer, *given, kinds=(_P, _P, _P))
    try:
        if length.value > most:
            raise OSError(f"a frame of {length.value} bytes")
        return use(place.value, length.value)
    finally:
        _call("IMFMediaBuffer", "Unlock", buffer, kinds=())


def _bytes_of(sample: c_void_p) -> bytes:
    if not sample.value:
        raise OSError("the encoder gave nothing")
    buffer = c_void_p()
    _done("IMFSample", "ConvertToContiguousBuffer", sample, ctypes.byref(buffer), kinds=(_P,))
    try:
        return bytes(with_bytes(buffer, LARGEST_FRAME, ctypes.string_at))
    finally:
        _release(buffer)


def units_of(frame: bytes) -> set[int]:
    """The kinds of units in an Annex B frame: 7 and 8 parameters, 5 a key picture, 1 another."""
    return {frame[place] & 31 for place in _places_of_units(frame)}


def _places_of_units(frame: bytes) -> Iterator[int]:
    at = frame.find(b"\0\0\1")
    while 0 <= at < len(frame) - 4:
        yield at + 3
        at = frame.find(b"\0\0\1", at + 3)


def _profile_of(frame: bytes) -> int:
    """What the parameters in a key frame say first."""
    at = next(place for place in _places_of_units(frame) if frame[place] & 31 == 7)
    return frame[at + 1]

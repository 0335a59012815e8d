"""Photographs as JPEG by GDI+, which every Windows has: nothing to download, and no codec pack to wait for."""

import sys

assert sys.platform == "win32"

import ctypes
import uuid
from ctypes import wintypes
from functools import cache
from typing import Any

_END = b"\xff\xd9"
_32_BIT_RGB = 0x0002_2009  # PixelFormat32bppRGB
_LONG = 4  # EncoderParameterValueTypeLong
_RELEASE = 2
"""The place of IUnknown's Release among a COM object's methods."""
_JPEG = uuid.UUID("557cf401-1a04-11d3-9a73-0000f81ef32e").bytes_le
_QUALITY = uuid.UUID("1d5be4b5-fa4a-452d-9cdd-5db35105e7eb").bytes_le
_pointer = ctypes.c_void_p


class _Startup(ctypes.Structure):
    """GdiplusStartupInput."""

    _fields_ = (
        ("version", ctypes.c_uint32),
        ("debug", _pointer),
        ("no_background_thread", wintypes.BOOL),
        ("no_external_codecs", wintypes.BOOL),
    )


class _Parameters(ctypes.Structure):
    """EncoderParameters with one parameter."""

    _fields_ = (
        ("count", ctypes.c_uint32),
        ("name", ctypes.c_uint64 * 2),
        ("values", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("value", _pointer),
    )


@cache
def _gdiplus() -> Any:
    """Started once, for as long as the process lives. Raises OSError where it does not start."""
    library = ctypes.WinDLL("gdiplus")
    library.GdiplusStartup.argtypes = (_pointer, _pointer, _pointer)
    library.GdipCreateBitmapFromScan0.argtypes = (*((ctypes.c_int,) * 4), _pointer, _pointer)
    library.GdipSaveImageToStream.argtypes = (_pointer,) * 4
    library.GdipDisposeImage.argtypes = (_pointer,)
    token = ctypes.c_size_t()
    _check(library.GdiplusStartup(ctypes.byref(token), ctypes.byref(_Startup(version=1)), None))
    return library


@cache
def _streams() -> tuple[Any, Any]:
    ole32, kernel32 = ctypes.WinDLL("ole32"), ctypes.WinDLL("kernel32")
    ole32.CreateStreamOnHGlobal.argtypes = (_pointer, wintypes.BOOL, _pointer)
    ole32.GetHGlobalFromStream.argtypes = (_pointer, _pointer)
    kernel32.GlobalLock.restype, kernel32.GlobalLock.argtypes = _pointer, (_pointer,)
    kernel32.GlobalUnlock.argtypes = (_pointer,)
    kernel32.GlobalSize.restype, kernel32.GlobalSize.argtypes = ctypes.c_size_t, (_pointer,)
    return ole32, kernel32


def encode_photo(pixels: bytes | memoryview, width: int, height: int, quality: int) -> bytes:
    """See `EncodePhoto`."""
    library = _gdiplus()
    held = ctypes.create_string_buffer(bytes(pixels), width * height * 4)
    bitmap, stream = _pointer(), _pointer()
    _check(
        library.GdipCreateBitmapFromScan0(width, height, width * 4, _32_BIT_RGB, held, ctypes.byref(bitmap)), "bitmap"
    )
    try:
        _check(_streams()[0].CreateStreamOnHGlobal(None, True, ctypes.byref(stream)), "stream")
        try:
            value = ctypes.c_uint32(quality)
            wanted = _Parameters(1, (ctypes.c_uint64 * 2).from_buffer_copy(_QUALITY), 1, _LONG)
            wanted.value = ctypes.addressof(value)
            jpeg = ctypes.create_string_buffer(_JPEG, 16)
            _check(library.GdipSaveImageToStream(bitmap, stream, jpeg, ctypes.byref(wanted)), "encoder")
            return _written(stream)
        finally:
            _release(stream)
    finally:
        library.GdipDisposeImage(bitmap)


def _written(stream: Any) -> bytes:
    """The memory behind the stream, which may be larger than what was written into it."""
    ole32, kernel32 = _streams()
    memory = _pointer()
    _check(ole32.GetHGlobalFromStream(stream, ctypes.byref(memory)), "memory")
    address = kernel32.GlobalLock(memory)
    if not address:
        raise OSError("GDI+ wrote nowhere")
    try:
        whole = ctypes.string_at(address, kernel32.GlobalSize(memory))
    finally:
        kernel32.GlobalUnlock(memory)
    end = whole.rfind(_END)
    if end < 0:
        raise OSError("GDI+ wrote no whole photograph")
    return whole[: end + len(_END)]


def _release(stream: Any) -> None:
    methods = ctypes.cast(stream, ctypes.POINTER(ctypes.POINTER(_pointer)))[0]
    ctypes.WINFUNCTYPE(ctypes.c_ulong, _pointer)(methods[_RELEASE])(stream)


def _check(status: int, what: str = "start") -> None:
    if status:
        raise OSError(f"GDI+ gives no {what}: {status & 0xFFFF_FFFF:#x}")

"""DXGI and Direct3D 11 as far as duplicating an output needs them: structures, places in the tables of functions, names.

A test compares all of it with Windows' own headers, so this module also loads on other systems.
"""

import ctypes
import uuid
from ctypes import c_int32, c_int64, c_uint32, c_void_p

SLOTS = {
    "IDXGIFactory1": {"EnumAdapters1": 12},
    "IDXGIAdapter1": {"EnumOutputs": 7},
    "IDXGIOutput1": {"QueryInterface": 0, "Release": 2, "GetDesc": 7, "DuplicateOutput": 22},
    "IDXGIOutputDuplication": {
        "AcquireNextFrame": 8,
        "GetFrameDirtyRects": 9,
        "GetFrameMoveRects": 10,
        "GetFramePointerShape": 11,
        "ReleaseFrame": 14,
    },
    "ID3D11Device": {"CreateTexture2D": 5},
    "ID3D11DeviceContext": {"Map": 14, "Unmap": 15, "CopySubresourceRegion": 46, "CopyResource": 47},
    "ID3D11Texture2D": {"GetDesc": 10},
}
GUIDS = {
    "IDXGIFactory1": "770aae78-f26f-4dba-a829-253c83d1b387",
    "IDXGIOutput1": "00cddea8-939b-4b83-a340-a685226666cc",
    "ID3D11Texture2D": "6f15aaf2-d208-4e89-9ab4-489535d34f9c",
}

DXGI_ERROR_NOT_FOUND = 0x887A0002
DXGI_ERROR_UNSUPPORTED = 0x887A0004
DXGI_ERROR_WAIT_TIMEOUT = 0x887A0027
E_NOTIMPL = 0x80004001
DXGI_FORMAT_B8G8R8A8_UNORM = 87
D3D11_SDK_VERSION = 7
D3D11_USAGE_STAGING = 3
D3D11_CPU_ACCESS_READ = 0x20000
D3D11_MAP_READ = 1
UPRIGHT = (0, 1)
"""DXGI_MODE_ROTATION: unspecified and identity."""


def guid(interface: str) -> ctypes.Array[ctypes.c_ubyte]:
    """As the functions want it."""
    return (ctypes.c_ubyte * 16).from_buffer_copy(uuid.UUID(GUIDS[interface]).bytes_le)


class Rect(ctypes.Structure):
    """RECT."""

    _fields_ = (("left", c_int32), ("top", c_int32), ("right", c_int32), ("bottom", c_int32))


class MoveRect(ctypes.Structure):
    """DXGI_OUTDUPL_MOVE_RECT: from a point to a rectangle."""

    _fields_ = (("from_x", c_int32), ("from_y", c_int32), ("to", Rect))


class OutputDesc(ctypes.Structure):
    """DXGI_OUTPUT_DESC."""

    _fields_ = (
        ("name", ctypes.c_uint16 * 32),
        ("place", Rect),
        ("attached", c_int32),
        ("rotation", c_int32),
        ("monitor", c_void_p),
    )


class FrameInfo(ctypes.Structure):
    """DXGI_OUTDUPL_FRAME_INFO."""

    _fields_ = (
        ("last_present", c_int64),
        ("last_pointer", c_int64),
        ("frames", c_uint32),
        ("coalesced", c_int32),
        ("protected", c_int32),
        ("pointer_x", c_int32),
        ("pointer_y", c_int32),
        ("pointer_visible", c_int32),
        ("metadata_bytes", c_uint32),
        ("shape_bytes", c_uint32),
    )


class PointerShapeInfo(ctypes.Structure):
    """DXGI_OUTDUPL_POINTER_SHAPE_INFO."""

    _fields_ = (
        ("kind", c_uint32),
        ("width", c_uint32),
        ("height", c_uint32),
        ("row_bytes", c_uint32),
        ("hot_x", c_int32),
        ("hot_y", c_int32),
    )


class TextureDesc(ctypes.Structure):
    """D3D11_TEXTURE2D_DESC."""

    _fields_ = (
        ("width", c_uint32),
        ("height", c_uint32),
        ("levels", c_uint32),
        ("array", c_uint32),
        ("format", c_uint32),
        ("samples", c_uint32),
        ("quality", c_uint32),
        ("usage", c_uint32),
        ("bind", c_uint32),
        ("cpu_access", c_uint32),
        ("misc", c_uint32),
    )


class Box(ctypes.Structure):
    """D3D11_BOX."""

    _fields_ = (
        ("left", c_uint32),
        ("top", c_uint32),
        ("front", c_uint32),
        ("right", c_uint32),
        ("bottom", c_uint32),
        ("back", c_uint32),
    )


class Mapped(ctypes.Structure):
    """D3D11_MAPPED_SUBRESOURCE."""

    _fields_ = (("data", c_void_p), ("row_bytes", c_uint32), ("depth_bytes", c_uint32))

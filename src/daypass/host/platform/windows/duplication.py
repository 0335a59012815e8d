"""DXGI desktop duplication: the graphics system tells what changed and hands the pixels over. Called through ctypes.

Each output is copied, changed rectangles only, into a texture that the processor can read.
"""

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import c_uint32, c_void_p
from typing import Any

from daypass.host.platform.duplicated_screen import NeverDuplicated, ScreenLost, Told, upright_area
from daypass.host.platform.pointer_shape import UNKNOWN_POINTER, PointerShape, read_pointer
from daypass.host.platform.ports import Area, MovedArea
from daypass.host.platform.windows import dxgi_layout as layout

FIRST_PICTURE_MS = 500
MOST_OUTPUTS = 16
MOST_RECTANGLES = 64
MOST_METADATA = 1 << 20
_NEVER = {layout.E_NOTIMPL, layout.DXGI_ERROR_UNSUPPORTED}
_INT, _POINTER = c_uint32, c_void_p


def _method(interface: str, name: str, *arguments: Any) -> Any:
    return ctypes.WINFUNCTYPE(ctypes.c_int32, *arguments)(layout.SLOTS[interface][name], name)


_query_interface = _method("IDXGIOutput1", "QueryInterface", _POINTER, _POINTER)
_release = _method("IDXGIOutput1", "Release")
_enum_adapters = _method("IDXGIFactory1", "EnumAdapters1", _INT, _POINTER)
_enum_outputs = _method("IDXGIAdapter1", "EnumOutputs", _INT, _POINTER)
_output_desc = _method("IDXGIOutput1", "GetDesc", _POINTER)
_duplicate_output = _method("IDXGIOutput1", "DuplicateOutput", _POINTER, _POINTER)
_acquire = _method("IDXGIOutputDuplication", "AcquireNextFrame", _INT, _POINTER, _POINTER)
_dirty_rects = _method("IDXGIOutputDuplication", "GetFrameDirtyRects", _INT, _POINTER, _POINTER)
_move_rects = _method("IDXGIOutputDuplication", "GetFrameMoveRects", _INT, _POINTER, _POINTER)
_pointer_shape = _method("IDXGIOutputDuplication", "GetFramePointerShape", _INT, _POINTER, _POINTER, _POINTER)
_release_frame = _method("IDXGIOutputDuplication", "ReleaseFrame")
_create_texture = _method("ID3D11Device", "CreateTexture2D", _POINTER, _POINTER, _POINTER)
_map = _method("ID3D11DeviceContext", "Map", _POINTER, _INT, _INT, _INT, _POINTER)
_unmap = _method("ID3D11DeviceContext", "Unmap", _POINTER, _INT)
_copy_region = _method(
    "ID3D11DeviceContext", "CopySubresourceRegion", _POINTER, _INT, _INT, _INT, _INT, _POINTER, _INT, _POINTER
)
_copy_all = _method("ID3D11DeviceContext", "CopyResource", _POINTER, _POINTER)
_texture_desc = _method("ID3D11Texture2D", "GetDesc", _POINTER)


class _Objects:
    """Those that are held, let go in the opposite order."""

    def __init__(self) -> None:
        self._held: list[c_void_p] = []

    def made(self, answer: int, pointer: c_void_p, what: str) -> c_void_p:
        """Hold what a function made. Raises ScreenLost or NeverDuplicated when it made nothing."""
        _check(answer, what)
        if not pointer.value:
            raise ScreenLost(f"{what} gave nothing")
        self._held.append(pointer)
        return pointer

    def close(self) -> None:
        while self._held:
            _release(self._held.pop())


def _check(answer: int, what: str) -> None:
    code = answer & 0xFFFFFFFF
    if code & 0x80000000:
        raise (NeverDuplicated if code in _NEVER else ScreenLost)(f"{what}: 0x{code:08X}")


def duplicate_outputs(
    left: int, top: int, dxgi: str = "dxgi.dll", d3d11: str = "d3d11.dll"
) -> list["DuplicatedOutput"]:
    """Every output of the desktop that this thread is on; `left`, `top` is the virtual screen's corner for Windows.

    Raises ScreenLost when one of them cannot be duplicated now, NeverDuplicated when this PC has nothing of the kind.
    """
    try:
        libraries = ctypes.WinDLL(dxgi), ctypes.WinDLL(d3d11)
    except OSError as problem:
        raise NeverDuplicated(str(problem)) from problem
    found: list[DuplicatedOutput] = []
    objects, factory = _Objects(), c_void_p()
    try:
        answer = libraries[0].CreateDXGIFactory1(layout.guid("IDXGIFactory1"), ctypes.byref(factory))
        objects.made(answer, factory, "CreateDXGIFactory1")
        for adapter in _each(_enum_adapters, factory, objects):
            for output in _each(_enum_outputs, adapter, objects):
                description = layout.OutputDesc()
                _check(_output_desc(output, ctypes.byref(description)), "GetDesc")
                if description.attached:
                    found.append(DuplicatedOutput(libraries[1], adapter, output, description, left, top))
        if not found:
            raise ScreenLost("no output shows the desktop")
    except OSError:
        for one in found:
            one.close()
        raise
    finally:
        objects.close()
    return found


def _each(enumerate_next: Any, owner: c_void_p, objects: _Objects) -> list[c_void_p]:
    found: list[c_void_p] = []
    for number in range(MOST_OUTPUTS):
        one = c_void_p()
        if enumerate_next(owner, number, ctypes.byref(one)) & 0xFFFFFFFF == layout.DXGI_ERROR_NOT_FOUND:
            break
        found.append(objects.made(0, one, "enumeration"))
    return found


class DuplicatedOutput:
    """A Duplicate by DXGI."""

    def __init__(
        self, d3d11: Any, adapter: c_void_p, output: c_void_p, description: layout.OutputDesc, left: int, top: int
    ) -> None:
        place = description.place
        self.area = Area(place.left - left, place.top - top, place.right - place.left, place.bottom - place.top)
        self._rotation = int(description.rotation)
        self.upright = self._rotation in layout.UPRIGHT
        self._objects = _Objects()
        self._staging: c_void_p | None = None
        self._first = Told()
        try:
            self._device, self._context = self._make_device(d3d11, adapter)
            output1, self._duplication = c_void_p(), c_void_p()
            answer = _query_interface(output, layout.guid("IDXGIOutput1"), ctypes.byref(output1))
            self._objects.made(answer, output1, "IDXGIOutput1")
            answer = _duplicate_output(output1, self._device, ctypes.byref(self._duplication))
            self._objects.made(answer, self._duplication, "DuplicateOutput")
            self._first = self.changed(FIRST_PICTURE_MS)
            if not self._first.areas or self._staging is None:
                raise ScreenLost("no first picture")
        except OSError:
            self.close()
            raise

    def _make_device(self, d3d11: Any, adapter: c_void_p) -> tuple[c_void_p, c_void_p]:
        device, context = c_void_p(), c_void_p()
        answer = d3d11.D3D11CreateDevice(
            adapter,
            0,
            None,
            0,
            None,
            0,
            layout.D3D11_SDK_VERSION,
            ctypes.byref(device),
            None,
            ctypes.byref(context),
        )
        self._objects.made(answer, device, "D3D11CreateDevice")
        return device, self._objects.made(answer, context, "the device's context")

    def changed(self, timeout_ms: int) -> Told:
        first, self._first = self._first, Told()
        if first.pointer is not None:
            return Told(pointer=first.pointer)
        info, resource = layout.FrameInfo(), c_void_p()
        answer = _acquire(self._duplication, timeout_ms, ctypes.byref(info), ctypes.byref(resource))
        if answer & 0xFFFFFFFF == layout.DXGI_ERROR_WAIT_TIMEOUT:
            return Told()
        _check_lost(answer, "AcquireNextFrame")
        try:
            pointer = self._read_pointer(info.shape_bytes) if info.shape_bytes else None
            if not info.last_present and self._staging is not None:
                return Told(pointer=pointer)
            return Told(self._take(info, resource), pointer)
        finally:
            if resource.value:
                _release(resource)
            _release_frame(self._duplication)

    def _read_pointer(self, size: int) -> PointerShape:
        pixels, used, info = (
            ctypes.create_string_buffer(min(size, MOST_METADATA)),
            c_uint32(),
            layout.PointerShapeInfo(),
        )
        told = (ctypes.sizeof(pixels), pixels, ctypes.byref(used), ctypes.byref(info))
        if _pointer_shape(self._duplication, *told) & 0x80000000:
            return UNKNOWN_POINTER
        try:
            form = (info.kind, info.width, info.height, info.row_bytes, (info.hot_x, info.hot_y))
            return read_pointer(*form, pixels.raw[: used.value])
        except ValueError:
            return UNKNOWN_POINTER

    def _take(self, info: layout.FrameInfo, resource: c_void_p) -> list[Area]:
        """Copy what changed to where the processor can read it."""
        texture = c_void_p()
        _check_lost(
            _query_interface(resource, layout.guid("ID3D11Texture2D"), ctypes.byref(texture)), "ID3D11Texture2D"
        )
        try:
            moved, drawn = self._rectangles(info.metadata_bytes) if self._staging is not None else ([], [])
            rectangles = [*(one.to for one in moved), *drawn]
            if self._staging is None:
                self._staging = self._make_staging(texture)
            if not rectangles or len(rectangles) > MOST_RECTANGLES:
                _copy_all(self._context, self._staging, texture)
            for one in rectangles if len(rectangles) <= MOST_RECTANGLES else ():
                box = layout.Box(one.left, one.top, 0, one.right, one.bottom, 1)
                where = (self._staging, 0, one.left, one.top, 0)
                _copy_region(self._context, *where, texture, 0, ctypes.byref(box))
        finally:
            _release(texture)
        return [*map(self._moved, moved), *map(self._placed, drawn)] or [self.area]

    def _make_staging(self, texture: c_void_p) -> c_void_p:
        description = layout.TextureDesc()
        _texture_desc(texture, ctypes.byref(description))
        if description.format != layout.DXGI_FORMAT_B8G8R8A8_UNORM:
            raise ScreenLost(f"pixels of an unknown kind: {description.format}")
        if self.upright and (description.width, description.height) != (self.area.width, self.area.height):
            raise ScreenLost("the output has another size than its place")
        description.usage, description.bind, description.misc = layout.D3D11_USAGE_STAGING, 0, 0
        description.levels = description.array = description.samples = 1
        description.quality, description.cpu_access = 0, layout.D3D11_CPU_ACCESS_READ
        staging = c_void_p()
        answer = _create_texture(self._device, ctypes.byref(description), None, ctypes.byref(staging))
        return self._objects.made(answer, staging, "CreateTexture2D")

    def _rectangles(self, metadata_bytes: int) -> tuple[list[layout.MoveRect], list[layout.Rect]]:
        """What moved and what was drawn; nothing when Windows does not tell."""
        if not 0 < metadata_bytes <= MOST_METADATA:
            return [], []
        used = c_uint32()
        moved = (layout.MoveRect * (metadata_bytes // ctypes.sizeof(layout.MoveRect) + 1))()
        answer = _move_rects(self._duplication, ctypes.sizeof(moved), moved, ctypes.byref(used))
        _check_lost(answer, "GetFrameMoveRects")
        went = [one for one in moved[: used.value // ctypes.sizeof(layout.MoveRect)] if _has_size(one.to)]
        dirty = (layout.Rect * (metadata_bytes // ctypes.sizeof(layout.Rect) + 1))()
        answer = _dirty_rects(self._duplication, ctypes.sizeof(dirty), dirty, ctypes.byref(used))
        _check_lost(answer, "GetFrameDirtyRects")
        return went, [one for one in dirty[: used.value // ctypes.sizeof(layout.Rect)] if _has_size(one)]

    def _moved(self, one: layout.MoveRect) -> Area:
        """A turned output's pixels are not read as they lie, so its moves are only changes."""
        place = self._placed(one.to)
        if not self.upright:
            return place
        by = (one.from_x - one.to.left, one.from_y - one.to.top)
        return MovedArea(place.x, place.y, place.width, place.height, *by)

    def _placed(self, one: layout.Rect) -> Area:
        turned = Area(one.left, one.top, one.right - one.left, one.bottom - one.top)
        seen = upright_area(turned, self._rotation, self.area.width, self.area.height)
        return Area(seen.x + self.area.x, seen.y + self.area.y, seen.width, seen.height)

    def read(self, part: Area, address: int, row_bytes: int) -> None:
        mapped = layout.Mapped()
        where = (self._staging, 0)
        _check_lost(_map(self._context, *where, layout.D3D11_MAP_READ, 0, ctypes.byref(mapped)), "Map")
        try:
            first = mapped.data + (part.y - self.area.y) * mapped.row_bytes + (part.x - self.area.x) * 4
            if row_bytes == mapped.row_bytes == part.width * 4:
                ctypes.memmove(address, first, row_bytes * part.height)
                return
            for row in range(part.height):
                ctypes.memmove(address + row * row_bytes, first + row * mapped.row_bytes, part.width * 4)
        finally:
            _unmap(self._context, *where)

    def close(self) -> None:
        self._objects.close()


def _has_size(one: layout.Rect) -> bool:
    return bool(one.right > one.left >= 0 and one.bottom > one.top >= 0)


def _check_lost(answer: int, what: str) -> None:
    """After the beginning nothing says that it will never work."""
    if answer & 0x80000000:
        raise ScreenLost(f"{what}: 0x{answer & 0xFFFFFFFF:08X}")

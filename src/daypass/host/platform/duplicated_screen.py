"""A screen whose system tells what changed: outputs that are duplicated where that works, and a plain screen for the rest.

The rules only, so that they can be tried anywhere: what is waited for, whose pixels are read, and when a duplication that was
lost (another mode, another desktop) is opened again. Meanwhile the plain screen shows the same, more slowly.
"""

import ctypes
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from daypass.host.platform.pointer_shape import PointerShape
from daypass.host.platform.ports import Area, Cursor, Monitor

_BYTES_PER_PIXEL = 4
_SLICE_MS = 8
"""How long one of several outputs is waited for before the next has its turn."""
_POINTER_PACE_S = 0.004
_SHORTEST_S, _LONGEST_S = 0.25, 8.0


class ScreenLost(OSError):
    """The output is no longer duplicated; it may be again in a moment."""


class NeverDuplicated(OSError):
    """This PC does not duplicate its outputs."""


class Told(NamedTuple):
    """What an output says of itself since it was last asked."""

    areas: Sequence[Area] = ()
    """What changed on the virtual screen."""
    pointer: PointerShape | None = None
    """The pointer's shape where it is another one now; without pixels where it cannot be told."""


class Duplicate(Protocol):
    """One output, duplicated."""

    @property
    def area(self) -> Area:
        """Its place on the virtual screen."""

    @property
    def upright(self) -> bool:
        """Whether its pixels can be read as they lie; a turned output only tells what changed."""

    def changed(self, timeout_ms: int) -> Told:
        """After at most `timeout_ms`. Raises ScreenLost."""

    def read(self, part: Area, address: int, row_bytes: int) -> None:
        """Put the pixels of `part` (of the virtual screen) at `address`, rows `row_bytes` apart. Raises ScreenLost."""

    def close(self) -> None: ...


class PlainScreen(Protocol):
    """What always works: a Screen that also says when it has become another one."""

    def monitors(self) -> Sequence[Monitor]: ...
    def wait(self, timeout_s: float) -> Sequence[Area] | None: ...
    def grab(self, area: Area) -> memoryview: ...
    def cursor(self) -> Cursor: ...
    def close(self) -> None: ...
    def became_another(self) -> bool:
        """Follow the desktop that has the input; True when that, or the size, is another one than before."""


class DuplicatedScreen:
    """A Screen. One thread uses it."""

    def __init__(
        self,
        plain: PlainScreen,
        duplicate: Callable[[], Sequence[Duplicate]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`duplicate` raises ScreenLost or NeverDuplicated; `clock` in seconds."""
        self._plain, self._duplicate, self._clock = plain, duplicate, clock
        self._outputs: Sequence[Duplicate] = ()
        self._try_at: float | None = 0.0
        self._wait_s = _SHORTEST_S
        self._memory = bytearray()
        self._pointer: PointerShape | None = None
        self.refusal = ""
        """Why the outputs were not duplicated when that was last tried."""
        self._open()

    @property
    def is_duplicated(self) -> bool:
        """Whether the system tells what changes."""
        return bool(self._outputs)

    def monitors(self) -> Sequence[Monitor]:
        return self._plain.monitors()

    def cursor(self) -> Cursor:
        """Its shape as the outputs tell it, once they did: they know how it is drawn, a handle does not always."""
        cursor, shape = self._plain.cursor(), self._pointer
        if shape is None or not shape.rgba:
            return cursor
        size, hot = (shape.width, shape.height), (shape.hot_x, shape.hot_y)
        return Cursor(cursor.x, cursor.y, cursor.visible, shape.shape_id, *size, *hot, shape.rgba)

    def wait(self, timeout_s: float) -> Sequence[Area] | None:
        if self._plain.became_another():
            self._let_go()
            self._try_at, self._wait_s = self._clock(), _SHORTEST_S
            self._open()
            return None
        if not self._outputs:
            return None if self._open() else self._plain.wait(timeout_s)
        try:
            return self._changed(timeout_s)
        except ScreenLost:
            self._let_go()
            return None

    def _changed(self, timeout_s: float) -> Sequence[Area]:
        give_up = self._clock() + timeout_s
        found = [area for one in self._outputs for area in self._ask(one, 0)]
        turn = 0
        while not found and (left_ms := int((give_up - self._clock()) * 1000)) > 0:
            patience = left_ms if len(self._outputs) == 1 else min(_SLICE_MS, left_ms)
            found = list(self._ask(self._outputs[turn % len(self._outputs)], patience))
            turn += 1
            if not found and len(self._outputs) == 1:
                time.sleep(_POINTER_PACE_S)  # the pointer alone moved, perhaps a thousand times a second
                break
        return found

    def _ask(self, output: Duplicate, timeout_ms: int) -> Sequence[Area]:
        told = output.changed(timeout_ms)
        self._pointer = told.pointer or self._pointer
        return told.areas

    def _open(self) -> bool:
        """True when outputs are duplicated from now on."""
        if self._try_at is None or self._clock() < self._try_at:
            return False
        try:
            self._outputs = self._duplicate()
        except NeverDuplicated as never:
            self._try_at, self.refusal = None, str(never)
        except ScreenLost as lost:
            self.refusal = str(lost)
            self._try_at = self._clock() + self._wait_s
            self._wait_s = min(2 * self._wait_s, _LONGEST_S)
        else:
            self._wait_s = _SHORTEST_S
        return bool(self._outputs)

    def _let_go(self) -> None:
        outputs, self._outputs, self._pointer = self._outputs, (), None
        for one in outputs:
            one.close()

    def grab(self, area: Area) -> memoryview:
        parts = [(one, part) for one in self._outputs if (part := _common(area, one.area))]
        if not parts or not any(one.upright for one, _ in parts):
            return self._plain.grab(area)
        row_bytes = area.width * _BYTES_PER_PIXEL
        size = row_bytes * area.height
        if len(self._memory) < size:
            self._memory = bytearray(size)
        if sum(part.width * part.height for _, part in parts) < area.width * area.height:
            self._memory[:size] = bytes(size)
        begin = ctypes.addressof(ctypes.c_char.from_buffer(self._memory))
        try:
            for one, part in parts:
                place = begin + (part.y - area.y) * row_bytes + (part.x - area.x) * _BYTES_PER_PIXEL
                if one.upright:
                    one.read(part, place, row_bytes)
                else:
                    copy_rows(self._plain.grab(part), part, place, row_bytes)
        except ScreenLost:
            self._let_go()
            return self._plain.grab(area)
        return memoryview(self._memory)[:size]

    def close(self) -> None:
        self._let_go()
        self._plain.close()


def copy_rows(pixels: memoryview, part: Area, address: int, row_bytes: int) -> None:
    """Packed rows into a larger picture."""
    length = part.width * _BYTES_PER_PIXEL
    for row in range(part.height):
        ctypes.memmove(address + row * row_bytes, bytes(pixels[row * length : (row + 1) * length]), length)


def upright_area(turned: Area, rotation: int, width: int, height: int) -> Area:
    """An area of a turned picture as the person sees it; `rotation` is DXGI_MODE_ROTATION, the sizes are of the upright screen."""
    left, top, right, bottom = turned.x, turned.y, turned.x + turned.width, turned.y + turned.height
    if rotation == 2:  # by 90 degrees
        return Area(width - bottom, left, turned.height, turned.width)
    if rotation == 3:
        return Area(width - right, height - bottom, turned.width, turned.height)
    if rotation == 4:
        return Area(top, height - right, turned.height, turned.width)
    return turned


def _common(one: Area, other: Area) -> Area | None:
    left, top = max(one.x, other.x), max(one.y, other.y)
    right = min(one.x + one.width, other.x + other.width)
    bottom = min(one.y + one.height, other.y + other.height)
    return Area(left, top, right - left, bottom - top) if right > left and bottom > top else None

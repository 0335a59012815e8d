"""Runs on the PC: duplicates the outputs of fake_duplication.c with the host's own code. `SOURCES DLL`; prints what it saw as JSON."""

import ctypes
import json
import sys

sys.path.insert(0, sys.argv[1])

from daypass.host.platform.duplicated_screen import NeverDuplicated, ScreenLost  # noqa: E402 - found by then
from daypass.host.platform.ports import Area, MovedArea  # noqa: E402
from daypass.host.platform.windows.duplication import duplicate_outputs  # noqa: E402

dll = sys.argv[2]
seen: dict[str, object] = {}


def places(areas: object) -> list[list[int]]:
    return [[one.x, one.y, one.width, one.height] for one in areas]  # type: ignore[attr-defined]


def pixel(x: int, y: int) -> list[int]:
    memory = bytearray(4)
    plain.read(Area(x, y, 1, 1), ctypes.addressof(ctypes.c_char.from_buffer(memory)), 4)
    return list(memory)


plain, turned = duplicate_outputs(-10, -20, dll, dll)
seen["areas"] = places([plain.area, turned.area])
seen["upright"] = [plain.upright, turned.upright]
seen["first"] = [pixel(0, 0), pixel(63, 47)]
pointer = plain.changed(100).pointer
seen["shape"] = [pointer.width, pointer.height, pointer.hot_x, pointer.hot_y, pointer.rgba.hex()] if pointer else None
changed = plain.changed(100).areas
seen["changed"] = places(changed)
seen["moved"] = [[one.across, one.down] for one in changed if isinstance(one, MovedArea)]
seen["after"] = [pixel(x, y) for x, y in ((0, 0), (3, 0), (29, 23), (30, 24), (63, 47))]
seen["pointer"] = places(plain.changed(100).areas)
seen["nothing"] = places(plain.changed(100).areas)
seen["turned"] = places(turned.changed(100).areas)
rows = bytearray(8 * 20)
plain.read(Area(2, 3, 2, 8), ctypes.addressof(ctypes.c_char.from_buffer(rows)), 20)
seen["rows"] = [rows[row * 20 : row * 20 + 8].hex() for row in (0, 7)]
try:
    plain.changed(100)
except ScreenLost as lost:
    seen["lost"] = str(lost)
plain.close()
turned.close()
seen["living"] = ctypes.WinDLL(dll).living_objects()
try:
    seen["this_pc"] = len(duplicate_outputs(0, 0))
except NeverDuplicated as never:
    seen["this_pc"] = str(never)
print(json.dumps(seen))

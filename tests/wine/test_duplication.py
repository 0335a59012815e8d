"""Desktop duplication, as far as it can be tried without Windows: the real calls arrive in functions written against its headers."""

import json
from pathlib import Path

import pytest
from tests.wine.pc import CustomerPc
from tests.wine.windows_compiler import compile_for_windows

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "src"

pytestmark = [pytest.mark.wine, pytest.mark.slow]


def colour(x: int, y: int, step: int) -> list[int]:
    return [x, y, step, 255]


def test_two_outputs_are_duplicated_and_everything_is_let_go(shared_pc: CustomerPc, tmp_path: Path) -> None:
    fake = tmp_path / "fake.dll"
    compile_for_windows(HERE / "fake_duplication.c", fake, "-shared", "-Wall", "-Werror")
    told = shared_pc.python(HERE / "duplication_inside.py", SOURCES, shared_pc.named(fake))
    assert told.code == 0, told.output
    seen = json.loads(told.output.splitlines()[-1])
    assert seen["areas"] == [[0, 0, 64, 48], [64, 0, 32, 64]]
    assert seen["upright"] == [True, False]
    assert seen["first"] == [colour(0, 0, 0), colour(63, 47, 0)]
    assert seen["changed"] == [[10, 20, 20, 4], [0, 0, 3, 5], [60, 40, 4, 8]]
    assert seen["shape"] == [2, 2, 1, 0, "030201ff06050480090807ff00000000"]
    assert seen["moved"] == [[1 - 10, 2 - 20]]
    inside, outside = [colour(0, 0, 1), colour(29, 23, 1), colour(63, 47, 1)], [colour(3, 0, 0), colour(30, 24, 0)]
    assert seen["after"] == [inside[0], outside[0], inside[1], outside[1], inside[2]], "only what changed was copied"
    assert seen["pointer"] == seen["nothing"] == []
    assert seen["turned"] == [[64 + 32 - 6, 10, 2, 10]]
    rows = [colour(2, 3, 1) + colour(3, 3, 0), colour(2, 10, 0) + colour(3, 10, 0)]
    assert seen["rows"] == [bytes(row).hex() for row in rows]
    assert "AcquireNextFrame: 0x887A0026" in seen["lost"]
    assert seen["living"] == 0
    assert seen["this_pc"] == "DuplicateOutput: 0x80004001", "Wine has none; GDI does its work"

"""Photographs by GDI+ on the PC: what comes out is the picture that went in, and small."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.wine.pc import CustomerPc

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "src"
pytestmark = [pytest.mark.wine, pytest.mark.slow]


def test_a_photograph_is_a_small_jpeg_of_what_was_given(shared_pc: CustomerPc) -> None:
    told = shared_pc.python(HERE / "photo_inside.py", SOURCES)
    assert told.code == 0, told.output
    seen = json.loads(told.output.splitlines()[-1])
    rough, fine = bytes.fromhex(seen["20"]), bytes.fromhex(seen["75"])
    assert len(rough) <= len(fine) < 96 * 64  # Wine knows no qualities
    with Image.open(BytesIO(fine), formats=["JPEG"]) as picture:
        assert picture.size == (96, 64) and "progressive" not in picture.info
        for x, y in ((0, 0), (95, 0), (0, 63), (95, 63), (48, 32)):
            red, green, blue = picture.getpixel((x, y))
            assert abs(red - (x + y)) < 12 and abs(green - y * 3) < 12 and abs(blue - x * 2) < 12
    assert seen["ms"] < 20
    assert "bitmap" in seen["refused"]

"""Pictures and cursors that break a rule are refused whole."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import encode
from daypass.protocol.remote_control import (
    MOST_AREAS,
    Codec,
    CursorShape,
    Key,
    Picture,
    PictureArea,
    Pong,
    copy_area,
    copy_from,
    read_picture,
    read_to_host,
    read_to_viewer,
    write_picture,
)


def picture(*areas: PictureArea, everything: bool = False) -> bytes:
    return write_picture(Picture(1, 2, 100, 50, everything, areas))


GOOD = PictureArea(10, 10, 20, 20, Codec.ZSTD, b"pixels")


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 49), st.binary(max_size=50)), max_size=20), st.booleans())
def test_what_is_written_is_read_back(places: list[tuple[int, int, bytes]], everything: bool) -> None:
    areas = [PictureArea(x, y, 100 - x, 50 - y, Codec.ZSTD, payload) for x, y, payload in places]
    written = Picture(2**32 - 1, 2**64 - 1, 100, 50, everything, areas)
    assert read_picture(write_picture(written)) == written


def test_a_copy_names_its_source() -> None:
    (area,) = read_picture(picture(copy_area(0, 0, 50, 50, 50, 0))).areas
    assert area.codec is Codec.COPY and copy_from(area) == (50, 0)


@pytest.mark.parametrize("data", [
    b"", picture(GOOD)[:-1], picture(GOOD) + b"x", picture(GOOD)[:30],
    picture(PictureArea(90, 0, 11, 1, Codec.ZSTD, b"")), picture(PictureArea(0, 49, 1, 2, Codec.ZSTD, b"")),
    picture(PictureArea(0, 0, 0, 1, Codec.ZSTD, b"")), picture(PictureArea(0, 0, 1, 0, Codec.ZSTD, b"")),
    picture(PictureArea(0, 0, 1, 1, 9, b"")),  # type: ignore[arg-type]
    picture(copy_area(0, 0, 50, 50, 51, 0)), picture(copy_area(0, 0, 50, 50, 0, 1)),
    picture(PictureArea(0, 0, 1, 1, Codec.COPY, b"abc")),
    struct.pack("<IQHHBH", 1, 2, 0, 50, 0, 0), struct.pack("<IQHHBH", 1, 2, 100, 0, 0, 0), struct.pack("<IQHHBH", 1, 2, 100, 50, 2, 0),
    struct.pack("<IQHHBH", 1, 2, 100, 50, 0, 1) + struct.pack("<HHHHBI", 0, 0, 1, 1, 1, 2**32 - 1),
    struct.pack("<IQHHBH", 1, 2, 100, 50, 0, MOST_AREAS + 1) + bytes(13 * (MOST_AREAS + 1)),
])  # fmt: skip
def test_a_picture_that_breaks_a_rule_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_picture(data)


def test_a_cursor_has_exactly_its_pixels() -> None:
    shape = CursorShape(shape_id=1, width=2, height=2, hot_x=0, hot_y=0, rgba=bytes(16))
    assert read_to_viewer(encode(shape)) == shape
    with pytest.raises(ProtocolError, match="width × height"):
        read_to_viewer(encode(CursorShape(shape_id=1, width=2, height=2, hot_x=0, hot_y=0, rgba=bytes(15))))


def test_each_side_hears_only_what_the_other_may_say() -> None:
    key = Key(scan=30, extended=False, down=True)
    assert read_to_host(encode(key)) == key
    with pytest.raises(ProtocolError):
        read_to_viewer(encode(key))
    with pytest.raises(ProtocolError):
        read_to_host(encode(Pong(number=1)))

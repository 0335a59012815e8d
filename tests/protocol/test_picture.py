"""Pictures that break a rule are refused whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daypass.protocol.errors import ProtocolError
from daypass.protocol.leb128 import leb128
from daypass.protocol.picture import (
    KEPT_AREAS,
    MOST_AREAS,
    Codec,
    Picture,
    PictureArea,
    copy_area,
    copy_from,
    kept_area,
    kept_index,
    picture_seq,
    read_picture,
    write_picture,
)

WIDTH, HEIGHT = 100, 50
GOOD = PictureArea(10, 10, 20, 20, Codec.PLANES, b"pixels")


def picture(*areas: PictureArea, size: tuple[int, int] | None = None) -> bytes:
    return write_picture(Picture(1, size, areas))


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 49), st.binary(max_size=300)), max_size=20),
    st.booleans(),
    st.integers(0, 2**32 - 1),
)
def test_what_is_written_is_read_back(places: list[tuple[int, int, bytes]], everything: bool, seq: int) -> None:
    areas = [PictureArea(x, y, WIDTH - x, HEIGHT - y, Codec.GREY, payload) for x, y, payload in places]
    written = Picture(seq, (WIDTH, HEIGHT) if everything else None, areas)
    data = write_picture(written)
    assert read_picture(data, WIDTH, HEIGHT) == written
    assert picture_seq(data) == seq


def test_a_copy_names_its_source_and_a_kept_area_its_place() -> None:
    copy, kept = read_picture(picture(copy_area(0, 0, 50, 50, 50, 0), kept_area(1, 2, 3, 4, 511)), WIDTH, HEIGHT).areas
    assert copy.codec is Codec.COPY and copy_from(copy) == (50, 0)
    assert kept.codec is Codec.KEPT and kept_index(kept) == 511


def test_a_picture_of_another_size_is_judged_by_its_own() -> None:
    large = PictureArea(0, 0, 300, 200, Codec.PLANES, b"pixels")
    assert read_picture(picture(large, size=(300, 200)), WIDTH, HEIGHT).size == (300, 200)
    with pytest.raises(ProtocolError):
        read_picture(picture(large), WIDTH, HEIGHT)


def test_a_letter_costs_ten_bytes_beside_its_pixels() -> None:
    letter = PictureArea(1200, 700, 9, 14, Codec.GREY, b"p" * 60)
    assert len(write_picture(Picture(70_000, None, [letter]))) - 60 == 12


@pytest.mark.parametrize("data", [
    b"", b"\x01", picture(GOOD)[:-1], picture(GOOD) + b"x", picture(GOOD)[:8],
    picture(PictureArea(90, 0, 11, 1, Codec.PLANES, b"")), picture(PictureArea(0, 49, 1, 2, Codec.PLANES, b"")),
    picture(PictureArea(0, 0, 0, 1, Codec.PLANES, b"")), picture(PictureArea(0, 0, 1, 0, Codec.PLANES, b"")),
    picture(PictureArea(0, 0, 1, 1, 9, b"")),  # type: ignore[arg-type]
    picture(copy_area(0, 0, 50, 50, 51, 0)), picture(copy_area(0, 0, 50, 50, 0, 1)),
    picture(PictureArea(0, 0, 1, 1, Codec.COPY, b"abc")), picture(PictureArea(0, 0, 1, 1, Codec.KEPT, b"a")),
    picture(kept_area(0, 0, 1, 1, KEPT_AREAS)),
    picture(PictureArea(0, 0, 2, 2, Codec.VIDEO, b"\1")), picture(PictureArea(0, 0, 2, 2, Codec.VIDEO, b"\2f")),
    picture(PictureArea(0, 0, 1, 2, Codec.VIDEO, b"\1f")), picture(size=(0, 50)), picture(size=(100, 0)), b"\x01\x02", b"\x01\x01\x00",
    leb128(2**32) + b"\0", b"\xff" * 9, picture() + b"\x00\x00\x01\x01\x01" + leb128(2**32),
    picture(*[PictureArea(0, 0, 1, 1, Codec.GREY, b"")] * (MOST_AREAS + 1)),
])  # fmt: skip
def test_a_picture_that_breaks_a_rule_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_picture(data, WIDTH, HEIGHT)

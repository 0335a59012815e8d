"""The three kinds of pointers that desktop duplication tells of, pixel by pixel, and what is refused."""

import pytest

from daypass.host.platform.pointer_shape import ShapeKind, read_pointer

CLEAR, BLACK, WHITE = bytes(4), b"\0\0\0\xff", b"\xff\xff\xff\xff"


def pixels_of(rgba: bytes) -> list[bytes]:
    return [rgba[at : at + 4] for at in range(0, len(rgba), 4)]


def test_a_monochrome_pointer_is_two_masks_below_one_another() -> None:
    kept = bytes(
        [0b00110000, 0b11111111, 0b11000000, 0xAA]
    )  # 10 wide: two bytes a row, what is behind them counts for nothing
    inverted = bytes([0b01010000, 0, 0b10000000, 0xAA])
    masks = kept[:2] + kept[2:] + inverted[:2] + inverted[2:]
    shape = read_pointer(ShapeKind.MONOCHROME, 10, 4, 2, (3, 1), masks)
    assert (shape.width, shape.height, shape.hot_x, shape.hot_y) == (10, 2, 3, 1)
    seen = pixels_of(shape.rgba)
    assert seen[:4] == [BLACK, WHITE, CLEAR, BLACK], "black, white, what stays, what is inverted"
    assert seen[4:10] == [BLACK, BLACK, BLACK, BLACK, CLEAR, CLEAR]
    assert seen[10:13] == [BLACK, CLEAR, BLACK]


def test_a_coloured_pointer_keeps_its_transparency_and_loses_its_padding() -> None:
    row = bytes([1, 2, 3, 255, 4, 5, 6, 128]) + b"padding."
    shape = read_pointer(ShapeKind.COLOUR, 2, 2, 16, (0, 0), row * 2)
    assert pixels_of(shape.rgba) == [bytes([3, 2, 1, 255]), bytes([6, 5, 4, 128])] * 2


def test_a_masked_pointer_replaces_keeps_and_inverts() -> None:
    bgrx = bytes([1, 2, 3, 0]) + bytes([0, 0, 0, 255]) + bytes([255, 255, 255, 255])
    shape = read_pointer(ShapeKind.MASKED_COLOUR, 3, 1, 12, (9, -4), bgrx)
    assert pixels_of(shape.rgba) == [bytes([3, 2, 1, 255]), CLEAR, BLACK]
    assert (shape.hot_x, shape.hot_y) == (2, 0), "a hot spot lies inside"


def test_the_name_follows_from_what_is_seen() -> None:
    one, same, other = (read_pointer(2, 1, 1, 4, (0, 0), pixel) for pixel in (b"abc\xff", b"abc\xff", b"abd\xff"))
    assert one.shape_id == same.shape_id != other.shape_id


@pytest.mark.parametrize(
    ("kind", "width", "height", "row_bytes", "length"),
    [
        (3, 8, 8, 32, 256),
        (2, 0, 8, 32, 256),
        (2, 257, 1, 1028, 1028),
        (1, 8, 1, 1, 8),
        (1, 8, 1024, 1, 1024),
        (2, 8, 8, 31, 256),
        (2, 8, 8, 32, 255),
        (2, 0xFFFFFFFF, 0xFFFFFFFF, 0, 0),
    ],
)
def test_what_is_no_pointer_is_refused(kind: int, width: int, height: int, row_bytes: int, length: int) -> None:
    with pytest.raises(ValueError):
        read_pointer(kind, width, height, row_bytes, (0, 0), b"\xff" * length)


def test_a_pointer_that_nobody_would_see_is_refused() -> None:
    with pytest.raises(ValueError):
        read_pointer(ShapeKind.COLOUR, 8, 8, 32, (0, 0), bytes(256))

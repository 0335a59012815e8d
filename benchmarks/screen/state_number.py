"""A number as black and white blocks in a picture, so that what a viewer shows can be told even after lossy video.

Sixteen blocks of 8 × 8: twelve bits of the number, highest first, and four of a check. `drawn.js` reads them back.
"""

BLOCK, NUMBER_BITS, CHECK_BITS = 8, 12, 4
BLOCKS = NUMBER_BITS + CHECK_BITS
WIDTH = BLOCK * BLOCKS
"""In pixels; the height is one block."""
MODULUS = 1 << NUMBER_BITS
_DARK, _LIGHT = b"\x00\x00\x00\xff" * BLOCK, b"\xff\xff\xff\xff" * BLOCK


def check(number: int) -> int:
    """Four bits that noise and a half-drawn number hardly meet; never those of an even colour."""
    return (number ^ (number >> 4) ^ (number >> 8) ^ 0b1010) & 0b1111


def row(number: int) -> bytes:
    """One row of the blocks as BGRX; the same for each of their eight rows."""
    bits = (number % MODULUS) << CHECK_BITS | check(number % MODULUS)
    return b"".join(_LIGHT if bits >> (BLOCKS - 1 - place) & 1 else _DARK for place in range(BLOCKS))

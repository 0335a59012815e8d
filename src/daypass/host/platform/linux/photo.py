"""Photographs as JPEG by Pillow."""

from io import BytesIO

from PIL import Image


def encode_photo(pixels: bytes | memoryview, width: int, height: int, quality: int) -> bytes:
    """See `EncodePhoto`."""
    written = BytesIO()
    picture = Image.frombuffer("RGB", (width, height), bytes(pixels), "raw", "BGRX", 0, 1)
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()

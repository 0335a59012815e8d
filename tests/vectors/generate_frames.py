"""Writes frames.json: H.264 frames and photographs of real encoders for the viewer's checks. Run `python -m tests.vectors.generate_frames`.

Encoders of other builds write other bytes, so no test compares them; that each decodes to what it says is tested.
"""

import json
import random
from fractions import Fraction
from pathlib import Path

import av

from daypass.host.platform.linux.photo import encode_photo
from daypass.host.platform.linux.video import open_encoder

FILE = Path(__file__).parent / "frames.json"
SIZES = ((64, 48), (322, 182), (1920, 1080), (1366, 768))
OTHER_SIZE = 64, 64
PHOTO_SIZES = ((256, 64), (37, 64), (1, 1))


def frame(name: str, width: int, height: int, key: bool, data: bytes) -> dict[str, object]:
    return {"name": name, "width": width, "height": height, "key": key, "frame": data.hex()}


def ours(width: int, height: int) -> list[dict[str, object]]:
    """The first two frames of a video of one colour with a square in it."""
    encoder = open_encoder(width, height)
    assert encoder is not None
    rows = [bytearray(b"\x40\x80\xc0\0" * width) for _ in range(height)]
    first = encoder.encode(b"".join(rows), key=True)
    for row in rows[8:24]:
        row[32:96] = random.Random(1).randbytes(64)
    name = f"{width} x {height}"
    return [
        frame(f"{name}, key", width, height, True, first),
        frame(f"{name}, next", width, height, False, encoder.encode(b"".join(rows), key=False)),
    ]


def of_another_profile() -> dict[str, object]:
    """What a browser would decode, but no host of ours encodes."""
    width, height = OTHER_SIZE
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base = Fraction(1, 30)
    encoder.options = {"preset": "medium", "tune": "zerolatency", "profile": "high"}
    picture = av.VideoFrame(width, height, "yuv420p")
    for plane in picture.planes:
        plane.update(bytes([90]) * plane.buffer_size)
    packets = [*encoder.encode(picture), *encoder.encode(None)]
    return frame("high profile", width, height, True, bytes(packets[0]))


def photographs() -> list[dict[str, object]]:
    """Soft colours, as JPEG."""
    made = []
    for width, height in PHOTO_SIZES:
        rows = (bytes((x * 2 & 255, y * 3, (x + y) & 255, 0)) for y in range(height) for x in range(width))
        jpeg = encode_photo(b"".join(rows), width, height, 75).hex()
        made.append({"name": f"{width} x {height}", "width": width, "height": height, "jpeg": jpeg})
    return made


def written() -> str:
    """The file's content."""
    good = [one for size in SIZES for one in ours(*size)]
    return json.dumps({"good": good, "other_profile": of_another_profile(), "photos": photographs()}, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")

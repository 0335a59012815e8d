"""Pictures of people: what is sent is decoded under caps and drawn anew as a small WebP, so that nothing of the file is served."""

import asyncio
import hashlib
import warnings
from io import BytesIO

from PIL import Image, ImageOps

from daypass.server.problems import Refusal

SIDE = 256
MOST_BYTES = 1 << 20
MOST_PIXELS = 40_000_000
"""40 megapixels: any phone's photo; a small file that unpacks to more is refused before it is unpacked."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MEDIA_TYPE = "image/webp"


async def drawn_anew(sent: bytes) -> bytes:
    """The middle square, 256 x 256. Raises `picture_refused` for everything that is no picture, or too large a one."""
    return await asyncio.to_thread(_draw, sent)


def version_of(image: bytes) -> str:
    """Names the picture in its address, so that browsers may keep it."""
    return hashlib.sha256(image).hexdigest()[:16]


def _draw(sent: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(sent), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Refusal("picture_refused")
                opened.draft("RGB", (SIDE * 2, SIDE * 2))
                upright = ImageOps.exif_transpose(opened)
                square = ImageOps.fit(upright.convert("RGBA"), (SIDE, SIDE), Image.Resampling.LANCZOS)
        out = BytesIO()
        square.save(out, "WEBP", quality=85)
    except Refusal:
        raise
    except Exception as error:  # decoders raise whatever they like for damaged files; none of it is a fault of ours
        raise Refusal("picture_refused") from error
    return out.getvalue()

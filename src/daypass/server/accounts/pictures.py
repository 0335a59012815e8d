"""Pictures of people: what is sent is decoded under caps and drawn anew as a small WebP, so that nothing of the file is served.

One at a time: a file of a hundred kilobytes may need two hundred megabytes while it is drawn.
"""

import asyncio
import hashlib
import warnings
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from PIL import Image, ImageOps

from daypass.server.problems import Refusal

SIDE = 256
MOST_BYTES = 1 << 20
MOST_PIXELS = 40_000_000
"""40 megapixels: any phone's photo; a small file that unpacks to more is refused before it is unpacked."""
MOST_DRAWN_PIXELS = 12_000_000
"""In memory at once, 4 bytes each and a few copies. A JPEG is decoded at an eighth of its size, so photos pass; screenshots do too."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MEDIA_TYPE = "image/webp"
_one_at_a_time = ThreadPoolExecutor(1, thread_name_prefix="picture")


async def drawn_anew(sent: bytes) -> bytes:
    """The middle square, 256 x 256. Raises `picture_refused` for everything that is no picture, or too large a one."""
    return await asyncio.get_running_loop().run_in_executor(_one_at_a_time, _draw, sent)


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
                if opened.width * opened.height > MOST_DRAWN_PIXELS:
                    raise Refusal("picture_refused")
                upright = ImageOps.exif_transpose(opened)
                square = ImageOps.fit(upright.convert("RGBA"), (SIDE, SIDE), Image.Resampling.LANCZOS)
        out = BytesIO()
        square.save(out, "WEBP", quality=85)
    except Refusal:
        raise
    except Exception as error:  # decoders raise whatever they like for damaged files; none of it is a fault of ours
        raise Refusal("picture_refused") from error
    return out.getvalue()

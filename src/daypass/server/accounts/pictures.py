"""Pictures of people and companies' logos: decoded under caps and drawn anew as a small WebP, so that nothing of the file is served.

One at a time: a file of a hundred kilobytes may need two hundred megabytes while it is drawn.
"""

import asyncio
import hashlib
import warnings
from collections.abc import Callable
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
MOST_SIDE = 20_000
"""In memory each row has a pointer and room of its own: 12 million rows of one pixel took half a gigabyte."""
MOST_SCANS = 40
"""Of a JPEG. Progressive ones have about ten; a thousand that say nothing new fit in 140 kB and took 40 s."""
_SCAN = b"\xff\xda"
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
LOGO_FORMATS = ("PNG", "JPEG", "WEBP")
LOGO_SIZE = (480, 160)
MEDIA_TYPE = "image/webp"
LANCZOS = Image.Resampling.LANCZOS
_one_at_a_time = ThreadPoolExecutor(1, thread_name_prefix="picture")


async def drawn_anew(sent: bytes) -> bytes:
    """The middle square, 256 x 256. Raises `picture_refused` for everything that is no picture, or too large a one."""
    return await asyncio.get_running_loop().run_in_executor(_one_at_a_time, _draw, sent)


async def logo_drawn_anew(sent: bytes) -> bytes:
    """The whole logo within 480 x 160, what is transparent stays so. Raises `picture_refused` as above."""
    return await asyncio.get_running_loop().run_in_executor(_one_at_a_time, _draw_logo, sent)


def version_of(image: bytes) -> str:
    """Names the picture in its address, so that browsers may keep it."""
    return hashlib.sha256(image).hexdigest()[:16]


def _draw(sent: bytes) -> bytes:
    return _redrawn(sent, FORMATS, (SIDE, SIDE), lambda whole: ImageOps.fit(whole, (SIDE, SIDE), LANCZOS))


def _draw_logo(sent: bytes) -> bytes:
    return _redrawn(sent, LOGO_FORMATS, LOGO_SIZE, _within_logo_size)


def _within_logo_size(whole: Image.Image) -> Image.Image:
    """Smaller as far as it must be, never larger; without the empty border that many files have."""
    seen = whole.getchannel("A").getbbox()
    if seen is None:
        raise Refusal("picture_refused")
    logo = whole.crop(seen)
    logo.thumbnail(LOGO_SIZE, LANCZOS)
    return logo


def _is_drawable(opened: Image.Image, sent: bytes) -> bool:
    """Whether drawing it stays within bounds, by what its header and its markers say."""
    scans = sent.count(_SCAN) if opened.format in ("JPEG", "MPO") else 1
    return scans <= MOST_SCANS and max(opened.size) <= MOST_SIDE and opened.width * opened.height <= MOST_PIXELS


def _redrawn(
    sent: bytes, formats: tuple[str, ...], size: tuple[int, int], shape: Callable[[Image.Image], Image.Image]
) -> bytes:
    """`shape` gets the upright picture in RGBA, from a file of one of `formats`, decoded for about `size`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(sent), formats=formats) as opened:
                if not _is_drawable(opened, sent):
                    raise Refusal("picture_refused")
                opened.draft("RGB", (size[0] * 2, size[1] * 2))
                if opened.width * opened.height > MOST_DRAWN_PIXELS:
                    raise Refusal("picture_refused")
                drawn = shape(ImageOps.exif_transpose(opened).convert("RGBA"))
        out = BytesIO()
        drawn.save(out, "WEBP", quality=85)
    except Refusal:
        raise
    except Exception as error:  # decoders raise whatever they like for damaged files; none of it is a fault of ours
        raise Refusal("picture_refused") from error
    return out.getvalue()

"""Pictures under caps: what a small file unpacks to does not fill the server's memory."""

import asyncio
import threading
from io import BytesIO

import pytest
from PIL import Image

from daypass.server.accounts import pictures
from daypass.server.problems import Refusal

pytestmark = pytest.mark.slow


def file_of(kind: str, side: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (side, side), (200, 30, 30)).save(file, kind)
    return file.getvalue()


async def test_a_phone_s_photo_and_a_screenshot_are_drawn_small() -> None:
    for sent in (file_of("JPEG", 6300), file_of("PNG", 3400)):
        with Image.open(BytesIO(await pictures.drawn_anew(sent))) as drawn:
            assert (drawn.format, drawn.size) == ("WEBP", (256, 256))


@pytest.mark.parametrize(("kind", "side"), [("PNG", 3600), ("WEBP", 6000), ("JPEG", 6400)])
async def test_what_unpacks_to_too_much_is_refused_however_small_it_is(kind: str, side: int) -> None:
    sent = file_of(kind, side)
    assert len(sent) < pictures.MOST_BYTES
    with pytest.raises(Refusal, match="picture_refused"):
        await pictures.drawn_anew(sent)


async def test_pictures_are_drawn_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing, most = threading.Semaphore(1), []
    draw = pictures._draw

    def watched(sent: bytes) -> bytes:
        most.append(drawing.acquire(blocking=False))
        try:
            return draw(sent)
        finally:
            drawing.release()

    monkeypatch.setattr(pictures, "_draw", watched)
    await asyncio.gather(*(pictures.drawn_anew(file_of("PNG", 1000)) for _ in range(6)))
    assert most == [True] * 6

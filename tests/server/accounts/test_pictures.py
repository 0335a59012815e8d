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


async def test_a_line_of_a_million_rows_is_refused_before_each_row_has_its_room() -> None:
    file = BytesIO()
    Image.new("L", (1, 1_000_000)).save(file, "PNG")
    with pytest.raises(Refusal, match="picture_refused"):
        await pictures.logo_drawn_anew(file.getvalue())


async def test_a_photo_of_endlessly_many_scans_is_refused_and_an_ordinary_progressive_one_is_drawn() -> None:
    """Each scan goes over the whole picture again: 1 MiB of them kept the one that draws busy for minutes."""
    file = BytesIO()
    Image.effect_noise((2000, 1500), 90).convert("RGB").save(file, "JPEG", progressive=True, quality=60)
    sent = file.getvalue()
    for draw in (pictures.drawn_anew, pictures.logo_drawn_anew):
        assert await draw(sent)
        last = sent.rindex(b"\xff\xda")
        scan = sent[last : sent.rindex(b"\xff\xd9")]
        repeated = sent[:last] + scan[:12] * 200 + sent[last:]
        with pytest.raises(Refusal, match="picture_refused"):
            await draw(repeated)


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

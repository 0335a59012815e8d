"""The pictures that are played: a page of text, a window, and a film. Everything from a seed, nothing from a file."""

import math
import random
from collections.abc import Iterator

from PIL import Image, ImageChops, ImageDraw, ImageFont

WORDS = (
    "the a of and to in for with on at from by that this which after before each every one two when while where open closed screen "
    "window printer network cable folder document report invoice customer office morning afternoon update version setting account "
    "message answer question problem reason next step first last small large quick slow light dark green blue number address table "
    "picture page line word key button mouse program service driver memory disk file copy paste save print send receive start stop "
    "wait check choose change remove install restart connect share show hide read write"
).split()
PAPER, INK, LINK, SHADE, DESK = "#ffffff", "#1f2328", "#0b57d0", "#f3f4f6", "#3a6e79"
MARGIN, TEXT_SIZE, LINE_HEIGHT = 40, 16, 24
TITLE_HEIGHT = 32
Rows = bytes


def text_font(size: int) -> ImageFont.FreeTypeFont:
    """A proportional font that comes with the imaging library: the same text has the same pixels on every machine."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def bgrx(picture: Image.Image) -> Rows:
    """As the X server wants it."""
    return picture.tobytes("raw", "BGRX")


def text_page(width: int, height: int, seed: int) -> Image.Image:
    """A long page as of a website: headings, paragraphs, links, lists and boxes of code."""
    chance = random.Random(seed)
    page = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(page)
    y = MARGIN
    while y < height - MARGIN:
        kind = chance.choice(("heading", "text", "text", "text", "list", "code"))
        y = _paint_part(pen, chance, kind, width, y)
    return page


def _paint_part(pen: ImageDraw.ImageDraw, chance: random.Random, kind: str, width: int, y: int) -> int:
    """One part of a page; returns where the next begins."""
    if kind == "heading":
        pen.text((MARGIN, y), sentence(chance, 5).capitalize(), INK, text_font(28))
        return y + 52
    lines = chance.randint(3, 7)
    if kind == "code":
        pen.rectangle((MARGIN, y, width - MARGIN, y + lines * LINE_HEIGHT + 16), SHADE)
    for _ in range(lines):
        indent = {"list": 28, "code": 16 + 24 * chance.randint(0, 3)}.get(kind, 0)
        if kind == "list":
            pen.ellipse((MARGIN + 10, y + 8, MARGIN + 16, y + 14), INK)
        words = sentence(chance, chance.randint(4, 8) if kind == "code" else max(4, (width - 2 * MARGIN) // 62))
        pen.text((MARGIN + indent, y + (8 if kind == "code" else 0)), words, INK, text_font(TEXT_SIZE))
        if kind == "text" and chance.random() < 0.2:
            pen.text(
                (MARGIN + pen.textlength(words + " ", text_font(TEXT_SIZE)), y), "more", LINK, text_font(TEXT_SIZE)
            )
        y += LINE_HEIGHT
    return y + (36 if kind == "code" else 20)


def sentence(chance: random.Random, words: int) -> str:
    """So many words."""
    return " ".join(chance.choices(WORDS, k=words))


def desktop(width: int, height: int) -> Image.Image:
    """What lies behind: a wide document on a plain desk."""
    desk = Image.new("RGB", (width, height), DESK)
    desk.paste(text_page(width - 480, height - 120, seed=1), (240, 60))
    return desk


def text_window(width: int, height: int) -> Image.Image:
    """A window with a title bar and text."""
    window = text_page(width, height, seed=2)
    pen = ImageDraw.Draw(window)
    pen.rectangle((0, 0, width - 1, TITLE_HEIGHT - 1), "#0f766e")
    pen.text((12, 7), "Notes of the day", PAPER, text_font(15))
    pen.rectangle((0, 0, width - 1, height - 1), outline="#4b5563")
    return window


def film(width: int, height: int, frames: int) -> Iterator[Image.Image]:
    """A camera that pans over clouded ground, textured things that move across it, and the grain of a sensor."""
    ground = clouds(width + 400, height + 240, seed=3)
    things = [_thing(width, height, seed=10 + number) for number in range(5)]
    grain = [_grain(width + 64, height + 64, seed=30 + channel) for channel in range(3)]
    speckled = Image.merge("RGB", grain)
    chance = random.Random(4)
    for frame in range(frames):
        turn = frame / 30
        left, top = 200 + 180 * math.sin(turn * 0.9), 120 + 100 * math.cos(turn * 0.7)
        picture = ground.crop((int(left), int(top), int(left) + width, int(top) + height))
        for number, (thing, shape) in enumerate(things):
            x = (0.5 + 0.45 * math.sin(turn * (0.8 + number * 0.3) + number)) * width - thing.width / 2
            y = (0.5 + 0.4 * math.cos(turn * (1.1 + number * 0.2) + number * 2)) * height - thing.height / 2
            picture.paste(thing, (int(x), int(y)), shape)
        x, y = chance.randrange(64), chance.randrange(64)
        yield ImageChops.add(picture, speckled.crop((x, y, x + width, y + height)), 1, -GRAIN // 2)


GRAIN = 6
"""Levels between the darkest and the lightest speckle."""


def clouds(width: int, height: int, seed: int) -> Image.Image:
    """Soft shapes of several sizes in natural colours, as unfocused ground, walls and sky are."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (width, height), (96, 108, 90))
    for size, share in ((6, 0.6), (24, 0.4), (96, 0.25), (384, 0.12)):
        rows = max(2, size * height // width)
        loud = Image.frombytes("RGB", (size, rows), chance.randbytes(size * rows * 3))
        coarse = Image.blend(loud, loud.convert("L").convert("RGB"), 0.75)
        picture = Image.blend(picture, coarse.resize((width, height), Image.Resampling.BICUBIC), share)
    return picture


def _thing(width: int, height: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """A round thing with a texture and a soft edge."""
    chance = random.Random(seed)
    w, h = int(width * chance.uniform(0.12, 0.25)), int(height * chance.uniform(0.15, 0.35))
    shape = Image.new("L", (w, h), 0)
    ImageDraw.Draw(shape).ellipse((2, 2, w - 3, h - 3), 255)
    light = Image.radial_gradient("L").resize((w, h))
    lit = ImageChops.subtract(clouds(w, h, seed + 100), Image.merge("RGB", (light,) * 3), 1.5, 90)
    return lit, shape


def _grain(width: int, height: int, seed: int) -> Image.Image:
    """One channel of noise."""
    levels = bytes(value * GRAIN // 255 for value in range(256))
    return Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height).translate(levels))

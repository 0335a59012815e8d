"""Makes the console's small pictures of what a customer sees, from the screenshots of a journey in that language.

tools/customer_pictures.py LANGUAGE FOLDER     FOLDER: of `python -m demo --once --language LANGUAGE --out FOLDER`, with Windows
"""

import sys
from pathlib import Path

from PIL import Image

TARGET = Path(__file__).resolve().parents[1] / "console/src/features/support-sessions/follow/pictures"
LANGUAGES = ("pt-BR", "en", "es")
MOST_BYTES = 40_000
ACCENT = (15, 118, 110)  # the strip below the title bar of the host's window
Box = tuple[int, int, int, int]
# By what is to be said on the phone: the screenshot, and the part of it that matters (None: the host's window).
PICTURES: dict[str, tuple[str, Box | None]] = {
    "open_mail": ("mail", (340, 30, 938, 640)),
    "download": ("customer-steps", (230, 6, 1050, 500)),
    "open_file": ("customer-steps", (726, 608, 1038, 742)),
    "asking": ("host-window", None),
    "read_code": ("host-asks-code", None),
}


def make(folder: Path, target: Path) -> None:
    """Save each picture as WebP. Raises FileNotFoundError for a missing screenshot, ValueError for one that stays too large."""
    target.mkdir(parents=True, exist_ok=True)
    for situation, (name, box) in PICTURES.items():
        found = sorted(folder.glob(f"[0-9][0-9]-{name}.png"))
        if not found:
            raise FileNotFoundError(f"{folder} has no screenshot of {name!r}")
        with Image.open(found[0]) as screenshot:
            shown = screenshot.convert("RGB")
        file = target / f"{situation}.webp"
        shown.crop(box or window_in(shown)).save(file, quality=80, method=6)
        if file.stat().st_size > MOST_BYTES:
            raise ValueError(f"{file} has {file.stat().st_size} bytes, more than {MOST_BYTES}")


def window_in(screen: Image.Image) -> Box:
    """The inside of the host's window: below its strip, as wide as it, down to the first row that is no window any more."""
    pixels = screen.load()
    if pixels is None:
        raise ValueError("no picture")
    for top in range(screen.height):
        row = [x for x in range(screen.width) if pixels[x, top] == ACCENT]
        if len(row) > screen.width // 4:
            left, right = row[0], row[-1]
            bottom = next(
                (y for y in range(top + 40, screen.height) if pixels[left, y] != (255, 255, 255)), screen.height
            )
            return (left, top, right + 1, bottom)
    raise ValueError("the host's window is not on this screenshot")


if __name__ == "__main__":
    language, pictures = sys.argv[1:]
    if language not in LANGUAGES:
        raise SystemExit(f"LANGUAGE is one of {', '.join(LANGUAGES)}")
    make(Path(pictures), TARGET / language)

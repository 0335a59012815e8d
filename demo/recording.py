"""Makes the README's recording from the screenshots of a journey: technician | customer side by side, one line per step.

python -m demo.recording [FOLDER] [FILE]     from demo-out/ of `make demo-once DEMO="--language en"` to docs/pictures/journey.webp
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from demo.server_process import ROOT

TARGET = ROOT / "docs/pictures/journey.webp"
# What is shown at each step: the technician's screenshot, the customer's, and the line above them. Empty: nothing there yet.
STEPS = (
    ("new-session", "", "The technician prepares a session"),
    ("session-password", "", "A password that not even the server knows"),
    ("session-password", "mail", "The customer gets an e-mail"),
    ("session-password", "customer-page", "The link says who will help, and how to say no"),
    ("session-password", "customer-steps", "The customer downloads a small program"),
    ("", "host-window", "It asks: did you ask for this help?"),
    ("security-code", "host-asks-code", "The technician reads six digits out; the customer types them"),
    ("active", "host-ready", "The session is active for 24 hours at most"),
    ("connect", "host-ready", "Each connection needs the password"),
    ("typed", "typed-on-the-pc", "The technician sees the PC in the browser and controls it"),
    ("ended", "pc-afterwards", "One click ends it for good"),
    ("removed", "pc-afterwards", "The program has removed itself, and nothing is left"),
)
SIDE_WIDTH, SIDE_HEIGHT, MARGIN, CAPTION_HEIGHT = 486, 326, 10, 62
PAGE, INK, QUIET = "#f6f8f8", "#14191b", "#52606d"
SHOWN_MS, LAST_SHOWN_MS = 1900, 3500


def record(pictures: Path, target: Path) -> Path:
    """Save the animation. Raises FileNotFoundError for a step whose screenshot is missing."""
    frames = [_frame(pictures, *step) for step in STEPS]
    shown_ms = [SHOWN_MS] * (len(frames) - 1) + [LAST_SHOWN_MS]
    target.parent.mkdir(parents=True, exist_ok=True)
    frames[0].save(target, save_all=True, append_images=frames[1:], duration=shown_ms, loop=0, quality=80, method=4)
    return target


def _frame(pictures: Path, technician: str, customer: str, caption: str) -> Image.Image:
    frame = Image.new("RGB", (2 * SIDE_WIDTH + 3 * MARGIN, CAPTION_HEIGHT + SIDE_HEIGHT + MARGIN), PAGE)
    draw = ImageDraw.Draw(frame)
    draw.text((MARGIN, 6), caption, INK, ImageFont.load_default(22))
    for number, (name, side) in enumerate(((technician, "Technician"), (customer, "Customer"))):
        left = MARGIN + number * (SIDE_WIDTH + MARGIN)
        draw.text((left, 40), side, QUIET, ImageFont.load_default(14))
        if name:
            frame.paste(_side(_screenshot(pictures, name)), (left, CAPTION_HEIGHT))
    return frame


def _side(file: Path) -> Image.Image:
    """One screenshot, as large as its half allows, at the top of it."""
    half = Image.new("RGB", (SIDE_WIDTH, SIDE_HEIGHT), PAGE)
    with Image.open(file) as screenshot:
        shown = screenshot.convert("RGB")
    shown.thumbnail((SIDE_WIDTH, SIDE_HEIGHT), Image.Resampling.LANCZOS)
    half.paste(shown)
    return half


def _screenshot(pictures: Path, name: str) -> Path:
    found = sorted(pictures.glob(f"[0-9][0-9]-{name}.png"))
    if not found:
        raise FileNotFoundError(f"{pictures} has no screenshot of {name!r}; play `make demo-once` first")
    return found[0]


if __name__ == "__main__":
    folder, file = [*sys.argv[1:3], None, None][:2]
    saved = record(Path(folder or ROOT / "demo-out"), Path(file or TARGET))
    print(f"{saved}: {saved.stat().st_size / 1e6:.2f} MB")

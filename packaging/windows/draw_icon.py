"""Draw the program's icon: a ticket, and on it a dial with its last quarter before 24 cut out. Writes daypass.ico.

The drawn file is kept in the tree, so that building the host needs no drawing library. Run again after a change.
"""

from pathlib import Path

from PIL import Image, ImageDraw

TEAL, WHITE, CLEAR = (15, 118, 110, 255), (255, 255, 255, 255), (0, 0, 0, 0)
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
OVERSAMPLING = 8


def draw(size: int) -> Image.Image:
    """The icon at one size in pixels, smoothed by drawing it larger first."""
    scale = size * OVERSAMPLING
    unit = scale / 32

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return (left * unit, top * unit, right * unit, bottom * unit)

    picture = Image.new("RGBA", (scale, scale), CLEAR)
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(box(1, 4, 31, 28), radius=4 * unit, fill=TEAL)
    for centre in (1.0, 31.0):
        pen.ellipse(box(centre - 3, 13, centre + 3, 19), fill=CLEAR)
    pen.pieslice(box(7.5, 7.5, 24.5, 24.5), start=-90, end=180, fill=WHITE)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write every size into one file."""
    pictures = [draw(size) for size in SIZES]
    target = Path(__file__).with_name("daypass.ico")
    pictures[-1].save(target, sizes=[(size, size) for size in SIZES], append_images=pictures[:-1])


if __name__ == "__main__":
    main()

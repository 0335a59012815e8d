"""How much a picture of a screen is like the screen."""

from PIL import Image, ImageChops


def likeness(shown: Image.Image, screen: Image.Image) -> float:
    """The part of pixels that are the same, 0 to 1. Another size is like nothing, and so is a screen of one colour."""
    shown, screen = shown.convert("RGB"), screen.convert("RGB")
    if shown.size != screen.size or screen.getcolors(1):
        return 0.0
    different = ImageChops.difference(shown, screen).convert("L").point(lambda level: 255 if level else 0)
    return 1 - different.histogram()[255] / (screen.width * screen.height)

"""Turns a company's colour into the tokens of a page, always readable.

A colour that fails contrast is darkened (lightened in dark mode), never refused. Contrast is WCAG 2.2's ratio of relative
luminances (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). Only `#rrggbb` is accepted: the value is written into a style sheet.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

DAYPASS_TEAL = "#0F766E"
TEXT_CONTRAST = 4.5
LIGHT_PAGE = "#F2F6F5"  # the darkest light background that text of this colour stands on
DARK_PAGE = "#202C2A"  # the lightest dark one
_STEP = 0.04
_HEX = re.compile(r"#[0-9a-fA-F]{6}")

Channels = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CompanyColours:
    """A company's colour as links and buttons may use it: on a light page with white text, on a dark page with dark text."""

    light: str
    dark: str


def readable_company_colours(colour: str | None) -> CompanyColours:
    """The colour, moved only as far as it takes to reach 4.5:1; ours when there is none or it is not `#rrggbb`."""
    base = colour if colour and _HEX.fullmatch(colour) else DAYPASS_TEAL
    return CompanyColours(
        light=_moved(base, until_readable_on=LIGHT_PAGE, step=_darker),
        dark=_moved(base, until_readable_on=DARK_PAGE, step=_lighter),
    )


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two `#rrggbb` colours, 1 to 21."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _moved(colour: str, *, until_readable_on: str, step: Callable[[Channels], Channels]) -> str:
    channels = _channels(colour)
    while contrast(_hex(channels), until_readable_on) < TEXT_CONTRAST:
        channels = step(channels)
    return _hex(channels)


def _darker(channels: Channels) -> Channels:
    red, green, blue = (max(0, int(value * (1 - _STEP)) - 1) for value in channels)
    return red, green, blue


def _lighter(channels: Channels) -> Channels:
    red, green, blue = (min(255, value + int((255 - value) * _STEP) + 1) for value in channels)
    return red, green, blue


def _channels(colour: str) -> Channels:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(channels: Channels) -> str:
    return "#{:02X}{:02X}{:02X}".format(*channels)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

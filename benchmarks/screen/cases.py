"""What is measured: the cases, how long each plays, and what the screen is."""

from dataclasses import dataclass
from typing import Literal

WIDTH, HEIGHT = 1920, 1080
CALM_S = 1.5
"""How long nothing is painted before the picture must be exact."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a screen does. `hands`: what the technician does meanwhile, each time answered by one change of the picture."""

    name: str
    seconds: float
    hands: Literal["", "click", "key"] = ""
    slow: bool = False


CASES = (
    Case("flip", 6),
    Case("click", 5, hands="click"),
    Case("key", 5, hands="key"),
    Case("window", 5),
    Case("typing20", 8),
    Case("scroll30", 6),
    Case("scroll60", 6),
    Case("video360p30", 6),
    Case("video720p30", 6),
    Case("full1080p", 6),
    Case("idle", 8),
    Case("slow_link", 18, slow=True),
)
OVER_TLS = ("flip", "slow_link")
"""Cases that Daypass plays once more over TLS."""

FREE_S, LIMITED_S = 3.0, 10.0
"""The slow line of `slow_link`: free, then limited for so long, then free again until the end."""

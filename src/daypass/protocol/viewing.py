"""Remote control: how the picture is wanted, and what it costs. Part of the messages of `remote_control`.

A viewer sends these only to a host that has said it knows them (`HostAbilities`): a pass outlives an upgrade of the server.
"""

import enum
from typing import Annotated

import msgspec

from daypass.protocol.messages import Count, Message, Name, Record

_U53 = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
_Known = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Quality(enum.StrEnum):
    """What the technician prefers where a line does not take everything."""

    AUTO = "auto"
    SHARP = "sharp"
    FAST = "fast"


class SentAs(enum.StrEnum):
    """The ways a part of the screen comes to the viewer."""

    LOSSLESS = "lossless"
    COPY = "copy"
    VIDEO = "video"
    REPAIR = "repair"
    PHOTO = "photo"


# --- host → viewer ------------------------------------------------------------------------------------------------


class HostAbilities(Message, frozen=True, kw_only=True):
    """The messages of a viewer that hosts did not always know and this one does. Comes first."""

    known: Annotated[tuple[_Known, ...], msgspec.Meta(max_length=64)]


class SentWay(Record, frozen=True, kw_only=True):
    """What one way brought: pixels of the screen, and bytes on the line."""

    way: SentAs
    pixels: _U53
    bytes: _U53


class Figures(Message, frozen=True, kw_only=True):
    """The pictures of the last `span_ms`: how many the viewer acknowledged, how they came.

    `glass_ms` is the median from the grabbed screen to the acknowledgement, 0 without any; `line_kbits` is what the host takes the
    line for, in thousands of bits each second.
    """

    span_ms: Count
    pictures: Count
    glass_ms: Count
    line_kbits: Count
    ways: Annotated[tuple[SentWay, ...], msgspec.Meta(max_length=8)]


class HandsHeld(Message, frozen=True, kw_only=True):
    """Who has mouse and keyboard now; nobody when `technician` is empty. Only from whom they are `yours` is input heard."""

    technician: Name
    yours: bool


# --- viewer → host ------------------------------------------------------------------------------------------------


class ChooseQuality(Message, frozen=True, kw_only=True):
    """From now on: `sharp` never sends anything roughly, `fast` sends video sooner and fewer bytes."""

    quality: Quality


class ShowFigures(Message, frozen=True, kw_only=True):
    """Whether to send `Figures` each second."""

    on: bool


class ShowMonitor(Message, frozen=True, kw_only=True):
    """Picture and coordinates are of this monitor alone from now on; of all when None."""

    monitor: Count | None = None


class TakeHands(Message, frozen=True, kw_only=True):
    """Mouse and keyboard are this viewer's from now on; what another one held down is released."""


class OnlyLook(Message, frozen=True, kw_only=True):
    """Whether this viewer only looks on: free hands are not given to it, and those it has are free."""

    on: bool


class Recording(Message, frozen=True, kw_only=True):
    """Whether the technician records the picture on their side; whoever is at the PC is told."""

    on: bool


class ScreenshotTaken(Message, frozen=True, kw_only=True):
    """The technician has saved what is shown as a picture, on their side; whoever is at the PC can read it in the activity log."""


class HideWallpaper(Message, frozen=True, kw_only=True):
    """Whether this viewer wants a plain ground instead of the PC's wallpaper, for as long as it is connected."""

    on: bool


ToViewer = HostAbilities | Figures | HandsHeld
ToHost = ChooseQuality | ShowFigures | ShowMonitor | TakeHands | OnlyLook | Recording | ScreenshotTaken | HideWallpaper

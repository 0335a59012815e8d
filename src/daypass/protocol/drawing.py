"""Remote control: pointing at the PC's screen and drawing over it, for the people there to see. Part of the messages of `remote_control`.

Only the one who has mouse and keyboard points and draws. What is drawn lies over the work, lets mouse and keyboard through and fades by
itself. Places are pixels of the picture.
"""

from typing import Annotated

import msgspec

from daypass.protocol.messages import Message, Pixel, Record
from daypass.protocol.tool_line import U32

MOST_POINTS = 64
"""Of one message; a longer line comes in several."""


class Spot(Record, frozen=True, kw_only=True):
    """A place in the picture."""

    x: Pixel
    y: Pixel


class PointAt(Message, frozen=True, kw_only=True):
    """The technician points here now; the dot goes when nothing follows for a moment."""

    x: Pixel
    y: Pixel


class DrawLine(Message, frozen=True, kw_only=True):
    """A line, or how it goes on where its number is that of the line before."""

    line: U32
    points: Annotated[tuple[Spot, ...], msgspec.Meta(min_length=1, max_length=MOST_POINTS)]


class WipeDrawing(Message, frozen=True, kw_only=True):
    """Everything drawn goes at once."""


ToHost = PointAt | DrawLine | WipeDrawing

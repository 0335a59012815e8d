"""Remote control: the messages of both directions (sealed, kind 1). The picture (kind 2) has its own module."""

from typing import Annotated

import msgspec

from daypass.protocol import drawing, holding, tool_line, viewing
from daypass.protocol.clipboard import ClipboardShared, ClipboardText
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import Count, Message, Pixel, Record, decoder
from daypass.protocol.tool_line import U32

TO_VIEWER_CAP = 512 * 1024
TO_HOST_CAP = 512 * 1024
LARGEST_CURSOR = 256
CURSORS_KEPT = 64
"""Shapes that a viewer keeps, the oldest forgotten first; a host names one of them without sending it again."""

Place = Annotated[int, msgspec.Meta(ge=-65536, le=65535)]
CursorSide = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_CURSOR)]


# --- host → viewer ------------------------------------------------------------------------------------------------


class MonitorShown(Record, frozen=True, kw_only=True):
    """One monitor; its place counts from the left-top corner of the picture, in pixels. Its `id` stays while it is there."""

    id: Count
    x: Place
    y: Place
    width: Pixel
    height: Pixel
    primary: bool = False


class Screen(Message, frozen=True, kw_only=True):
    """The size of the picture from now on, and the monitors of the PC; `shown` is the one in the picture, None: all are."""

    width: Pixel
    height: Pixel
    monitors: Annotated[tuple[MonitorShown, ...], msgspec.Meta(max_length=32)]
    shown: Count | None = None


class CursorShape(Message, frozen=True, kw_only=True):
    """A pointer's shape; `rgba` is width × height × 4 bytes, straight alpha."""

    shape_id: U32
    width: CursorSide
    height: CursorSide
    hot_x: CursorSide
    hot_y: CursorSide
    rgba: Annotated[bytes, msgspec.Meta(max_length=LARGEST_CURSOR * LARGEST_CURSOR * 4)]


class CursorMoved(Message, frozen=True, kw_only=True):
    """The pointer on the PC is here now."""

    x: Place
    y: Place
    shape_id: U32
    visible: bool


# --- viewer → host ------------------------------------------------------------------------------------------------


class PictureAck(Message, frozen=True, kw_only=True):
    """The picture `seq` is on the technician's screen."""

    seq: U32


class PointerMoved(Message, frozen=True, kw_only=True):
    """Move the pointer, in the picture's pixels."""

    x: Pixel
    y: Pixel


class PointerButton(Message, frozen=True, kw_only=True):
    """Press or release: 0 left, 1 middle, 2 right, 3 back, 4 forward."""

    button: Annotated[int, msgspec.Meta(ge=0, le=4)]
    down: bool
    x: Pixel
    y: Pixel


class Wheel(Message, frozen=True, kw_only=True):
    """Turn the wheel, in 1/120 notches; positive is right and up."""

    dx: Annotated[int, msgspec.Meta(ge=-12000, le=12000)]
    dy: Annotated[int, msgspec.Meta(ge=-12000, le=12000)]


class Key(Message, frozen=True, kw_only=True):
    """A physical key by its scan code (set 1)."""

    scan: Annotated[int, msgspec.Meta(ge=0, le=127)]
    extended: bool
    down: bool


class CharacterKey(Message, frozen=True, kw_only=True):
    """A key that made one character on the technician's keyboard: pressed where the PC's layout makes the same, else typed as text."""

    scan: Annotated[int, msgspec.Meta(ge=0, le=127)]
    extended: bool
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1)]


class ShortcutKey(Message, frozen=True, kw_only=True):
    """A key that makes one character, pressed with Ctrl, Alt or Windows: the key of that character on the PC, else that in its place.

    `Key` with the same scan code releases it.
    """

    scan: Annotated[int, msgspec.Meta(ge=0, le=127)]
    extended: bool
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1)]


class SecureAttention(Message, frozen=True, kw_only=True):
    """Ctrl+Alt+Del, which Windows takes from nobody but itself."""


class TextTyped(Message, frozen=True, kw_only=True):
    """Characters to type, whatever the PC's layout."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]


class ReleaseAll(Message, frozen=True, kw_only=True):
    """Release every key and button this viewer holds."""


class RefreshPicture(Message, frozen=True, kw_only=True):
    """Send everything again."""


class ViewerShows(Message, frozen=True, kw_only=True):
    """What this viewer can draw beside lossless pictures; until it says so, nothing."""

    video: bool
    photos: bool = False


ToViewer = (
    Screen | CursorShape | CursorMoved | tool_line.ToTechnician | viewing.ToViewer | ClipboardText | holding.ToViewer
)
ToHost = (
    PictureAck
    | PointerMoved
    | PointerButton
    | Wheel
    | Key
    | CharacterKey
    | ShortcutKey
    | SecureAttention
    | TextTyped
    | ReleaseAll
    | ClipboardShared
    | ClipboardText
    | RefreshPicture
    | ViewerShows
    | tool_line.ToHost
    | viewing.ToHost
    | holding.ToHost
    | drawing.ToHost
)
KNOWN_TO_HOST = tuple(
    kind.__name__
    for kind in (
        viewing.ChooseQuality,
        viewing.ShowFigures,
        viewing.ShowMonitor,
        viewing.TakeHands,
        viewing.OnlyLook,
        viewing.Recording,
        viewing.ScreenshotTaken,
        viewing.HideWallpaper,
        CharacterKey,
        ShortcutKey,
        SecureAttention,
        ClipboardShared,
        ClipboardText,
        holding.LockInput,
        holding.BlankScreen,
        drawing.PointAt,
        drawing.DrawLine,
        drawing.WipeDrawing,
    )
)
"""What hosts did not always know and this one does, for `HostAbilities`; what a PC cannot do is left out there."""
_to_viewer = decoder(ToViewer, TO_VIEWER_CAP)
_to_host = decoder(ToHost, TO_HOST_CAP)


def read_to_viewer(plain: bytes) -> ToViewer:
    """One message of the host; ProtocolError when it is none, or a cursor whose bytes do not match its size."""
    message: ToViewer = _to_viewer(plain)
    if isinstance(message, CursorShape) and len(message.rgba) != message.width * message.height * 4:
        raise ProtocolError("a cursor shape has width × height × 4 bytes")
    return message


def read_to_host(plain: bytes) -> ToHost:
    """One message of the viewer; ProtocolError when it is none."""
    message: ToHost = _to_host(plain)
    return message

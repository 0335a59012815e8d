"""What the visitor's mouse and keyboard tell the demo about a live picture. Places are fractions of the picture.

The page is the visitor's own, but what it sends is read like anything from outside: what cannot be read is ignored, and the
picture stays.
"""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

import msgspec
from starlette.websockets import WebSocket

LARGEST = 8192
Part = Annotated[float, msgspec.Meta(ge=0, le=1)]
Button = Annotated[int, msgspec.Meta(ge=0, le=2)]
Side = Annotated[int, msgspec.Meta(ge=200, le=2560)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]

# Keys that make no character, by the browsers' names for them.
NAMED_KEYS = (
    *("Enter", "Backspace", "Tab", "Escape", "Delete", "Insert", "Home", "End", "PageUp", "PageDown"),
    *("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"),
    *(f"F{number}" for number in range(1, 13)),
)


class Moved(msgspec.Struct, tag_field="kind", tag="move"):
    """The mouse is here now."""

    x: Part
    y: Part


class Pressed(msgspec.Struct, tag_field="kind", tag="down"):
    """Left 0, middle 1, right 2; `clicks` counts a double click's second press as 2."""

    x: Part
    y: Part
    button: Button
    clicks: Annotated[int, msgspec.Meta(ge=0, le=3)] = 1


class Released(msgspec.Struct, tag_field="kind", tag="up"):
    x: Part
    y: Part
    button: Button
    clicks: Annotated[int, msgspec.Meta(ge=0, le=3)] = 1


class Wheeled(msgspec.Struct, tag_field="kind", tag="wheel"):
    """Pixels; down is positive."""

    x: Part
    y: Part
    delta: Annotated[float, msgspec.Meta(ge=-10_000, le=10_000)]


class Typed(msgspec.Struct, tag_field="kind", tag="text"):
    """Characters as they were typed."""

    text: Text


class Pasted(msgspec.Struct, tag_field="kind", tag="paste"):
    """Text from the visitor's clipboard."""

    text: Text


class KeyPressed(msgspec.Struct, tag_field="kind", tag="key"):
    """A key without a character, or a letter held with Ctrl or Alt."""

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=12)]
    ctrl: bool = False
    shift: bool = False
    alt: bool = False

    def is_known(self) -> bool:
        return self.key in NAMED_KEYS or (len(self.key) == 1 and self.key.isascii() and self.key.isalnum())


class Resized(msgspec.Struct, tag_field="kind", tag="size"):
    """How large the visitor shows the picture, in pixels."""

    width: Side
    height: Side


class Went(msgspec.Struct, tag_field="kind", tag="go"):
    """The browser's buttons beside its address."""

    where: Literal["back", "reload"]


Input = Moved | Pressed | Released | Wheeled | Typed | Pasted | KeyPressed | Resized | Went
_reader = msgspec.json.Decoder(Input)


def read_input(text: str | bytes) -> Input | None:
    """What was told, or None when it is nothing we know."""
    if len(text) > LARGEST:
        return None
    try:
        told = _reader.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return None if isinstance(told, KeyPressed) and not told.is_known() else told


async def inputs(socket: WebSocket) -> AsyncIterator[Input]:
    """Everything readable until the socket closes."""
    while (message := await socket.receive())["type"] == "websocket.receive":
        told = read_input(message.get("text") or message.get("bytes") or "")
        if told is not None:
            yield told

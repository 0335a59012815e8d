"""The clipboard within remote control: text both ways, while the technician has switched it on."""

from typing import Annotated

import msgspec

from daypass.protocol.messages import Message

CLIPBOARD_LIMIT = 100_000
"""Characters in one text: what is longer is not sent but told (DP-412). As UTF-8 it fits into one message of either direction."""


class ClipboardShared(Message, frozen=True, kw_only=True):
    """The technician's switch. While it is off nothing is read, sent or taken; what was copied before on the PC stays there."""

    on: bool


class ClipboardText(Message, frozen=True, kw_only=True):
    """Text that was copied on the other side, with plain line ends (LF)."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=CLIPBOARD_LIMIT)]

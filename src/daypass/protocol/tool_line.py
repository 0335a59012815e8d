"""What both sides of every tool's line may say (sealed, kind 1), whatever the tool; each tool adds messages of its own."""

from typing import Annotated

import msgspec

from daypass.protocol.messages import DpCode, Message

U32 = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]


# --- host → technician --------------------------------------------------------------------------------------------


class Notice(Message, frozen=True, kw_only=True):
    """Something the technician should know; the connection stays."""

    dp: DpCode


class Bye(Message, frozen=True, kw_only=True):
    """The host ends this connection, and why."""

    dp: DpCode


class Restarting(Message, frozen=True, kw_only=True):
    """The PC restarts now: this line breaks, and what resumes it holds for so long."""

    back_within_s: U32


class Pong(Message, frozen=True, kw_only=True):
    """The answer to Ping."""

    number: U32


# --- technician → host --------------------------------------------------------------------------------------------


class ViewerEnd(Message, frozen=True, kw_only=True):
    """The technician closes this tool; the session goes on."""


class Ping(Message, frozen=True, kw_only=True):
    """Answer with Pong at once."""

    number: U32


ToTechnician = Notice | Bye | Pong | Restarting
ToHost = ViewerEnd | Ping

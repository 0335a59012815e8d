"""Dashboard's restart of the PC: at once or later, in safe mode or not; whoever is at the PC sees it coming and has the last word."""

import enum
from typing import Annotated

import msgspec

from daypass.protocol.messages import DpCode, Message, Millis, Name, Record

Number = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
ASK_S = 60
"""So long before a restart whoever is at the PC is asked; without an answer it comes."""
LATER_S = 600
"""What *Later* adds."""
LONGEST_WAIT_S = 24 * 3600


class RestartMode(enum.StrEnum):
    """How the system starts next; the time after that it starts as always."""

    NORMAL = "normal"
    SAFE = "safe_mode"


class RestartAnswer(enum.StrEnum):
    """What whoever is at the PC says to a restart that is near."""

    NOW = "now"
    LATER = "later"
    NO = "no"


class PlannedRestart(Record, frozen=True, kw_only=True):
    """Who wants it, when (ms since 1970, the server's time), and whether it has begun."""

    at: Millis
    mode: RestartMode
    technician: Name
    begun: bool = False


# --- host → technician --------------------------------------------------------------------------------------------


class RestartState(Message, frozen=True, kw_only=True):
    """How it stands, whole at each change. `answer` and `dp`: what became of the last plan, when there is none now or it was put off."""

    modes: Annotated[tuple[RestartMode, ...], msgspec.Meta(max_length=4)]
    safe_mode: bool
    """The PC runs in safe mode now."""
    planned: PlannedRestart | None = None
    answer: RestartAnswer | None = None
    dp: DpCode | None = None


# --- technician → host --------------------------------------------------------------------------------------------


class PlanRestart(Message, frozen=True, kw_only=True):
    """Restart the PC in so many seconds; in the place of any other plan."""

    action: Number
    mode: RestartMode
    in_s: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_WAIT_S)]


class WithdrawRestart(Message, frozen=True, kw_only=True):
    """No restart."""

    action: Number


Action = PlanRestart | WithdrawRestart

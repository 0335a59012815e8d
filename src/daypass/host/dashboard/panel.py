"""What every panel of Dashboard is made of."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from daypass.protocol.messages import Message

Say = Callable[[Message], Awaitable[None]]
"""Tells the technician. Waits while their line is slow, so that nothing piles up."""


class Refused(Exception):
    """An action that is not carried out; `dp` says why."""

    def __init__(self, dp: str) -> None:
        super().__init__(dp)
        self.dp = dp


@dataclass(frozen=True, slots=True)
class Logged:
    """What goes into the activity log: the line `host.log.<what>`."""

    what: str
    detail: str


ActionHandler = Callable[[Any], Awaitable[Logged]]
"""Carries out one action. Raises Refused, or what the ports raise."""
QuestionHandler = Callable[[Any, Say], Awaitable[None]]
"""Answers one question of the technician's."""


class PanelStream(Protocol):
    """A panel: `stream` runs while somebody looks at it, and is cancelled then."""

    async def stream(self, say: Say) -> None: ...


Actions = Mapping[type[Message], ActionHandler]
Questions = Mapping[type[Message], QuestionHandler]


def problem_of(error: Exception) -> str:
    """The code of what a port raised."""
    match error:
        case Refused():
            return error.dp
        case ProcessLookupError() | LookupError():
            return "DP-801"
        case PermissionError():
            return "DP-803"
        case TimeoutError():
            return "DP-804"
        case OSError():
            return "DP-805"
    return "DP-900"

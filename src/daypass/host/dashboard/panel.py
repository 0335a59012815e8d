"""What every panel of Dashboard is made of."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from daypass.protocol.messages import Message

T = TypeVar("T")

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


class Unfinished(Exception):
    """An action that failed when some of it may have been done already: it stands in the activity log all the same."""

    def __init__(self, logged: Logged, dp: str) -> None:
        super().__init__(dp)
        self.dp = dp
        self.logged = Logged(logged.what, f"{logged.detail} ({dp})")


async def carried_out(logged: Logged, work: Callable[..., T], *arguments: object) -> T:
    """What `work` returns; it changes the PC, in a thread. Raises LookupError and FileExistsError as they are, else Unfinished.

    Whoever waits may be cancelled, since the technician is gone. What had not begun is dropped then. What had begun cannot be taken
    back: it is waited for, so that it is known to the activity log.
    """
    may_begin = threading.Lock()

    def run() -> T:
        if not may_begin.acquire(blocking=False):
            raise Refused("DP-404")  # nobody hears it
        return work(*arguments)

    running = asyncio.get_running_loop().run_in_executor(None, run)
    try:
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if may_begin.acquire(blocking=False):
                running.cancel()
                raise
            return await running
    except (LookupError, ProcessLookupError, FileExistsError, Refused):
        raise
    except Exception as error:
        raise Unfinished(logged, problem_of(error)) from error


async def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Of what takes a moment: it is done whole, and known, although whoever waits is cancelled meanwhile."""
    doing = asyncio.get_running_loop().create_task(work, name="action to its end")
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        return await doing


ActionHandler = Callable[[Any], Awaitable[Logged]]
"""Carries out one action (`carried_out`). Raises Refused, Unfinished, or what the ports raise."""
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
        case Refused() | Unfinished():
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

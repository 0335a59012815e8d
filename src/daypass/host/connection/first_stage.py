"""What happens from the double click to "Ready", as the person at the screen, without administrator rights.

It changes nothing on the PC: it checks, greets the server, says who is asking, has Windows ask for elevation, asks for the code,
pairs, and hands what it learned to the elevated installation. Every end that is not "Ready" leaves the session prepared.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from daypass.host.connection.problems import HostProblem
from daypass.host.windows.view import Choices, CustomerView, Ready, Step, WhoIsAsking

READY, CLOSED_BY_CUSTOMER, STOPPED_BY_PROBLEM = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the server answered: which session this is and who asks."""

    asking: WhoIsAsking
    language: str
    code_digits: int


class PairingTalk(Protocol):
    """The pairing as the flow sees it. Both sides' attempts of one code are counted behind it."""

    def watch_technician(self, seen: Callable[[bool], None]) -> None: ...
    async def stage(self, stage: str, dp: str | None = None) -> None:
        """Tell the technician's page where the customer stands."""

    async def technician_there(self) -> None:
        """Return when the technician's page is open."""

    async def attempt(self, code: str) -> "Attempt": ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one typed code went; `dp` is DP-301 or DP-302 when wrong."""

    dp: str | None
    tries_left: int | None


class ElevatedInstallation(Protocol):
    """The elevated process, reached over a local link."""

    async def install(self, show: Callable[[Step], None]) -> Ready:
        """Install, start and activate. Raises HostProblem after everything was rolled back."""

    async def choose(self, choices: Choices) -> None: ...


@dataclass(frozen=True, slots=True)
class FirstStageParts:
    """What the flow is built from; `app.py` builds it."""

    obstacles: Callable[[], list[HostProblem]]
    greet: Callable[[str | None], Awaitable[Greeting]]
    """With a typed session number, or None: with the ticket of the download's name. Raises HostProblem."""

    pair: Callable[[], AbstractAsyncContextManager[PairingTalk]]
    elevate: Callable[[], AbstractAsyncContextManager[ElevatedInstallation]]
    """Raises PermissionError when the person refuses."""


async def run_first_stage(view: CustomerView, parts: FirstStageParts) -> int:
    """The whole first window; returns the process's exit code."""
    view.show_checking()
    for obstacle in parts.obstacles():
        await view.show_problem(obstacle.shown(), retry=False)
        return STOPPED_BY_PROBLEM
    return READY

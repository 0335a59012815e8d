"""What happens from the double click to "Ready", as the person at the screen, without administrator rights.

It changes nothing on the PC: it checks, greets the server, says who is asking, has Windows ask for elevation, asks for the
code, pairs, and hands what it learned to the elevated installation. Every end that is not "Ready" leaves the session prepared.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from daypass.host.connection.alongside import alongside
from daypass.host.connection.greeting import Greeting
from daypass.host.connection.handoff import ElevatedLink
from daypass.host.connection.opened_again import InFront, OtherSession
from daypass.host.connection.pairing import PairingTalk, unless_over
from daypass.host.connection.person_side import ServiceTalk
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_address import ServerAddress
from daypass.host.lifecycle.session_record import SessionIdentity
from daypass.host.windows.view import CodeQuestion, CustomerView, Problem, Ready, Step
from daypass.protocol.host_api import Welcome
from daypass.protocol.pairing import CodeExpired, Paired
from daypass.protocol.secrets import SecurityCode, SessionNumber

READY, CLOSED_BY_CUSTOMER, STOPPED_BY_PROBLEM, OPEN_ALREADY = 0, 1, 2, 3
EARLIER_HOST_LEAVES_WITHIN_S = 60.0
_LOOK_EVERY_S = 0.5
_TRY_AGAIN = frozenset({"DP-106", "DP-201", "DP-202", "DP-203"})
_TYPE_AGAIN = frozenset({"DP-307", "DP-308"})
_log = logging.getLogger(__name__)


class WindowClosed(Exception):
    """The customer closed the window, or did not ask for this help."""


@dataclass(frozen=True, slots=True)
class FirstStageParts:
    """What the flow is built from; `app.py` builds it. `ticket` is the one in the download's name."""

    address: ServerAddress
    host_seed: bytes
    ticket: str | None
    number: str | None
    download_mark: str
    who_is_here: Callable[[], Awaitable[InFront | OtherSession | None]]
    reachable: Callable[[Callable[[], None]], AbstractAsyncContextManager[None]]
    obstacles: Callable[[], list[HostProblem]]
    greet: Callable[[str | None, str | None], Awaitable[Greeting]]
    pair: Callable[[Welcome], AbstractAsyncContextManager[PairingTalk]]
    elevate: Callable[[Callable[[Step], None]], AbstractAsyncContextManager[ElevatedLink]]
    follow_service: Callable[[str], AbstractAsyncContextManager[ServiceTalk]]


async def run_first_stage(view: CustomerView, parts: FirstStageParts) -> int:
    """The whole first window; returns the process's exit code."""
    here = await parts.who_is_here()
    if isinstance(here, InFront):
        return OPEN_ALREADY
    async with parts.reachable(view.come_forward):
        return await _run_window(view, parts, here)


async def _run_window(view: CustomerView, parts: FirstStageParts, here: OtherSession | None) -> int:
    try:
        view.show_checking()
        await _make_room(parts, here)
        for obstacle in await asyncio.to_thread(parts.obstacles):
            raise obstacle
        greeting = await _greet(view, parts)
        view.use_language(greeting.welcome.customer_language)
        await _activate(view, parts, greeting)
        return READY
    except WindowClosed:
        return CLOSED_BY_CUSTOMER
    except HostProblem as problem:
        _log.warning("stopped by %s", problem.dp, exc_info=problem.__cause__)
        await view.show_problem(problem.shown(), retry=False)
        return STOPPED_BY_PROBLEM
    except Exception:
        _log.exception("the first window failed")
        await view.show_problem(Problem("DP-900"), retry=False)
        return STOPPED_BY_PROBLEM


async def _make_room(parts: FirstStageParts, here: InFront | OtherSession | None) -> None:
    """Another session that lives here is in the way (DP-113); one that is over gets the time to remove itself.

    What it cannot remove any more is removed by the elevated process (`installation/earlier_host.py`).
    """
    try:
        async with asyncio.timeout(EARLIER_HOST_LEAVES_WITHIN_S):
            while isinstance(here, OtherSession):
                if not here.over:
                    raise here.problem()
                await asyncio.sleep(_LOOK_EVERY_S)
                here = await parts.who_is_here()
    except TimeoutError:
        _log.warning("the host of an earlier session does not leave by itself")


async def _greet(view: CustomerView, parts: FirstStageParts) -> Greeting:
    """By ticket or typed number; asks again for a wrong number, offers *Try again* while the server is not reached."""
    ticket, number, wrong = parts.ticket, parts.number, None
    while True:
        if ticket is None and number is None:
            number = await _ask_number(view, wrong)
            view.show_checking()
        try:
            return await parts.greet(ticket, number)
        except HostProblem as problem:
            if problem.dp in _TYPE_AGAIN:
                ticket, number, wrong = None, None, problem.shown()
            elif problem.dp not in _TRY_AGAIN:
                raise
            elif not await view.show_problem(problem.shown(), retry=True):
                raise WindowClosed from problem


async def _ask_number(view: CustomerView, wrong: Problem | None) -> str:
    while True:
        typed = await view.ask_session_number(wrong)
        if typed is None:
            raise WindowClosed
        try:
            return SessionNumber.parse(typed).digits
        except ValueError:
            wrong = Problem("DP-307")


async def _activate(view: CustomerView, parts: FirstStageParts, greeting: Greeting) -> None:
    async with parts.pair(greeting.welcome) as talk:
        talk.watch_waiting(view.show_waiting)
        try:
            await _activate_with(view, parts, greeting, talk)
        except WindowClosed:
            await talk.last_stage("stopped")
            raise
        except HostProblem as problem:
            await talk.last_stage("install_failed" if problem.dp in ("DP-105", "DP-111") else "stopped", problem.dp)
            raise
        except Exception:
            await talk.last_stage("stopped", "DP-900")
            raise


async def _activate_with(view: CustomerView, parts: FirstStageParts, greeting: Greeting, talk: PairingTalk) -> None:
    await talk.stage("asking")
    asking = greeting.who_is_asking(parts.address)
    if not await unless_over(talk, view.confirm_who_is_asking(asking)):
        raise WindowClosed
    async with _Elevation(view, parts, talk) as elevated:
        await talk.stage("code")
        paired = await _pair(view, greeting.welcome, talk)
        talk.watch_waiting(lambda dp: None)  # what is said now goes from the service to the server
        view.show_waiting(None)
        await talk.stage("installing")
        identity = _identity(parts, greeting.welcome, paired)
        await elevated.install(identity, view.show_step)
    view.show_step(Step.ACTIVATING)
    async with parts.follow_service(identity.session_id) as service:
        ready = await service.ready(view.show_waiting)
        await _show_ready(view, ready, service)


async def _show_ready(view: CustomerView, ready: Ready, service: ServiceTalk) -> None:
    """Until the customer closes it, or the session is over: a window left open all day must not hold files that are to be removed."""
    async with (
        alongside(service.over(), "end of the session") as over,
        alongside(view.show_ready(ready), "ready") as choices,
    ):
        await asyncio.wait([over, choices], return_when=asyncio.FIRST_COMPLETED)
        if choices.done():
            await service.choose(choices.result())


class _Elevation:
    """Asks for elevation until it is given; each refusal is shown and told to the technician's page."""

    def __init__(self, view: CustomerView, parts: FirstStageParts, talk: PairingTalk) -> None:
        self._view, self._parts, self._talk = view, parts, talk
        self._given: AbstractAsyncContextManager[ElevatedLink] | None = None

    async def __aenter__(self) -> ElevatedLink:
        while True:
            await self._talk.stage("elevating")
            self._view.show_step(Step.ELEVATING)
            asked = self._parts.elevate(self._view.show_step)
            try:
                link = await asked.__aenter__()
            except PermissionError:
                await self._talk.stage("elevation_refused", "DP-102")
                again = self._view.show_problem(Problem("DP-102"), retry=True)
                if not await unless_over(self._talk, again):
                    raise WindowClosed from None
                continue
            self._given = asked
            return link

    async def __aexit__(self, *failure: Any) -> None:
        if self._given is not None:
            await self._given.__aexit__(*failure)


async def _pair(view: CustomerView, welcome: Welcome, talk: PairingTalk) -> Paired:
    """Ask for the code until it is right. Wrong input that is no code at all costs no try."""
    wrong: Problem | None = None
    tries_left: int | None = None
    while True:
        question = CodeQuestion(welcome.code_digits, welcome.technician.name, wrong, tries_left)
        typed = await unless_over(talk, view.ask_code(question))
        if typed is None:
            raise WindowClosed
        try:
            code = SecurityCode.parse(typed, welcome.code_digits)
        except ValueError:
            wrong = Problem("DP-310", {"digits": str(welcome.code_digits)})
            continue
        view.show_step(Step.PAIRING)
        outcome = await unless_over(talk, talk.attempt(code))
        if isinstance(outcome, Paired):
            return outcome
        if isinstance(outcome, CodeExpired):
            tries_left, wrong = None, Problem("DP-311")
            continue
        tries_left = outcome.tries_left
        wrong = Problem("DP-301", {"tries_left": str(tries_left)}) if tries_left else Problem("DP-302")


def _identity(parts: FirstStageParts, welcome: Welcome, paired: Paired) -> SessionIdentity:
    return SessionIdentity(
        session_id=welcome.session_id,
        address=parts.address,
        server_name=welcome.public_url,
        host_token=welcome.host_token,
        host_seed=parts.host_seed,
        technician_key=paired.technician_key,
        transcript=paired.transcript,
        technician_signature=paired.technician_signature,
        host_signature=paired.host_signature,
        verifier=paired.verifier,
        computer_name=paired.computer_name,
        system=paired.system,
        language=welcome.customer_language,
        company=welcome.company.name,
        technician=welcome.technician.name,
        download_mark=parts.download_mark,
    )

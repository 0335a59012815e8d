"""Builds the host by hand and picks the platform: the only place that asks which operating system this is."""

import asyncio
import contextlib
import os
import random
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from daypass.host.connection.backoff import Backoff
from daypass.host.connection.first_stage import FirstStageParts, run_first_stage
from daypass.host.connection.greeting import USER_AGENT, Greeter, shown_system
from daypass.host.connection.handoff import ElevatedLink, elevated, serve_request
from daypass.host.connection.opened_again import InFront, OtherSession, download_mark, reachable_window, who_is_here
from daypass.host.connection.pairing import PairingTalk, pairing_talk
from daypass.host.connection.person_link import EndSession, Status
from daypass.host.connection.person_side import ServiceTalk, connect_to_service, follow_service
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_address import ServerAddress, server_address
from daypass.host.connection.server_requests import ServerRequests
from daypass.host.connection.server_sockets import server_socket
from daypass.host.connection.tray import run_tray
from daypass.host.dashboard.terminal_process import TerminalProcess
from daypass.host.files.process import FilesProcess
from daypass.host.installation.earlier_host import clear_earlier_host
from daypass.host.installation.farewell import say_farewell
from daypass.host.installation.install import install_host
from daypass.host.installation.removal import must_go, remove_host
from daypass.host.lifecycle.live_session import LiveSession, open_session, read_clocks
from daypass.host.lifecycle.session_record import SessionIdentity
from daypass.host.platform.ports import Platform
from daypass.host.remote_control.desktop_process import DesktopProcess
from daypass.host.remote_control.picture_source import no_video
from daypass.host.service import run_service
from daypass.host.windows.text_view import PreparedAnswers
from daypass.host.windows.view import CustomerView, Step, TrayView
from daypass.protocol import sodium
from daypass.protocol.download_name import ticket_in_name, ticket_text
from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import Welcome
from daypass.protocol.messages import PAIRING_CAP
from daypass.protocol.pairing import HostPairing
from daypass.protocol.signed import SigningKey
from daypass.protocol.stamp import find_stamp

_UNINSTALL_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class FirstStageOptions:
    """From the command line. `program` is the executable the customer downloaded; the rest is for development."""

    program: Path | None = None
    server: str | None = None
    server_key: bytes | None = None
    ca_pem: str | None = None
    ticket: str | None = None
    number: str | None = None
    answers: PreparedAnswers | None = None


def assemble_platform(program: Path | None = None) -> Platform:
    """The ports of this operating system."""
    if sys.platform == "win32":
        from daypass.host.platform.windows.assembly import assemble

        return assemble(program)
    from daypass.host.platform.linux.assembly import assemble as assemble_linux

    return assemble_linux()


def first_stage(options: FirstStageOptions) -> int:
    """The customer's window, from the double click to *Ready*."""
    platform = assemble_platform(options.program)
    language = platform.machine.system().get("language", "")

    async def flow(view: CustomerView) -> int:
        try:
            parts = _first_stage_parts(platform, options)
        except HostProblem as problem:
            await view.show_problem(problem.shown(), retry=False)
            return 2
        return await run_first_stage(view, parts)

    return _run_first_window(flow, options.answers or PreparedAnswers(), language)


def _run_first_window(
    flow: Callable[[CustomerView], Coroutine[Any, Any, int]], answers: PreparedAnswers, language: str
) -> int:
    if sys.platform == "win32":
        from daypass.host.windows import first_window

        return first_window.run(flow, language)
    from daypass.host.windows import text_view

    return text_view.run_first(flow, answers, language)


def _first_stage_parts(platform: Platform, options: FirstStageOptions) -> FirstStageParts:
    address = _address(options)
    key = SigningKey(sodium.random_bytes(32))
    system = shown_system(platform.machine.system(), platform.machine.computer_name())
    greeter = Greeter(address, ServerRequests(address, USER_AGENT), key.public, system, sodium.random_bytes)

    def pair(welcome: Welcome) -> AbstractAsyncContextManager[PairingTalk]:
        pairing = HostPairing(
            identity=key,
            server_address=welcome.public_url,
            session_id=welcome.session_id,
            computer_name=system.computer_name,
            system=system,
            random=sodium.random_bytes,
        )

        def mailbox() -> AbstractAsyncContextManager[Any]:
            return server_socket(address, "/api/host/pairing", USER_AGENT, PAIRING_CAP, welcome.host_token)

        return pairing_talk(pairing, mailbox, Backoff(random.random))

    def elevate(show: Callable[[Step], None]) -> AbstractAsyncContextManager[ElevatedLink]:
        return elevated(platform.links, platform.programs, f"handoff-{secrets.token_hex(16)}", show)

    def follow(session_id: str) -> AbstractAsyncContextManager[ServiceTalk]:
        return follow_service(platform.links, session_id)

    ticket = _ticket(options)
    mark = download_mark(address, ticket, options.number)

    async def look_around() -> InFront | OtherSession | None:
        platform.programs.yield_foreground()
        return await who_is_here(platform.links, mark)

    return FirstStageParts(
        address=address,
        host_seed=key.seed(),
        ticket=ticket,
        number=options.number,
        download_mark=mark,
        who_is_here=look_around,
        reachable=lambda come_forward: reachable_window(platform.links, mark, come_forward),
        obstacles=lambda: obstacles_on(platform),
        greet=greeter.greet,
        pair=pair,
        elevate=elevate,
        follow_service=follow,
    )


def obstacles_on(platform: Platform) -> list[HostProblem]:
    """Why this PC cannot take part; AES first, since nothing can be sealed without it (DP-110)."""
    found = [] if sodium.aes_available() else [HostProblem("DP-110")]
    names = {"DP-103": "program", "DP-105": "megabytes"}
    for dp, detail in platform.machine.obstacles():
        found.append(HostProblem(dp, {names[dp]: detail} if dp in names else {}))
    return found


def _address(options: FirstStageOptions) -> ServerAddress:
    """By options in development, else by the stamp. Raises HostProblem DP-112 when there is neither."""
    if options.server and options.server_key:
        return server_address(options.server, options.server_key, options.ca_pem)
    return _stamped_address(options.program)


def _stamped_address(program: Path | None) -> ServerAddress:
    """The address in a downloaded executable. Raises HostProblem DP-112."""
    if program is None:
        raise HostProblem("DP-112")
    try:
        with program.open("rb") as file:
            stamp = find_stamp(file)
            return server_address(stamp.public_url, stamp.server_key_bytes(), stamp.ca_pem)
    except (OSError, ProtocolError, ValueError) as error:
        raise HostProblem("DP-112") from error


def _ticket(options: FirstStageOptions) -> str | None:
    """Twenty characters: given, or found in the download's name."""
    found = ticket_in_name(options.ticket or (options.program.name if options.program else ""))
    return ticket_text(found) if found is not None else None


def log_file() -> str | None:
    """Where development wants the log. Not on Windows: a variable of the person's would say where an administrator writes."""
    return None if sys.platform == "win32" else os.environ.get("DAYPASS_HOST_LOG")


def install(handoff: str, program: Path | None) -> int:
    """The elevated process: wait for the pairing's result, install, start the service.

    Any program of the person could be at the other end of the link, so only the server in the signed executable's own stamp is
    installed for. Development on Linux has no such executable.
    """
    platform = assemble_platform(program)

    def install_for_own_server(identity: SessionIdentity, show: Callable[[Step], None]) -> None:
        own_server = _stamped_address(program) if program or sys.platform == "win32" else None
        clocks = read_clocks(platform.machine)
        install_host(platform.installation, platform.vault, identity, show, own_server, clocks)

    async def clear(show: Callable[[Step], None]) -> None:
        await clear_earlier_host(platform, show)

    return 0 if asyncio.run(serve_request(platform.links, handoff, clear, install_for_own_server)) else 1


def service(session_id: str) -> int:
    """The service; returns when the session is over and the cleaner was started."""
    platform = assemble_platform()
    if sys.platform == "win32":
        from daypass.host.platform.windows.service import run_as_service

        run_as_service(lambda: run_service(platform, session_id))
        return 0
    return asyncio.run(_until_told_to_stop(run_service(platform, session_id)))


async def _until_told_to_stop(work: Coroutine[Any, Any, None]) -> int:
    """Cancel `work` at SIGTERM; 1 tells the supervisor that the session goes on."""
    task = asyncio.current_task()
    if task is not None and sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await work
    except asyncio.CancelledError:
        return 1
    return 0


def desktop(link: str, plain: bool) -> int:
    """The desktop process: capture and input, for the service. `plain`: without graphics drivers and video encoder."""
    platform = assemble_platform()

    async def main() -> None:
        peer = await platform.links.connect(link, to_parent=True)
        hands = platform.hands()
        try:
            video = no_video if plain else platform.video
            await DesktopProcess(
                peer=peer,
                open_screen=partial(platform.screen, plain),
                open_video=video,
                hands=hands,
                open_clipboard=platform.clipboard,
                open_hold=platform.hold,
                open_drawing=platform.drawing_layer,
                photo=None if plain else platform.photo,
            ).run()
        finally:
            hands.close()
            await peer.close()

    asyncio.run(main())
    return 0


def files(link: str) -> int:
    """A files process: one technician's File Manager, with the rights of whoever runs this."""
    platform = assemble_platform()

    async def main() -> None:
        peer = await platform.links.connect(link, to_parent=True)
        try:
            await FilesProcess(peer, platform.files).run()
        finally:
            await peer.close()

    asyncio.run(main())
    return 0


def terminal(link: str) -> int:
    """A shell for the technician's terminal, with the rights of whom this process was started for."""
    platform = assemble_platform()

    async def main() -> None:
        peer = await platform.links.connect(link, to_parent=True)
        try:
            await TerminalProcess(peer, platform.dashboard().open_shell).run()
        except EOFError:
            return  # the service is gone, and the terminal with it
        finally:
            await peer.close()

    asyncio.run(main())
    return 0


def tray(session_id: str, link: str) -> int:
    """The tray of the person at the screen."""
    platform = assemble_platform()
    language = platform.machine.system().get("language", "")

    async def flow(view: TrayView) -> int:
        return await run_tray(view, platform.links, link, session_id, platform.wallpaper)

    if sys.platform == "win32":
        from daypass.host.windows import tray as tray_window

        return tray_window.run(flow, language)
    from daypass.host.windows import text_view

    answer = {"yes": True, "no": False}.get(os.environ.get("DAYPASS_HOST_CONSENT_ANSWER", ""))
    codes = os.environ.get("DAYPASS_HOST_CODES", "").split()
    chat_answers = [line for line in os.environ.get("DAYPASS_HOST_CHAT_ANSWERS", "").split("|") if line]
    return text_view.run_tray(flow, answer, language, codes, chat_answers)


def cleaner(session_id: str, now: bool) -> int:
    """Look whether the session is over and have it removed; `now`: this is the copy that removes."""
    platform = assemble_platform()

    async def main() -> int:
        session = open_session(platform, session_id)
        if not now:
            if must_go(session):
                platform.installation.start_cleaner(session_id)
            return 0
        return await _remove(platform, session, session_id)

    return asyncio.run(main())


async def _remove(platform: Platform, session: LiveSession | None, session_id: str) -> int:
    if sys.platform == "win32":
        from daypass.host.platform.windows.removal_copy import deleted_at_restart

        with deleted_at_restart():
            removed = await remove_host(platform, session, session_id, farewell=partial(say_farewell, platform))
    else:  # nothing was copied, and a terminal has no window that could stay
        removed = await remove_host(platform, session, session_id)
    return 1 if removed.leftovers else 0


def uninstall(session_id: str | None, program: Path | None, elevated: bool) -> int:
    """*Uninstall* in the system's list of apps: by the running service, else as administrator. Needs no network.

    `program` is the signed executable, whose publisher Windows names when it asks; `elevated`: it has asked.
    """
    platform = assemble_platform(program)
    sessions = [session_id] if session_id else list(platform.installation.installed_sessions())
    for one in sessions:
        if elevated:
            platform.installation.start_cleaner(one)
        elif not asyncio.run(_end_by_service(platform, one)):
            with contextlib.suppress(PermissionError):
                platform.programs.elevate(["uninstall", "--session", one, "--elevated"])
    return 0


async def _end_by_service(platform: Platform, session_id: str) -> bool:
    try:
        async with _service(platform, session_id) as talk:
            await talk.tell(EndSession())
            async with asyncio.timeout(_UNINSTALL_TIMEOUT_S):
                while not (isinstance(status := await talk.receive(), Status) and status.ended_by):
                    pass  # what was written last may be lost when a pipe is closed at once
    except (HostProblem, EOFError, OSError):
        return False
    return True


@asynccontextmanager
async def _service(platform: Platform, session_id: str) -> AsyncIterator[ServiceTalk]:
    peer = await connect_to_service(platform.links, session_id, _UNINSTALL_TIMEOUT_S)
    try:
        yield ServiceTalk(peer)
    finally:
        await peer.close()


def supervise(session_id: str) -> int:
    """On Linux, what the service control manager is on Windows."""
    from daypass.host.platform.linux.assembly import assemble
    from daypass.host.platform.linux.supervisor import supervise as keep_service

    return keep_service(session_id, assemble().installation.directory(session_id), os.environ)


def selftest() -> int:
    """Prove on this very PC what tests elsewhere cannot, and print the report as JSON."""
    from daypass.host.selftest import run_selftest

    return run_selftest(assemble_platform())

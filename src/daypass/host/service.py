"""The service: the session's life on this PC from activation to removal. Puts the parts to work; the rules are theirs."""

import asyncio
import contextlib
import logging
import random
import ssl
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection

from daypass.host.chat.room import ChatRoom, Clocks
from daypass.host.chat.transcript import Transcript
from daypass.host.connection.activation import activate
from daypass.host.connection.backoff import Backoff
from daypass.host.connection.connections import LARGEST_MESSAGE, Connections, OfferedTool
from daypass.host.connection.control_link import CommandHandler, ControlLink, control_socket, end_session
from daypass.host.connection.greeting import USER_AGENT
from daypass.host.connection.handshakes import ConnectionSecrets, Handshakes
from daypass.host.connection.kept_over_restart import BACK_WITHIN_S, KeptOverRestart
from daypass.host.connection.new_passwords import NewPasswords
from daypass.host.connection.opened_again import HOST_LINK, LARGEST_QUESTION, LivingHost
from daypass.host.connection.own_process import random_link
from daypass.host.connection.pairing import PairingTalk, pairing_talk
from daypass.host.connection.password_tries import TriesOnDisk
from daypass.host.connection.person_link import MESSAGE_CAP, PersonTalk
from daypass.host.connection.person_link import link_name as person_link_name
from daypass.host.connection.person_wishes import PersonWishes
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_requests import ServerRequests
from daypass.host.connection.server_sockets import open_socket, server_socket
from daypass.host.connection.standing import Standing
from daypass.host.connection.tray_keeper import TrayLink, keep_tray
from daypass.host.dashboard.restarts import Around, Restarts
from daypass.host.dashboard.tool import Dashboard
from daypass.host.files.giving_way import GivingWay
from daypass.host.files.kept_parts import KeptParts
from daypass.host.files.tool import FilesTool
from daypass.host.lifecycle.activity_record import ActivityRecord
from daypass.host.lifecycle.live_session import LiveSession, open_session, watch_the_deadline
from daypass.host.platform.ports import FIRST_WITHIN_S, Platform, Vault
from daypass.host.remote_control.blank_words import blank_words
from daypass.host.remote_control.codec_pack import fetch_codecs
from daypass.host.remote_control.hold_orders import HoldTerms
from daypass.host.remote_control.tool import DesktopLink
from daypass.host.remote_control.wallpaper import HiddenWallpaper
from daypass.protocol import sodium
from daypass.protocol.commands import (
    Command,
    CommandAssign,
    CommandConnect,
    CommandEnd,
    CommandNewPassword,
    CommandNewPasswordOver,
    CommandTime,
)
from daypass.protocol.file_pieces import FRAME_CAP
from daypass.protocol.messages import PAIRING_CAP, Tool
from daypass.protocol.pairing import HostPairing
from daypass.protocol.remote_control import TO_HOST_CAP
from daypass.protocol.sealing import OVERHEAD
from daypass.protocol.signed import SigningKey

TELL_ENDED_TIMEOUT_S = 2.0
DEEDS_END_WITHIN_S = 6.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Talks:
    """Who the service talks with."""

    session: LiveSession
    standing: Standing
    person: PersonTalk
    desktop: DesktopLink
    connections: Connections
    control: ControlLink
    wallpaper: HiddenWallpaper
    restarts: Restarts | None
    files: FilesTool
    dashboard: Dashboard


async def run_service(platform: Platform, session_id: str) -> None:
    """From start to the end of the session; then the cleaner is started and this returns.

    Cancelled when the system stops the service: the session goes on at the next start.
    """
    session = open_session(platform, session_id)
    if session is None:
        _log.error("the record of this session is missing or damaged: removing the host")
    elif session.progress.ended_by is None and not session.time_is_over():
        await _live(platform, session)
        return
    else:
        session.end("deadline")
    await asyncio.to_thread(platform.installation.start_cleaner, session_id)


async def _live(platform: Platform, session: LiveSession) -> None:
    session_id = session.identity.session_id
    async with asyncio.TaskGroup() as tasks:
        owned: list[asyncio.Task[None]] = []
        talks = _build(platform, session, tasks)
        platform.machine.keep_awake(session.progress.keep_awake)
        stop_person = await _answer_windows(platform, session_id, talks.person)
        stop_host = await _answer_the_download(platform, LivingHost(session, talks.person))
        stop_desktop = await platform.links.serve(talks.desktop.link, "system", talks.desktop.serve)
        tray = TrayLink(platform.programs, session_id, talks.person.serve)
        stop_tray = await tray.listen(platform.links)
        try:
            if talks.restarts is not None:
                await talks.restarts.came_back()
            await talks.standing.show()
            await _activate(session, talks.standing)
            await talks.standing.show()
            for work, name in (
                (talks.control.run(), "control link"),
                (watch_the_deadline(session), "deadline"),
                (talks.desktop.keep_running(), "desktop process"),
                (talks.desktop.keep_holds(), "holds of the PC"),
                (talks.wallpaper.keep(), "wallpaper"),
                (keep_tray(tray), "tray"),
                (talks.person.activities.keep(talks.control.tell_status), "activity log"),
                (_fetch_codecs(platform, session), "codec pack"),
                *([(talks.restarts.keep(), "restart")] if talks.restarts is not None else []),
            ):
                owned.append(tasks.create_task(work, name=name))
            await session.ended.wait()
            await _wind_down(session, talks)
            # Before the tray goes: its window stays until the removal takes it away and shows the last one.
            await asyncio.to_thread(platform.installation.start_cleaner, session_id)
        finally:
            for task in owned:
                task.cancel()
            await talks.person.activities.write()
            await stop_desktop()
            await stop_host()
            await stop_tray()
            await stop_person()


async def _answer_windows(platform: Platform, session_id: str, person: PersonTalk) -> Callable[[], Awaitable[None]]:
    """Whoever took this name before keeps nobody from being asked: the tray has a link of its own."""
    try:
        return await platform.links.serve(
            person_link_name(session_id), "person", person.serve_window, MESSAGE_CAP, FIRST_WITHIN_S
        )
    except OSError as error:
        _log.warning("first window and Uninstall will not find this service: %s", error)
        return _nothing_to_stop


async def _answer_the_download(platform: Platform, living: LivingHost) -> Callable[[], Awaitable[None]]:
    """Its name is known to everybody, so anybody may have taken it before: then only the download opened again finds nobody."""
    try:
        return await platform.links.serve(HOST_LINK, "person", living.serve, LARGEST_QUESTION, FIRST_WITHIN_S)
    except OSError as error:
        _log.warning("a download opened again will not find this host: %s", error)
        return _nothing_to_stop


async def _nothing_to_stop() -> None:
    return None


async def _activate(session: LiveSession, standing: Standing) -> None:
    requests = ServerRequests(session.identity.address, USER_AGENT)
    if session.grant is not None:
        return
    try:
        await activate(session, requests, Backoff(random.random), standing.problem)
        await standing.problem(None)
    except HostProblem as problem:
        _log.error("the activation was refused: %s", problem.dp)
        session.end("refused")
        await standing.problem(problem.dp)
        await standing.show()
        # The first window reads the reason before the link closes.
        await asyncio.sleep(1)


async def _fetch_codecs(platform: Platform, session: LiveSession) -> None:
    identity = session.identity
    requests = ServerRequests(identity.address, USER_AGENT)

    async def download(path: str, most_bytes: int) -> bytes:
        return await requests.get(path, most_bytes, identity.host_token)

    await fetch_codecs(platform.codecs, download, Backoff(random.random))


async def _wind_down(session: LiveSession, talks: _Talks) -> None:
    """Cut everything, then tell the server if it is there; a server that is away learns it from the removal report."""
    await talks.connections.cut_all("DP-601")
    await talks.wallpaper.end()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DEEDS_END_WITHIN_S):
            # What technicians had begun is done, or given up, and stands in the activity log.
            await asyncio.gather(talks.files.all_left(), talks.dashboard.all_done())
    await talks.person.activities.write()
    await talks.standing.show()
    try:
        async with asyncio.timeout(TELL_ENDED_TIMEOUT_S):
            await talks.control.tell_ended(session.progress.ended_by or "")
    except TimeoutError:
        _log.info("the server could not be told that the session is over")


def _build(platform: Platform, session: LiveSession, tasks: asyncio.TaskGroup) -> _Talks:
    identity = session.identity
    vault = platform.vault(identity.session_id)
    tries, secrets = TriesOnDisk(vault, session.now()), ConnectionSecrets()
    wallpaper = HiddenWallpaper(session, lambda: standing.show())
    desktop = DesktopLink(
        platform.programs,
        random_link("desktop"),
        platform.attention,
        HoldTerms(
            can=platform.can_hold,
            words=lambda technician: blank_words(identity.language, technician, identity.company),
            ask_people=lambda *asked: person.ask_consent(*asked),
        ),
        wallpaper if platform.wallpaper else None,
        people_are_asked=lambda: person.is_asked,
    )
    files = _files(platform, session, vault, desktop)
    standing = Standing(session, tries)
    wishes = PersonWishes(session, tasks)
    person = PersonTalk(wishes, ActivityRecord(vault, identity.session_id))
    chat = ChatRoom(
        transcript=Transcript(vault, identity.session_id),
        clocks=Clocks(session.now, session.awake_ms),
        tell_person=person.tell,
        keep_head=lambda lines, head: session.change(chat_lines=lines, chat_head=head),
    )
    person.join_chat(chat)
    person.wallpaper_back = wallpaper.is_back
    person.before_question = desktop.everything_pressed
    restarts = _restarts(
        platform, session, secrets, person, lambda: connections.tell_restarting(BACK_WITHIN_S), lambda: standing.show()
    )
    dashboard = Dashboard(platform.dashboard, platform.programs, platform.links, tasks, restarts)
    secrets.when_forgotten = dashboard.terminals.nobody_comes_back
    connections = Connections(
        session=session,
        tasks=tasks,
        open_relay=_open_relay,
        handshakes=Handshakes(session, tries, secrets, sodium.random_bytes),
        secrets=secrets,
        ask_customer=person.ask_consent,
        tools={
            Tool.REMOTE_CONTROL: OfferedTool(chat.opening(desktop.run_tool), largest=TO_HOST_CAP + OVERHEAD),
            Tool.CHAT: OfferedTool(chat.run_tool),
            Tool.FILES: OfferedTool(files.run_tool, largest=FRAME_CAP + OVERHEAD, bulk=True),
            Tool.DASHBOARD: OfferedTool(dashboard.run_tool, largest=LARGEST_MESSAGE + OVERHEAD),
        },
        changed=standing.show,
        report=lambda report: control.tell_connection(report),
        log=person.log,
    )
    new_passwords = NewPasswords(
        session=session,
        tasks=tasks,
        pair=lambda: _pair_again(session),
        person=person,
        tries=tries,
        secrets=secrets,
        changed=standing.show,
        tell=lambda news: control.tell_new_password(news),
    )
    control = ControlLink(
        session=session,
        open_link=control_socket(session),
        backoff=Backoff(random.random),
        status=lambda: standing.for_server(),
        handlers=_command_handlers(session, connections, new_passwords, standing),
        seen=standing.problem,
        news=new_passwords.news,
    )
    standing.connect(person=person, connections=connections, control=control)
    wishes.connect(connections=connections, standing=standing)
    return _Talks(session, standing, person, desktop, connections, control, wallpaper, restarts, files, dashboard)


def _restarts(
    platform: Platform,
    session: LiveSession,
    secrets: ConnectionSecrets,
    person: PersonTalk,
    tell: Callable[[], Awaitable[None]],
    changed: Callable[[], Awaitable[None]],
) -> Restarts | None:
    """And what technicians come back with after the last restart."""
    kept = KeptOverRestart(platform.vault(session.identity.session_id))
    kept.give_back(secrets)
    if platform.restart is None:
        return None

    async def before(agreed: bool) -> None:
        kept.keep(secrets, session.now(), agreed)
        await tell()

    restarts = Restarts(session, platform.restart, person, Around(before=before, failed=kept.forget, changed=changed))
    person.restart_refused = restarts.refuse
    return restarts


def _files(platform: Platform, session: LiveSession, vault: Vault, desktop: DesktopLink) -> FilesTool:
    return FilesTool(
        platform.links,
        platform.programs,
        lambda: _may_elevate(session),
        KeptParts(vault),
        platform.files.separator,
        GivingWay(desktop.hands_quiet_s),
    )


def _may_elevate(session: LiveSession) -> bool:
    """The system's rights over files are no more than Dashboard gives, and no less."""
    return session.grant is not None and Tool.DASHBOARD in session.grant.rights


def _open_relay(url: str, tls: ssl.SSLContext | None, largest: int) -> AbstractAsyncContextManager[ClientConnection]:
    return open_socket(url, tls, USER_AGENT, largest)


def _pair_again(session: LiveSession) -> AbstractAsyncContextManager[PairingTalk]:
    """As at the activation, with the key that activated the session."""
    identity = session.identity
    pairing = HostPairing(
        identity=SigningKey(identity.host_seed),
        server_address=identity.server_name,
        session_id=identity.session_id,
        computer_name=identity.computer_name,
        system=identity.system,
        random=sodium.random_bytes,
    )

    def mailbox() -> AbstractAsyncContextManager[ClientConnection]:
        return server_socket(identity.address, "/api/host/pairing", USER_AGENT, PAIRING_CAP, identity.host_token)

    return pairing_talk(pairing, mailbox, Backoff(random.random))


def _command_handlers(
    session: LiveSession, connections: Connections, new_passwords: NewPasswords, standing: Standing
) -> dict[type[Any], CommandHandler]:
    async def time(command: Command) -> None:
        session.hear_server_time(command.issued_at)

    async def connect(command: Command) -> None:
        if isinstance(command.body, CommandConnect):
            connections.start(command.body)

    async def end(command: Command) -> None:
        end_session(session, command)

    async def assign(command: Command) -> None:
        if isinstance(command.body, CommandAssign):
            session.change(technician=command.body.technician)
            await standing.show()

    async def new_password(command: Command) -> None:
        if isinstance(command.body, CommandNewPassword) and session.connections_allowed:
            await new_passwords.ask(command.body)

    async def no_new_password(command: Command) -> None:
        if isinstance(command.body, CommandNewPasswordOver):
            new_passwords.withdraw(command.body.request_id)

    return {
        CommandTime: time,
        CommandConnect: connect,
        CommandEnd: end,
        CommandAssign: assign,
        CommandNewPassword: new_password,
        CommandNewPasswordOver: no_new_password,
    }

"""How the session stands, told to whoever shows it: the person's processes and the server."""

from daypass.host.connection.connections import Connections
from daypass.host.connection.control_link import ControlLink
from daypass.host.connection.password_tries import TriesOnDisk
from daypass.host.connection.person_link import PersonTalk, Status, Use
from daypass.host.lifecycle.live_session import LiveSession
from daypass.protocol.holding import Held
from daypass.protocol.host_api import HostStatus, Key32


class Standing:
    """Collects the facts and tells them whole, each time something changed."""

    def __init__(self, session: LiveSession, tries: TriesOnDisk) -> None:
        self._session, self._tries = session, tries
        self._problem: str | None = None
        self._undo_s = 0
        self._person: PersonTalk | None = None
        self._connections: Connections | None = None
        self._control: ControlLink | None = None

    def connect(self, *, person: PersonTalk, connections: Connections, control: ControlLink) -> None:
        self._person, self._connections, self._control = person, connections, control

    async def show(self) -> None:
        """Tell everybody."""
        if self._person is not None:
            await self._person.show(self.for_person())
        if self._control is not None:
            await self._control.tell_status()

    async def problem(self, dp: str | None) -> None:
        """What is wrong now, or that all is well again."""
        if dp != self._problem:
            self._problem = dp
            await self.show()

    async def undo_time(self, seconds: int) -> None:
        self._undo_s = seconds
        await self.show()

    def for_person(self) -> Status:
        identity, progress, grant = self._session.identity, self._session.progress, self._session.grant
        holder, held = self._connections.holding() if self._connections else ("", Held.NOTHING)
        return Status(
            language=identity.language,
            company=identity.company,
            technician=progress.technician or identity.technician,
            technicians=self._connections.technicians() if self._connections else (),
            recording=self._connections.recording() if self._connections else (),
            uses=tuple(Use(*one) for one in self._connections.uses()) if self._connections else (),
            holder=holder,
            held=held,
            deadline_at=grant.deadline_at if grant else None,
            consent=progress.consent,
            paused=progress.paused,
            blocked=self._tries.alarming,
            problem=self._problem,
            ended_by=progress.ended_by,
            undo_s=self._undo_s,
            receipt_to=progress.receipt_to,
            receipt=progress.receipt,
            keep_awake=progress.keep_awake,
            wallpaper=progress.wallpaper,
            restart_at=progress.restart.at if progress.restart else None,
        )

    def for_server(self) -> HostStatus:
        progress = self._session.progress
        connected = self._connections.technicians() if self._connections else ()
        log = self._person.activities.head_on_disk if self._person else None
        return HostStatus(
            connected=connected[:16],
            consent=progress.consent,
            paused=progress.paused,
            receipt=progress.receipt,
            log_lines=log.lines if log else 0,
            log_head=Key32(log.hash) if log and log.lines else None,
        )

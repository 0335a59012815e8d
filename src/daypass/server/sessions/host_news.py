"""What a host tells over its control link: status, an ending of its own, what became of a connection. One handler each."""

from collections import OrderedDict

from daypass.protocol.holding import Held
from daypass.protocol.host_api import (
    ConnectionReport,
    HoldReport,
    HostEnded,
    HostStatus,
    HostText,
    NewPasswordNews,
    RecordingReport,
    RestartReport,
    ended_bytes,
)
from daypass.protocol.lifecycle import Event, IllegalMove
from daypass.protocol.restarting import RestartMode
from daypass.protocol.signed import Context, is_signed
from daypass.server.accounts.models import readable_name
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal
from daypass.server.sessions import storage
from daypass.server.sessions.log_heads import keep_log_head
from daypass.server.sessions.models import Presence, SessionEvent, SupportSession
from daypass.server.sessions.new_passwords import NewPasswords
from daypass.server.sessions.recordings import write_recording
from daypass.server.sessions.service import Sessions
from daypass.server.sessions.transitions import Moved, Transitions

EVENT_OF_ENDING = {"customer": Event.CUSTOMER_ENDS, "deadline": Event.TIME_PASSES}
COLUMN_OF_STATE = {"opened": "opened_at", "closed": "host_told_at", "refused": "host_told_at"}
"""Known then, a report is a repeated one. Of the end not `closed_at`: the relay tells that too, and mostly first."""
MOST_RECORDINGS = 20
"""Of one connection that are written into the audit trail; as many holds of the PC."""
KIND_OF_RECORDING = {"off": "connection.recording_stopped", "on": "connection.recording_started"}
KIND_OF_HOLD = {
    Held.NOTHING.value: "connection.hold_ended",
    Held.INPUT.value: "connection.input_locked",
    Held.SCREEN.value: "connection.screen_blanked",
}
KIND_OF_RESTART = {RestartMode.NORMAL: "connection.restart", RestartMode.SAFE: "connection.safe_mode"}
MOST_CONNECTIONS_HEARD = 4096


class SwitchesHeard:
    """How a switch of each connection stands, as far as its host says: the same again is no news, and one that flickers falls silent."""

    def __init__(self, at_first: str) -> None:
        self._at_first = at_first
        self._heard: OrderedDict[bytes, tuple[str, int]] = OrderedDict()

    def is_news(self, pair_id: bytes, state: str) -> bool:
        before, changes = self._heard.pop(pair_id, (self._at_first, 0))
        news = state != before and changes < MOST_RECORDINGS * 2
        self._heard[pair_id] = (state, changes + 1) if news else (before, changes)
        if len(self._heard) > MOST_CONNECTIONS_HEARD:
            self._heard.popitem(last=False)
        return news


class HostNews:
    """Handles the texts of proven hosts."""

    def __init__(
        self,
        database: Database,
        sessions: Sessions,
        transitions: Transitions,
        new_passwords: NewPasswords,
        audit: AuditChain,
        clock: Clock,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._transitions = transitions
        self._new_passwords = new_passwords
        self._audit = audit
        self._clock = clock
        self._recordings, self._holds = SwitchesHeard("off"), SwitchesHeard(Held.NOTHING.value)
        self._restarts = SwitchesHeard("")

    async def handle(self, session_id: str, text: HostText) -> None:
        """Handle one text. Raises Refusal `proof_refused` when it is not signed as it must be."""
        match text:
            case HostStatus():
                await self._status(session_id, text)
            case HostEnded():
                await self._ended(session_id, text)
            case ConnectionReport():
                await self._connection(session_id, text)
            case RecordingReport():
                await self._recording(session_id, text)
            case HoldReport():
                await self._switched(session_id, bytes(text.pair_id), self._holds, text.held.value, KIND_OF_HOLD)
            case RestartReport():
                pair_id, state = bytes(text.pair_id), str(text.at)
                kind = {state: KIND_OF_RESTART[text.mode]}
                await self._switched(session_id, pair_id, self._restarts, state, kind)
            case NewPasswordNews():
                await self._new_passwords.host_said(session_id, text)

    async def _status(self, session_id: str, status: HostStatus) -> None:
        names = [readable_name(name) for name in status.connected]
        now = self._clock()
        async with self._database.writing() as db:
            await storage.write_facts(
                db,
                session_id,
                presence=(Presence.CONNECTED if names else Presence.ONLINE).value,
                connected=names,
                consent=status.consent.value,
                paused=status.paused,
                seen_at=now,
            )
            await storage.write_receipt_wish(db, session_id, status.receipt, now)
            head = bytes(status.log_head) if status.log_head else None
            await keep_log_head(db, self._audit, session_id, status.log_lines, head, now)
        await self._sessions.publish(session_id)

    async def _ended(self, session_id: str, ended: HostEnded) -> None:
        async with self._database.writing() as db:
            session = await storage.session_by_id(db, session_id, lock=True)
            if session is None:
                return
            proof = ended_bytes(session_id, ended.by)
            if not is_signed(session.host_key or b"", Context.CONTROL, proof, ended.signature):
                raise Refusal("proof_refused")
            moved: Moved | None = None
            if session.life.live:
                moved = await self._end(db, session, EVENT_OF_ENDING[ended.by])
        if moved and moved.effects:
            await self._sessions.announce(moved)

    async def _end(self, db: AsyncConnection, session: SupportSession, event: Event) -> Moved:
        now = self._clock()
        try:
            return await self._transitions.apply(db, session, event, now)
        except IllegalMove:  # overdue: time was faster
            return await self._transitions.apply(db, session, Event.TIME_PASSES, now)

    async def _connection(self, session_id: str, report: ConnectionReport) -> None:
        moment = COLUMN_OF_STATE[report.state]
        now = self._clock()
        facts = {moment: now, **({"refused_dp": report.dp} if report.dp else {})}
        if moment == "host_told_at":
            facts["closed_at"] = now  # unless the relay told it before
        async with self._database.writing() as db:
            session = await storage.session_by_id(db, session_id)
            written = await storage.write_connection(db, bytes(report.pair_id), session_id, moment, **facts)
            if session is None or written is None:
                return
            technician_id, tool = written
            if report.state == "opened":
                more = {"tool": tool, "technician_id": technician_id}
                await self._transitions.tell(db, SessionEvent.CONNECTED, session, **more)
            details = {"pair_id": report.pair_id.hex(), **({"dp": report.dp} if report.dp else {})}
            kind = f"connection.{report.state}"
            await self._audit.add(db, session.company_id, kind, technician_id, session_id, **details)

    async def _recording(self, session_id: str, report: RecordingReport) -> None:
        """How long it lasts is kept for report and receipt, whatever the audit trail takes of it."""
        pair_id, state = bytes(report.pair_id), "on" if report.on else "off"
        async with self._database.writing() as db:
            await write_recording(db, session_id, pair_id, report.on, self._clock())
        await self._switched(session_id, pair_id, self._recordings, state, KIND_OF_RECORDING)

    async def _switched(
        self, session_id: str, pair_id: bytes, heard: SwitchesHeard, state: str, kinds: dict[str, str]
    ) -> None:
        """Into the audit trail, if it is one of the session's connections and news."""
        async with self._database.writing() as db:
            session = await storage.session_by_id(db, session_id)
            technician_id = await storage.technician_of_connection(db, pair_id, session_id)
            if session is None or technician_id is None or not heard.is_news(pair_id, state):
                return
            await self._audit.add(
                db, session.company_id, kinds[state], technician_id, session_id, pair_id=pair_id.hex()
            )

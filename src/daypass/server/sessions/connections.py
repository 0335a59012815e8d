"""A technician asks to connect: two tickets, one for each side, and the order to the host (docs/protocol.md, 6)."""

import secrets
from dataclasses import dataclass

from daypass.protocol.commands import CommandConnect
from daypass.protocol.lifecycle import State
from daypass.protocol.messages import Tool
from daypass.protocol.signed import SigningKey
from daypass.protocol.ticket import TICKET_FOR_MS, RelayTicket, Side, sign_ticket
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.still_allowed import require_still_allowed
from daypass.server.audit.chain import AuditChain
from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal
from daypass.server.sessions import storage
from daypass.server.sessions.control import ControlLinks
from daypass.server.sessions.models import SessionCard, SupportSession
from daypass.server.sessions.service import Sessions, why_not_here


@dataclass(frozen=True, slots=True)
class Admission:
    """What the technician's page needs to meet the host at the relay."""

    session_id: str
    pair_id: bytes
    ticket: bytes
    relay_url: str
    host_key: bytes
    verifier_salt: bytes
    server_address: str
    expires_at: int


class Connections:
    """Admits technicians to the relay."""

    def __init__(
        self,
        database: Database,
        sessions: Sessions,
        control: ControlLinks,
        audit: AuditChain,
        server_key: SigningKey,
        clock: Clock,
        server_address: str,
        relay_url: str,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._control = control
        self._audit = audit
        self._server_key = server_key
        self._clock = clock
        self._server_address = server_address
        self._relay_url = relay_url

    async def connect(self, who: SignedIn, session_id: str, tool: Tool, chat_after: bool) -> Admission:
        """Raises `not_found`, `session_over`, `not_active_yet`, `plan_lacks_tool`, `host_offline`."""
        card = await self._sessions.shown(who, session_id)
        session = card.session
        try:
            host_key, salt, deadline = self._require_connectable(card, tool)
        except Refusal as refusal:
            if refusal.code == "plan_lacks_tool":
                await self._remember_refusal(who, session, tool)
            raise
        pair_id, now = secrets.token_bytes(16), self._clock()
        expires_at = now + TICKET_FOR_MS

        def ticket(side: Side) -> bytes:
            ticket = RelayTicket(
                ticket_id=secrets.token_bytes(16),
                pair_id=pair_id,
                session_id=session.id,
                side=side,
                tool=tool,
                rights=tuple(Tool(right) for right in card.rights),
                expires_at=expires_at,
                deadline_at=deadline,
            )
            return sign_ticket(self._server_key, ticket)

        async with self._database.writing() as db:
            await require_still_allowed(db, who.technician)
            await storage.session_by_id(
                db, session_id, lock=True
            )  # whoever withdraws an invitation waits, or has done it
            if await storage.session_shown_to(db, who, session_id) is None:
                raise await why_not_here(db, who, session_id)
            await storage.add_connection(db, pair_id, session.id, who.technician.id, tool.value, now)
            details = {"pair_id": pair_id.hex(), "tool": tool.value}
            await self._audit.add(db, session.company_id, "connection.asked", who.technician.id, session.id, **details)
        order = CommandConnect(
            ticket=ticket(Side.HOST),
            relay_url=self._relay_url,
            pair_id=pair_id,
            tool=tool,
            technician=who.technician.name,
            chat_after=chat_after,
            may_hold=who.company.may_hold and tool is Tool.REMOTE_CONTROL,
        )
        if not await self._control.order(session.id, order):
            raise Refusal("host_offline")
        return Admission(
            session_id=session.id,
            pair_id=pair_id,
            ticket=ticket(Side.TECHNICIAN),
            relay_url=self._relay_url,
            host_key=host_key,
            verifier_salt=salt,
            server_address=self._server_address,
            expires_at=expires_at,
        )

    async def _remember_refusal(self, who: SignedIn, session: SupportSession, tool: Tool) -> None:
        """Our own pages do not offer what the plan lacks, so who asks for it all the same stands in the audit trail."""
        facts = {"tool": tool.value, "dp": "DP-505"}
        async with self._database.writing() as db:
            await self._audit.add(db, session.company_id, "connection.refused", who.technician.id, session.id, **facts)

    def _require_connectable(self, card: SessionCard, tool: Tool) -> tuple[bytes, bytes, int]:
        session = card.session
        if session.state is State.ENDED or (session.deadline_at is not None and session.deadline_at <= self._clock()):
            raise Refusal("session_over")
        if session.host_key is None or session.verifier_salt is None or session.deadline_at is None:
            raise Refusal("not_active_yet")
        if tool.value not in card.rights:
            raise Refusal("plan_lacks_tool", tool=tool.value)
        if not self._control.is_online(session.id):
            raise Refusal("host_offline")
        return session.host_key, session.verifier_salt, session.deadline_at

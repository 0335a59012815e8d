"""The installed service's first contact: prepared → active, and the grant that makes it this session's host until the deadline."""

from dataclasses import replace

from daypass.protocol.grant import Grant, sign_grant
from daypass.protocol.host_api import Activated, Activation, Blob
from daypass.protocol.lifecycle import Event, IllegalMove, State
from daypass.protocol.messages import Tool
from daypass.protocol.signed import SigningKey
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import readable_name
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal
from daypass.server.sessions import storage
from daypass.server.sessions.host_door import GreetedHost
from daypass.server.sessions.models import SupportSession
from daypass.server.sessions.service import Sessions
from daypass.server.sessions.transitions import Moved, Transitions
from daypass.server.subscriptions import storage as subscriptions


class Activations:
    """Checks the pairing's proof and activates, once; the same host may ask again and gets the same grant."""

    def __init__(
        self,
        database: Database,
        sessions: Sessions,
        transitions: Transitions,
        server_key: SigningKey,
        clock: Clock,
        can_mail: bool,
    ) -> None:
        """`can_mail`: a receipt can be sent to the customer, when their address is known."""
        self._database = database
        self._sessions = sessions
        self._transitions = transitions
        self._server_key = server_key
        self._clock = clock
        self._can_mail = can_mail

    async def activate(self, host: GreetedHost, asked: Activation) -> Activated:
        """Raises `proof_refused`, `link_used` (another host was faster), `session_over`."""
        if asked.session_id != host.session.id or asked.host_key != host.host_key or not asked.is_proven():
            raise Refusal("proof_refused")
        async with self._database.writing() as db:
            session = await storage.session_by_id(db, asked.session_id, lock=True)
            over_at = session.life.ends_by_itself_at() if session else None
            if session is None or over_at is None or over_at <= self._clock():  # also when nobody has swept yet
                raise Refusal("session_over")
            if session.state is State.ACTIVE:
                if session.host_key != asked.host_key or session.grant is None:
                    raise Refusal("link_used")
                return self._activated(session, session.grant)
            if session.technician_key != asked.technician_key:
                raise Refusal("proof_refused")
            moved, grant = await self._activate(db, session, asked)
        await self._sessions.announce(moved)
        return self._activated(session, grant)

    def _activated(self, session: SupportSession, grant: bytes) -> Activated:
        receipt_to = masked(session.customer_email) if self._can_mail else ""
        return Activated(grant=Blob(grant), server_time_at=self._clock(), receipt_to=receipt_to)

    async def _activate(self, db: AsyncConnection, session: SupportSession, asked: Activation) -> tuple[Moved, bytes]:
        try:
            moved = await self._transitions.apply(db, session, Event.HOST_ACTIVATES, self._clock())
        except IllegalMove:
            raise Refusal("session_over") from None
        granted = await self._grant(db, moved.session, asked)
        grant, rights = sign_grant(self._server_key, granted), [tool.value for tool in granted.rights]
        facts = {
            "host_key": bytes(asked.host_key),
            "grant": grant,
            "rights": rights,
            "computer_name": readable_name(asked.computer_name),
            "system": {name: readable_name(str(value)) for name, value in _system(asked).items()},
            "consent": asked.consent.value,
            "seen_at": self._clock(),
            "host_stage": None,
            "host_stage_dp": None,
        }
        await storage.write_facts(db, session.id, **facts)
        return replace(moved, session=replace(moved.session, host_key=bytes(asked.host_key))), grant

    async def _grant(self, db: AsyncConnection, session: SupportSession, asked: Activation) -> Grant:
        company = await accounts.company_by_id(db, session.company_id)
        technician = await accounts.technician_by_id(db, session.technician_id)
        subscription = await subscriptions.subscription_of(db, session.company_id)
        if company is None or technician is None or session.activated_at is None or session.deadline_at is None:
            raise Refusal("unexpected")
        return Grant(
            session_id=session.id,
            host_key=bytes(asked.host_key),
            technician_key=bytes(asked.technician_key),
            activated_at=session.activated_at,
            deadline_at=session.deadline_at,
            rights=tuple(Tool(tool) for tool in subscription.rights),
            company=company.name,
            technician=technician.name,
        )


def masked(address: str) -> str:
    """An address whose owner knows it again, and nobody else learns it: `c•••@example.org`."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••{at}{domain}" if address else ""


def _system(asked: Activation) -> dict[str, str]:
    system = asked.system
    return {
        "platform": system.platform,
        "edition": system.edition,
        "build": system.build,
        "language": system.language,
        "architecture": system.architecture,
    }

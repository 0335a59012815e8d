"""Makes a session's link, number and mail in the transaction that makes the session, and closes them with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select

from daypass.protocol.secrets import SessionNumber
from daypass.server.accounts.models import SignedIn
from daypass.server.database import AsyncConnection
from daypass.server.deployment import storage
from daypass.server.deployment.invitation_mail import InvitationMails
from daypass.server.deployment.models import LINK_PATH, DeploymentLink, LinkSecrets, ticket_hash, token_hash
from daypass.server.sessions.models import Invitation, SupportSession

RandomBytes = Callable[[int], bytes]
_MOST_DRAWS = 100


@dataclass(frozen=True, slots=True)
class Addresses:
    """How links of this server are written."""

    public_url: str
    secrets: LinkSecrets

    def link(self, session_id: str) -> str:
        """The deployment link of a session."""
        return f"{self.public_url}{LINK_PATH}{self.secrets.token(session_id)}"


class Invitations:
    """What support sessions need of this feature (`sessions.ports.Invitations`)."""

    def __init__(self, addresses: Addresses, mails: InvitationMails, random: RandomBytes) -> None:
        self._addresses = addresses
        self._mails = mails
        self._random = random

    async def count_mail(self, company_id: str, address: str) -> None:
        """One more mail is asked for. Raises `too_many_tries` when this address has got too many of this company."""
        await self._mails.count(company_id, address)

    async def invite(self, db: AsyncConnection, session: SupportSession, who: SignedIn) -> None:
        """Make link and number, and queue the mail when there is an address. Raises `invalid_request` for a name no mail can carry."""
        secrets = self._addresses.secrets
        number = await self._free_number(db)
        link = DeploymentLink(session.id, number.digits, session.created_at, session.prepared_until)
        await storage.add_link(db, link, token_hash(secrets.token(session.id)), ticket_hash(secrets.ticket(session.id)))
        await self._mails.queue(db, session, link, who.technician, who.company)

    async def of(self, db: AsyncConnection, session_ids: Sequence[str]) -> Mapping[str, Invitation]:
        """Links and numbers to show."""
        return {link.session_id: self._shown(link) for link in await storage.links_of(db, session_ids)}

    def with_number(self, digits: str) -> Select[tuple[str]]:
        """Ids of the sessions whose number holds these digits, open or closed, as a query."""
        return storage.numbered(digits)

    async def use_up(self, db: AsyncConnection, session_id: str, now: int) -> None:
        """The session was activated: the link delivers nothing more."""
        await storage.close_link(db, session_id, now, used_at=now)

    async def close(self, db: AsyncConnection, session_id: str, now: int) -> None:
        """The session is over before its activation: the link delivers nothing more."""
        await storage.close_link(db, session_id, now)

    async def _free_number(self, db: AsyncConnection) -> SessionNumber:
        for _ in range(_MOST_DRAWS):
            number = SessionNumber.generate(self._random)
            if not await storage.number_is_taken(db, number.digits):
                return number
        raise RuntimeError("no free session number was found")

    def _shown(self, link: DeploymentLink) -> Invitation:
        return Invitation(
            link=self._addresses.link(link.session_id),
            number=link.number,
            revoked_at=link.revoked_at,
            reported_at=link.reported_at,
        )

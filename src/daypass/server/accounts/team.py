"""A company's people: inviting them, their roles, disabling and enabling them. A company always keeps an owner who can sign in."""

from dataclasses import dataclass

from daypass.server.accounts import account_links, storage, team_storage
from daypass.server.accounts.account_links import AccountLink, LinkKind
from daypass.server.accounts.models import Role, SignedIn, Technician, folded_email, readable_name
from daypass.server.accounts.rights import may_manage
from daypass.server.accounts.services import Services
from daypass.server.accounts.still_allowed import require_still_allowed
from daypass.server.accounts.team_storage import Member
from daypass.server.cursors import Cursor, Piece, piece_of
from daypass.server.database import AsyncConnection
from daypass.server.identifiers import new_id
from daypass.server.problems import Refusal, not_found

MOST_OPEN_INVITATIONS = 200
EVERYBODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as the team sees it; `address` is the link, for those who may invite."""

    link: AccountLink
    address: str
    mailed: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """What the invited person is told before they choose a password."""

    company: str
    inviter: str
    email: str
    name: str
    language: str


class Team:
    """Use cases around colleagues. `who` is None for the operator at the command line, who may everything."""

    def __init__(self, services: Services) -> None:
        self._database = services.database
        self._accounts = services.accounts
        self._passwords = services.passwords
        self._secrets = services.secrets
        self._mails = services.mails
        self._audit = services.audit
        self._clock = services.clock

    async def members(self, company_id: str, after: Cursor | None = None, most: int = EVERYBODY) -> Piece[Member]:
        """A company's people, disabled ones too, by name."""
        async with self._database.reading() as db:
            found = await team_storage.members(db, company_id, after, most + 1)
        return piece_of(found, most, lambda one: Cursor(0, one.technician.id))

    # --- invitations --------------------------------------------------------------------------------------------------

    async def invitations(self, company_id: str, after: Cursor | None, most: int) -> Piece[Invitation]:
        """Those that nobody has accepted yet, oldest first."""
        async with self._database.reading() as db:
            links = await account_links.open_invitations(db, company_id, self._clock(), after, most + 1)
        shown = [self._shown(link) for link in links]
        return piece_of(shown, most, lambda one: Cursor(one.link.created_at, one.link.id))

    async def invite(
        self, company_id: str, who: SignedIn | None, email: str, name: str, role: Role, language: str
    ) -> Invitation:
        """Invite somebody by mail, or by the link alone. Raises `role_above_yours`, `email_taken`, `too_many_invitations`."""
        if who is not None and not may_manage(who.technician.role, role):
            raise Refusal("role_above_yours")
        await self._mails.count_invitation(company_id, email)
        maker = who.technician.id if who else None
        link = AccountLink(
            id=new_id(),
            kind=LinkKind.INVITATION,
            company_id=company_id,
            technician_id=None,
            email=folded_email(email),
            name=readable_name(name),
            role=role,
            language=language,
            made_by=maker,
            created_at=self._clock(),
        )
        async with self._database.writing() as db:
            await self._hold(db, company_id, who)
            if await team_storage.is_known(db, link.email):
                raise Refusal("email_taken")
            await account_links.add(db, link)
            if len(await account_links.open_invitations(db, company_id, link.created_at)) > MOST_OPEN_INVITATIONS:
                raise Refusal("too_many_invitations", limit=MOST_OPEN_INVITATIONS)
            await self._mails.queue_link(db, link)
            await self._audit.add(db, company_id, "invitation.made", maker, invitation_id=link.id, role=role.value)
        return self._shown(link)

    async def revoke_invitation(self, who: SignedIn, invitation_id: str) -> None:
        """Withdraw an invitation. Raises `not_found`."""
        async with self._database.writing() as db:
            await self._hold(db, who.company.id, who)
            if not await account_links.revoke_invitation(db, who.company.id, invitation_id, self._clock()):
                raise not_found()
            actor = who.technician.id
            await self._audit.add(db, who.company.id, "invitation.revoked", actor, invitation_id=invitation_id)

    async def invited(self, token: str) -> Invited:
        """Who is invited by this link, and by whom. Raises `not_found`."""
        async with self._database.reading() as db:
            link_id = self._secrets.link_id(token)
            link = await account_links.open_link(db, link_id, LinkKind.INVITATION, self._clock()) if link_id else None
            company = await storage.company_by_id(db, link.company_id) if link else None
            inviter = await storage.technician_by_id(db, link.made_by) if link and link.made_by else None
        if link is None or company is None:
            raise not_found()
        return Invited(company.name, inviter.name if inviter else "", link.email, link.name, link.language)

    async def accept(self, token: str, name: str, password: str, language: str) -> Technician:
        """The invited person joins with the password they chose, once. Raises `not_found`, `email_taken`."""
        await self.invited(token)
        hash_ = await self._passwords.hash(password)
        now = self._clock()
        async with self._database.writing() as db:
            link_id = self._secrets.link_id(token)
            link = await account_links.use(db, link_id, LinkKind.INVITATION, now) if link_id else None
            if link is None:
                raise not_found()
            person = await self._accounts.add_technician(
                db, link.company_id, name, link.email, hash_, link.role, language, now
            )
            await self._audit.add(db, link.company_id, "invitation.accepted", person.id, invitation_id=link.id)
            return person

    # --- colleagues ---------------------------------------------------------------------------------------------------

    async def change(
        self, company_id: str, who: SignedIn | None, technician_id: str, role: Role | None, disabled: bool | None
    ) -> Member:
        """Change a role, keep somebody out at once or let them in again; None leaves it.

        Raises `not_found`, `role_above_yours`, `not_yourself`, `last_owner`.
        """
        async with self._database.writing() as db:
            person = await self._managed(db, company_id, who, technician_id)
            if role is not None and role is not person.role:
                await self._change_role(db, who, person, role)
            if disabled is not None and disabled != (person.disabled_at is not None):
                await self._set_disabled(db, who, person, disabled)
            if not await storage.owners_of(db, company_id):
                raise Refusal("last_owner")
            member = await team_storage.member(db, company_id, technician_id)
        await self._accounts.access_ended(technician_id)  # open streams look again at what they may tell
        return member

    async def _change_role(self, db: AsyncConnection, who: SignedIn | None, person: Technician, role: Role) -> None:
        if who is not None and not may_manage(who.technician.role, role):
            raise Refusal("role_above_yours")
        await team_storage.set_role(db, person.id, role)
        if not role.administers:
            await account_links.revoke_made_by(db, person.id, self._clock())
        details = {"of": person.id, "role": role.value}
        await self._audit.add(db, person.company_id, "technician.role_changed", _id(who), **details)

    async def _set_disabled(
        self, db: AsyncConnection, who: SignedIn | None, person: Technician, disabled: bool
    ) -> None:
        if who is not None and person.id == who.technician.id:
            raise Refusal("not_yourself")
        now = self._clock()
        await team_storage.set_disabled(db, person.id, now if disabled else None)
        if disabled:
            await storage.end_sign_ins(db, person.id)
            await account_links.revoke_of(db, person.id, now)
            await account_links.revoke_made_by(db, person.id, now)
        kind = "technician.disabled" if disabled else "technician.enabled"
        await self._audit.add(db, person.company_id, kind, _id(who), of=person.id)

    async def require_second_factor(self, who: SignedIn, required: bool) -> None:
        """Whether everybody of the company needs one. Raises `own_second_factor_first`: nobody shuts themselves out."""
        if required and not who.has_second_factor:
            raise Refusal("own_second_factor_first")
        async with self._database.writing() as db:
            await self._hold(db, who.company.id, who)
            await team_storage.set_second_factor_required(db, who.company.id, required)
            actor = who.technician.id
            await self._audit.add(db, who.company.id, "company.second_factor_required", actor, required=required)

    async def _managed(
        self, db: AsyncConnection, company_id: str, who: SignedIn | None, technician_id: str
    ) -> Technician:
        """A colleague whom `who` may change; from here on nobody else changes the company's roles."""
        await self._hold(db, company_id, who)
        person = await storage.technician_by_id(db, technician_id)
        if person is None or person.company_id != company_id:
            raise not_found()
        if who is not None and not may_manage(who.technician.role, person.role):
            raise Refusal("role_above_yours")
        return person

    async def _hold(self, db: AsyncConnection, company_id: str, who: SignedIn | None) -> None:
        """From here on nobody else changes who has access to the company, and `who` is still one of those who may."""
        await team_storage.lock_company(db, company_id)
        if who is not None:
            await require_still_allowed(db, who.technician)

    def _shown(self, link: AccountLink) -> Invitation:
        return Invitation(link, self._mails.address_of(link), self._mails.can_send)


def _id(who: SignedIn | None) -> str | None:
    return who.technician.id if who else None

"""A forgotten password: a link to the account's address, good for one hour and once. One answer, whether there is an account or not."""

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from daypass.server.accounts import account_links, storage, team_storage
from daypass.server.accounts.account_links import AccountLink, LinkKind
from daypass.server.accounts.account_mail import AccountMail
from daypass.server.accounts.models import Technician, folded_email
from daypass.server.accounts.services import Services
from daypass.server.callers import counted_place
from daypass.server.database import AsyncConnection
from daypass.server.identifiers import new_id
from daypass.server.problems import Refusal, not_found

ASKED_PER_PLACE = parse("20/hour")
# More mails than this to one mailbox help nobody; what is asked beyond gets the same answer and no mail.
MAILED_PER_ACCOUNT = parse("3/15 minutes")


class PasswordReset:
    """Asking for a link, and choosing a new password with it."""

    def __init__(self, services: Services) -> None:
        self._database = services.database
        self._accounts = services.accounts
        self._passwords = services.passwords
        self._secrets = services.secrets
        self._mails = services.mails
        self._audit = services.audit
        self._clock = services.clock
        self._later = services.later
        self._asked = MovingWindowRateLimiter(MemoryStorage())

    async def ask(self, email: str, address: str) -> None:
        """Send a link, if the address has access; what is to be done is done beside the answer, which takes equally long for everybody.

        Raises `too_many_tries` by the asker's place alone.
        """
        if not await self._asked.hit(ASKED_PER_PLACE, "reset", counted_place(address)):
            raise Refusal("too_many_tries", headers={"Retry-After": "3600"}, retry_after_s=3600, minutes=60)
        account = folded_email(email)
        await self._later.do(lambda: self._send(account))

    async def _send(self, account: str) -> None:
        may_mail = await self._asked.hit(MAILED_PER_ACCOUNT, "reset mail", account)
        async with self._database.writing() as db:
            person = await team_storage.technician_by_email(db, account)
            if person is not None and person.disabled_at is None and may_mail and self._mails.can_send:
                await self._mails.queue_link(db, await self._link(db, person))

    async def link_for(self, email: str) -> str:
        """The link itself, for the operator, who has made sure of the person in another way. Raises `not_found`."""
        async with self._database.writing() as db:
            person = await team_storage.technician_by_email(db, folded_email(email))
            if person is None:
                raise not_found()
            return self._mails.address_of(await self._link(db, person))

    async def check(self, token: str) -> None:
        """Raises `not_found` unless this link may still choose a password."""
        link_id = self._secrets.link_id(token)
        async with self._database.reading() as db:
            if not link_id or not await account_links.open_link(db, link_id, LinkKind.RESET, self._clock()):
                raise not_found()

    async def choose(self, token: str, password: str) -> None:
        """Set the new password, once; every sign-in of the account ends. Raises `not_found`."""
        await self.check(token)
        hash_ = await self._passwords.hash(password)
        now = self._clock()
        async with self._database.writing() as db:
            link_id = self._secrets.link_id(token)
            link = await account_links.use(db, link_id, LinkKind.RESET, now) if link_id else None
            person = await storage.technician_by_id(db, link.technician_id) if link and link.technician_id else None
            if person is None or person.disabled_at is not None:
                raise not_found()
            await storage.set_password_hash(db, person.id, hash_)
            await storage.end_sign_ins(db, person.id)
            await account_links.revoke_of(db, person.id, now)
            await self._mails.queue_notice(db, AccountMail.PASSWORD_CHANGED, person)
            await self._audit.add(db, person.company_id, "password.changed", person.id, way="reset")
        await self._accounts.access_ended(person.id)

    async def _link(self, db: AsyncConnection, person: Technician) -> AccountLink:
        link = AccountLink(
            id=new_id(),
            kind=LinkKind.RESET,
            company_id=person.company_id,
            technician_id=person.id,
            email=person.email,
            name="",
            role=person.role,
            language=person.language,
            made_by=None,
            created_at=self._clock(),
        )
        await account_links.add(db, link)
        await self._audit.add(db, person.company_id, "password.reset_asked", of=person.id)
        return link

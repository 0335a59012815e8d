"""What people change about themselves: name, language, address, picture, password, and which browsers are signed in."""

from sqlalchemy.exc import IntegrityError

from daypass.server.accounts import account_links, pictures, profile_storage, storage
from daypass.server.accounts.account_links import AccountLink, LinkKind
from daypass.server.accounts.account_mail import AccountMail
from daypass.server.accounts.models import SignedIn, SignIn, folded_email, readable_name
from daypass.server.accounts.services import Services
from daypass.server.cursors import Cursor, Piece, piece_of
from daypass.server.database import AsyncConnection
from daypass.server.identifiers import new_id
from daypass.server.problems import Refusal, not_found


class Profile:
    """Use cases of one's own account."""

    def __init__(self, services: Services) -> None:
        self._database = services.database
        self._accounts = services.accounts
        self._passwords = services.passwords
        self._secrets = services.secrets
        self._mails = services.mails
        self._audit = services.audit
        self._clock = services.clock

    async def change(self, who: SignedIn, name: str | None, language: str | None) -> None:
        """Change name or language; None leaves it."""
        facts = {"name": readable_name(name) if name is not None else None, "language": language}
        wanted = {key: value for key, value in facts.items() if value is not None}
        if not wanted:
            return
        async with self._database.writing() as db:
            await profile_storage.change(db, who.technician.id, **wanted)
            await self._audit.add(db, who.company.id, "profile.changed", who.technician.id, fields=sorted(wanted))

    # --- password and address -----------------------------------------------------------------------------------------

    async def change_password(self, who: SignedIn, current: str, new: str, address: str) -> None:
        """Set a new password; every other browser is signed out. Raises `password_refused`, `too_many_tries`."""
        await self._accounts.require_password(who.technician, current, address)
        hash_ = await self._passwords.hash(new)
        async with self._database.writing() as db:
            await storage.set_password_hash(db, who.technician.id, hash_)
            ended = await storage.end_sign_ins(db, who.technician.id, but=who.sign_in_id)
            await account_links.revoke_of(db, who.technician.id, self._clock())
            await self._mails.queue_notice(db, AccountMail.PASSWORD_CHANGED, who.technician)
            actor = who.technician.id
            await self._audit.add(db, who.company.id, "password.changed", actor, way="profile", sign_ins_ended=ended)
        await self._accounts.access_ended(who.technician.id)

    async def change_email(self, who: SignedIn, email: str, password: str, address: str) -> bool:
        """Ask the new address to confirm itself; True when it counts at once because there is no mail server to ask with.

        Raises `password_refused`, `email_taken`, `too_many_tries`.
        """
        await self._accounts.require_password(who.technician, password, address)
        new = folded_email(email)
        async with self._database.writing() as db:
            if not self._mails.can_send:
                await self._set_email(db, who.company.id, who.technician.id, new)
                return True
            link = AccountLink(
                id=new_id(),
                kind=LinkKind.EMAIL,
                company_id=who.company.id,
                technician_id=who.technician.id,
                email=new,
                name="",
                role=who.technician.role,
                language=who.technician.language,
                made_by=None,
                created_at=self._clock(),
            )
            await account_links.add(db, link)
            await self._mails.queue_link(db, link)
            await self._audit.add(db, who.company.id, "email.change_asked", who.technician.id)
        return False

    async def confirm_email(self, token: str) -> None:
        """The new address has answered: it counts from now on. Raises `not_found`, `email_taken`."""
        async with self._database.writing() as db:
            link_id = self._secrets.link_id(token)
            link = await account_links.use(db, link_id, LinkKind.EMAIL, self._clock()) if link_id else None
            if link is None or link.technician_id is None:
                raise not_found()
            await self._set_email(db, link.company_id, link.technician_id, link.email)

    async def _set_email(self, db: AsyncConnection, company_id: str, technician_id: str, email: str) -> None:
        person = await storage.technician_by_id(db, technician_id)
        if person is None or person.disabled_at is not None:
            raise not_found()
        await self._mails.queue_notice(db, AccountMail.EMAIL_CHANGED, person)  # to the old address
        try:
            await profile_storage.change(db, technician_id, email=email)
        except IntegrityError as error:
            raise Refusal("email_taken") from error
        await self._audit.add(db, company_id, "email.changed", technician_id)

    # --- picture ------------------------------------------------------------------------------------------------------

    async def set_picture(self, who: SignedIn, sent: bytes) -> str:
        """Keep a picture, drawn anew; its version. Raises `picture_refused`."""
        image = await pictures.drawn_anew(sent)
        version = pictures.version_of(image)
        async with self._database.writing() as db:
            await profile_storage.set_picture(db, who.technician.id, image, version)
            await self._audit.add(db, who.company.id, "profile.changed", who.technician.id, fields=["picture"])
        return version

    async def remove_picture(self, who: SignedIn) -> None:
        """Forget the picture; no error when there is none."""
        async with self._database.writing() as db:
            await profile_storage.remove_picture(db, who.technician.id)
            await self._audit.add(db, who.company.id, "profile.changed", who.technician.id, fields=["picture"])

    async def picture(self, who: SignedIn, technician_id: str) -> bytes:
        """A colleague's picture. Raises `not_found`."""
        async with self._database.reading() as db:
            image = await profile_storage.picture(db, who.company.id, technician_id)
        if image is None:
            raise not_found()
        return image

    # --- sign-ins -----------------------------------------------------------------------------------------------------

    async def sign_ins(self, who: SignedIn, after: Cursor | None, most: int) -> Piece[SignIn]:
        """The browsers that are signed in, newest first."""
        async with self._database.reading() as db:
            found = await storage.sign_ins_of(db, who.technician.id, self._clock(), after, most + 1)
        return piece_of(found, most, lambda one: Cursor(one.created_at, one.id))

    async def end_sign_in(self, who: SignedIn, sign_in_id: str) -> None:
        """Sign one browser out. Raises `not_found`."""
        async with self._database.writing() as db:
            if not await storage.end_sign_in(db, who.technician.id, sign_in_id):
                raise not_found()
            await self._audit.add(db, who.company.id, "sign_in.ended", who.technician.id, count=1)
        await self._accounts.access_ended(who.technician.id)

    async def end_other_sign_ins(self, who: SignedIn) -> None:
        """Sign every other browser out."""
        async with self._database.writing() as db:
            ended = await storage.end_sign_ins(db, who.technician.id, but=who.sign_in_id)
            await self._audit.add(db, who.company.id, "sign_in.ended", who.technician.id, count=ended)
        await self._accounts.access_ended(who.technician.id)

"""The company's logo: on the customer's pages only. Mails carry no picture, and the app on the PC says the name."""

from sqlalchemy import delete, insert, select, update

from daypass.server.accounts import pictures
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.tables import company, company_logo
from daypass.server.accounts.team_storage import lock_company
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database

LOGO_PATH = "/customer/logo/"


def logo_address(version: str | None) -> str | None:
    """Where a browser finds it; what it names never changes."""
    return f"{LOGO_PATH}{version}.webp" if version else None


class CompanyLogos:
    """Keeps one logo of a company, drawn anew."""

    def __init__(self, database: Database, audit: AuditChain) -> None:
        self._database = database
        self._audit = audit

    async def set(self, company_id: str, sent: bytes, who: SignedIn | None = None) -> str:
        """Keep this logo and no other; its address. Raises `picture_refused`."""
        image = await pictures.logo_drawn_anew(sent)
        version = pictures.version_of(image)
        async with self._database.writing() as db:
            await lock_company(db, company_id)
            await self._forget(db, company_id)
            await db.execute(insert(company_logo).values(company_id=company_id, version=version, image=image))
            await self._name(db, company_id, version, who)
        return f"{LOGO_PATH}{version}.webp"

    async def remove(self, company_id: str, who: SignedIn | None = None) -> None:
        """Forget the logo; no error when there is none."""
        async with self._database.writing() as db:
            await lock_company(db, company_id)
            if await self._forget(db, company_id):
                await self._name(db, company_id, None, who)

    async def image(self, version: str) -> bytes | None:
        """A logo that is in use now, for anybody who knows its name."""
        async with self._database.reading() as db:
            found = select(company_logo.c.image).where(company_logo.c.version == version).limit(1)
            return (await db.execute(found)).scalar_one_or_none()

    async def _forget(self, db: AsyncConnection, company_id: str) -> bool:
        return (await db.execute(delete(company_logo).where(company_logo.c.company_id == company_id))).rowcount > 0

    async def _name(self, db: AsyncConnection, company_id: str, version: str | None, who: SignedIn | None) -> None:
        await db.execute(update(company).where(company.c.id == company_id).values(logo=version))
        by = who.technician.id if who else None
        await self._audit.add(db, company_id, "company.changed", by, texts=["logo"])

"""Gives pseudonyms back their names, as far as key and person are still there."""

from collections.abc import Mapping
from dataclasses import dataclass

from daypass.server.accounts import storage as accounts
from daypass.server.audit.pseudonyms import key_of, pseudonym
from daypass.server.database import AsyncConnection


@dataclass(frozen=True, slots=True)
class Person:
    """A technician as reports name them."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class People:
    """A company's technicians, found by id or by what the audit chain calls them."""

    by_pseudonym: Mapping[str, Person]
    pseudonym_of: Mapping[str, str]

    def named(self, written: str | None) -> Person | None:
        """Who is meant by an entry; None for nobody, for an erased person and without the key."""
        return self.by_pseudonym.get(written or "")

    def written(self, technician_id: str) -> tuple[str, ...]:
        """How entries name this technician; somebody else's id finds nothing."""
        return (self.pseudonym_of.get(technician_id, "nobody"), technician_id)


async def people_of(db: AsyncConnection, company_id: str) -> People:
    """The technicians of a company, also those who may not sign in any more."""
    key = await key_of(db, company_id)
    names = await accounts.technician_names(db, company_id)
    pseudonym_of = {id_: pseudonym(key, "technician", id_) for id_ in names} if key else {}
    by_pseudonym = {id_: Person(id_, name) for id_, name in names.items()}  # entries made before there were pseudonyms
    by_pseudonym |= {written: Person(id_, names[id_]) for id_, written in pseudonym_of.items()}
    return People(by_pseudonym, pseudonym_of)

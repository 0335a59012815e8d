"""Who signs in, as values. Knows neither framework nor SQL."""

import re
from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("pt-BR", "en", "es")
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256


class Role(StrEnum):
    """What a technician may do: owner and admin see and end every session of the company."""

    OWNER = "owner"
    ADMIN = "admin"
    TECHNICIAN = "technician"

    @property
    def administers(self) -> bool:
        """May see and end colleagues' sessions and change the company."""
        return self is not Role.TECHNICIAN


@dataclass(frozen=True, slots=True)
class Company:
    """The paying tenant."""

    id: str
    name: str
    colour: str
    phone: str
    website: str
    language: str
    sessions_per_technician: int
    sessions_per_company: int


@dataclass(frozen=True, slots=True)
class Technician:
    """A person who signs in."""

    id: str
    company_id: str
    email: str
    name: str
    role: Role
    language: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom a request speaks for."""

    technician: Technician
    company: Company
    expires_at: int


def folded_email(email: str) -> str:
    """One spelling for one mailbox: trimmed, lower case."""
    return email.strip().lower()


def readable_name(name: str) -> str:
    """A name as customers read it: single spaces, no control or direction characters."""
    return re.sub(r"\s+", " ", "".join(c for c in name if c.isprintable() or c.isspace())).strip()

"""Who signs in, as values. Knows neither framework nor SQL."""

import re
from dataclasses import dataclass

from daypass.server.accounts.rights import RIGHTS_OF, Right, Role

LANGUAGES = ("pt-BR", "en", "es")
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256


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
    second_factor_required: bool = False
    may_hold: bool = False
    """Technicians may ask to lock a PC's input or hide its screen."""
    logo: str | None = None
    """Names the present logo (`/customer/logo/<name>.webp`)."""


@dataclass(frozen=True, slots=True)
class Technician:
    """A person who signs in."""

    id: str
    company_id: str
    email: str
    name: str
    role: Role
    language: str
    disabled_at: int | None = None
    picture: str | None = None
    """Names the picture's present version; None: there is none."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom a request speaks for: a person in a browser, or an API token that this person made."""

    technician: Technician
    company: Company
    expires_at: int
    sign_in_id: str = ""
    confirmed_at: int = 0
    """When this browser last proved its person with a password or a key (ms)."""
    has_second_factor: bool = False
    scopes: frozenset[Right] | None = None
    """Of an API token; None: a browser."""

    @property
    def rights(self) -> frozenset[Right]:
        """What may be done: by role; of that, a token's scopes; and nothing but adding one while a second factor is missing."""
        by_role = RIGHTS_OF[self.technician.role]
        if self.lacks_second_factor:
            by_role &= {Right.OWN_PROFILE}
        return by_role if self.scopes is None else by_role & self.scopes

    @property
    def lacks_second_factor(self) -> bool:
        """Whether the company wants a second factor that this person has not set up yet."""
        return self.company.second_factor_required and not self.has_second_factor


@dataclass(frozen=True, slots=True)
class SignIn:
    """One signed-in browser. Times are milliseconds since 1970."""

    id: str
    technician_id: str
    created_at: int
    expires_at: int
    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as it is listed. Times are milliseconds since 1970."""

    id: str
    technician_id: str
    technician_name: str
    name: str
    scopes: tuple[Right, ...]
    created_at: int
    expires_at: int | None
    last_used_at: int | None
    last_used_from: str | None


def folded_email(email: str) -> str:
    """One spelling for one mailbox: trimmed, lower case."""
    return email.strip().lower()


def readable_name(name: str) -> str:
    """A name as customers read it: single spaces, no control or direction characters."""
    return re.sub(r"\s+", " ", "".join(c for c in name if c.isprintable() or c.isspace())).strip()


def readable_text(text: str) -> str:
    """Lines as they were written, without characters that cannot be seen or that turn the text around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(c for c in lines if c == "\n" or c.isprintable())


__all__ = ["ApiToken", "Company", "Role", "SignIn", "SignedIn", "Technician"]

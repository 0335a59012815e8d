"""What people may do, by role, and which of it an API token may be given. Knows neither framework nor SQL."""

from enum import StrEnum


class Role(StrEnum):
    """What a technician may do: owner and admin see and end every session of the company."""

    OWNER = "owner"
    ADMIN = "admin"
    TECHNICIAN = "technician"

    @property
    def administers(self) -> bool:
        """May see and end colleagues' sessions and change the company."""
        return self is not Role.TECHNICIAN


class Right(StrEnum):
    """One thing to be allowed; a route asks for exactly one. The values are the scopes of API tokens."""

    OWN_PROFILE = "profile"
    """One's own name, password, picture, second factors, sign-ins and API tokens."""
    SESSIONS_READ = "sessions:read"
    SESSIONS_WRITE = "sessions:write"
    SESSIONS_CONNECT = "sessions:connect"
    COMPANY_READ = "company:read"
    COMPANY_WRITE = "company:write"
    SUBSCRIPTION_WRITE = "subscription:write"
    TEAM_READ = "team:read"
    TEAM_WRITE = "team:write"
    REPORTS_READ = "reports:read"
    AUDIT_READ = "audit:read"
    WEBHOOKS_WRITE = "webhooks:write"


_TECHNICIAN = frozenset(
    {
        Right.OWN_PROFILE,
        Right.SESSIONS_READ,
        Right.SESSIONS_WRITE,
        Right.SESSIONS_CONNECT,
        Right.COMPANY_READ,
        Right.TEAM_READ,
    }
)
_ADMIN = _TECHNICIAN | {
    Right.COMPANY_WRITE,
    Right.TEAM_WRITE,
    Right.REPORTS_READ,
    Right.AUDIT_READ,
    Right.WEBHOOKS_WRITE,
}
_OWNER = _ADMIN | {Right.SUBSCRIPTION_WRITE}

RIGHTS_OF: dict[Role, frozenset[Right]] = {Role.OWNER: _OWNER, Role.ADMIN: _ADMIN, Role.TECHNICIAN: _TECHNICIAN}

# A token acts for its maker without a second look, so it never changes who has access, what is paid, or the maker's own proofs.
SCOPES: tuple[Right, ...] = tuple(
    right for right in Right if right not in (Right.OWN_PROFILE, Right.TEAM_WRITE, Right.SUBSCRIPTION_WRITE)
)

_ORDER = (Role.TECHNICIAN, Role.ADMIN, Role.OWNER)


def may_manage(actor: Role, role: Role) -> bool:
    """Whether `actor` may give `role` to somebody, or change somebody who has it: nobody reaches above themselves."""
    return Right.TEAM_WRITE in RIGHTS_OF[actor] and _ORDER.index(role) <= _ORDER.index(actor)

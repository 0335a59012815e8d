"""What must be true of support sessions, said a second time and as simply as possible: no database, no signatures, no concurrency."""

from dataclasses import dataclass, field

DAY = 24 * 3_600_000
QUARTER = 15 * 60_000
TOOLS = {
    "trial": set(),
    "basic": {"remote_control", "chat"},
    "plus": {"remote_control", "files", "dashboard", "chat"},
    "premier": {"remote_control", "files", "dashboard", "chat"},
}


@dataclass
class ModelPassword:
    """One request for a new session password."""

    request_id: bytes
    technician: int
    key: bytes
    salt: bytes
    asked_at: int
    stage: str = "asked"

    @property
    def expires_at(self) -> int:
        """When it is too late for the code."""
        return self.asked_at + QUARTER

    @property
    def is_open(self) -> bool:
        """Whether nothing has closed it; its time may be over."""
        return self.stage in ("asked", "nobody", "code")

    def shown(self, now: int) -> str:
        """What the technician reads."""
        return "expired" if self.is_open and now >= self.expires_at else self.stage


@dataclass
class ModelSession:
    """One pass."""

    id: str
    technician: int
    created_at: int
    activated_at: int | None = None
    ended_at: int | None = None
    ending: str | None = None
    revoked: bool = False
    host: bytes | None = None
    rights: set[str] = field(default_factory=set)
    removal: str = "none"
    reported: bool = False
    had: set[int] = field(default_factory=set)
    """Technicians who gave it to a colleague."""
    technician_key: bytes = b""
    verifier_salt: bytes = b""
    passwords: list[ModelPassword] = field(default_factory=list)
    """Requests for a new one that are kept, newest last."""
    asked: list[ModelPassword] = field(default_factory=list)
    """All of them."""

    @property
    def over_at(self) -> int:
        """When time ends it."""
        return (self.created_at if self.activated_at is None else self.activated_at) + DAY

    def state(self, now: int) -> str:
        """Where it is in its life."""
        if self.ended_at is not None or now >= self.over_at:
            return "ended"
        return "prepared" if self.activated_at is None else "active"

    def pass_time(self, now: int) -> None:
        """Time ends what is past its time, at the moment when it was over."""
        if self.ended_at is None and now >= self.over_at:
            self._end(self.over_at, "link_expired" if self.activated_at is None else "expired")

    def end(self, now: int, by: str) -> None:
        """Somebody ends it; what is over stays as it was."""
        self.pass_time(now)
        if self.ended_at is None:
            if by == "technician":
                self._end(now, "cancelled" if self.activated_at is None else "by_technician")
            else:
                self._end(now, "by_customer")

    def _end(self, at: int, ending: str) -> None:
        self.ended_at, self.ending = at, ending
        if self.activated_at is not None:
            self.removal = "pending"

    def open_password(self, now: int) -> ModelPassword | None:
        """The request under way."""
        return next((one for one in self.passwords if one.is_open and now < one.expires_at), None)

    def password(self, request_id: bytes) -> ModelPassword | None:
        """A request that is still known."""
        return next((one for one in self.passwords if one.request_id == request_id), None)

    def unseen_by(self, who: int) -> str | None:
        """Why a technician does not find it; None: it is their own, or they are the owner (0)."""
        if who in (0, self.technician):
            return None
        return "session_handed_over" if who in self.had else "not_found"


@dataclass
class Model:
    """One company."""

    plan: str = "premier"
    seats: int | None = None
    ends_at: int | None = None
    per_technician: int = 1
    per_company: int = 3
    sessions: dict[str, ModelSession] = field(default_factory=dict)
    made: dict[tuple[int, str], tuple[str, str]] = field(default_factory=dict)
    """By technician and key: the request, and the session it made."""

    def live(self, now: int, technician: int | None = None) -> list[ModelSession]:
        """Prepared and active sessions, oldest first."""
        found = (one for one in self.sessions.values() if one.state(now) != "ended")
        return sorted(
            (one for one in found if technician in (None, one.technician)), key=lambda one: (one.created_at, one.id)
        )

    def refusal(self, technician: int, now: int, freed: ModelSession | None = None) -> str | None:
        """Why no more session may begin for this technician; `freed` would be ended first."""
        if self.plan == "trial":
            return "trial_plan"
        if self.ends_at is not None and now >= self.ends_at:
            return "no_subscription"
        mine = [one for one in self.live(now, technician) if one is not freed]
        everyones = [one for one in self.live(now) if one is not freed]
        if len(mine) >= self.per_technician:
            return "technician_limit"
        seats = self.per_company if self.seats is None else self.seats
        if len(everyones) >= min(self.per_company, seats):
            return "no_seat" if seats < self.per_company else "company_limit"
        return None

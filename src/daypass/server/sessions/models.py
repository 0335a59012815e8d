"""A support session as a value, and the facts kept beside its state. Knows neither framework nor SQL."""

from dataclasses import dataclass, field
from enum import StrEnum

from daypass.protocol.lifecycle import Ending, Life, State
from daypass.server.accounts.models import SignedIn
from daypass.server.cursors import Cursor
from daypass.server.sessions.searching import Search


class Presence(StrEnum):
    """Whether the host answers, and whether a technician is connected to it."""

    OFFLINE = "offline"
    ONLINE = "online"
    CONNECTED = "connected"


class Removal(StrEnum):
    """What is known of the host's removal; confirmed only by a report signed with the host's key."""

    NONE = "none"
    PENDING = "pending"
    CONFIRMED = "confirmed"


class ReceiptState(StrEnum):
    """How far the customer's receipt is; none of these when they want none."""

    ASKED = "asked"
    """It waits for the end and the removal."""
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    """The mail server refused it for good, or its address was erased before."""


class Milestone(StrEnum):
    """What the technician watches before activation, in the order it happens."""

    MAIL = "mail"
    VISITED = "visited"
    DOWNLOADED = "downloaded"
    STARTED = "started"
    CODE = "code"
    INSTALLING = "installing"
    ACTIVE = "active"


class NewPasswordStage(StrEnum):
    """How far a new session password is; the middle ones are the host's own words."""

    ASKED = "asked"
    NOBODY = "nobody"
    CODE = "code"
    CLOSED = "closed"
    EXPIRED = "expired"
    FAILED = "failed"
    DONE = "done"
    CANCELLED = "cancelled"
    REPLACED = "replaced"

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self in (NewPasswordStage.ASKED, NewPasswordStage.NOBODY, NewPasswordStage.CODE)


class SessionEvent(StrEnum):
    """What others than the console may want to be told."""

    PREPARED = "session.prepared"
    ACTIVATED = "session.activated"
    CONNECTED = "session.connected"
    ENDED = "session.ended"
    REMOVED = "session.removed"


class Asked(StrEnum):
    """Which sessions a list shows."""

    ALL = "all"
    LIVE = "live"
    PREPARED = "prepared"
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Sought:
    """Which sessions a list shows: those that fit everything that is set."""

    state: Asked = Asked.ALL
    presence: Presence | None = None
    """Of the host of an active session; nobody is told of the others."""
    removal: Removal | None = None
    technician_id: str | None = None
    computer: bool | None = None
    """Whether a PC ever joined."""
    since: int | None = None
    """Created then or later (ms since 1970)."""
    until: int | None = None
    """Created before."""
    search: Search = Search()


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a list; `next` None: there is no more."""

    cards: tuple["SessionCard", ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a technician asks for; everything may be empty."""

    customer_email: str = ""
    customer_name: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SupportSession:
    """One pass, as it is kept. Times are milliseconds since 1970."""

    id: str
    company_id: str
    technician_id: str
    state: State
    ending: Ending | None
    created_at: int
    prepared_until: int
    activated_at: int | None
    deadline_at: int | None
    ended_at: int | None
    customer_email: str
    customer_name: str
    customer_language: str
    note: str
    milestones: dict[Milestone, int] = field(hash=False)
    host_stage: str | None
    host_stage_dp: str | None
    technician_key: bytes | None
    verifier_salt: bytes | None
    pairing_attempts: int
    host_key: bytes | None
    grant: bytes | None
    computer_name: str | None
    system: dict[str, str] | None = field(hash=False)
    consent: str | None
    paused: bool
    presence: Presence
    connected: tuple[str, ...]
    seen_at: int | None
    command_counter: int
    removal: Removal
    removed_at: int | None
    leftovers: int | None
    rights: tuple[str, ...] | None = None
    assigned_at: int | None = None
    sight: str | None = None
    sight_at: int | None = None
    closing_note: str = ""
    closing_note_at: int | None = None
    computer_erased_at: int | None = None
    customer_erased_at: int | None = None
    customer_pseudonym: str | None = None
    receipt_state: ReceiptState | None = None
    receipt_at: int | None = None
    receipt_hash: str | None = None
    log_lines: int = 0
    log_head: str | None = None
    log_at: int | None = None
    log_differs_at: int | None = None

    @property
    def life(self) -> Life:
        """What the transition table needs to know."""
        return Life(self.state, self.created_at, self.activated_at, self.ended_at, self.ending)

    def is_visible_to(self, who: SignedIn) -> bool:
        """Technicians have their own sessions, owner and admins the company's; `storage._visible_to` is the same rule in SQL."""
        own = self.technician_id == who.technician.id
        return self.company_id == who.company.id and (own or who.technician.role.administers)


@dataclass(frozen=True, slots=True)
class Invitation:
    """How the customer finds the host: the link, and the number to say on the phone."""

    link: str
    number: str
    revoked_at: int | None = None
    reported_at: int | None = None


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A technician's request for a new session password. Times are milliseconds since 1970; `told_at`: when `stage` was."""

    request_id: bytes
    session_id: str
    technician_id: str
    technician_name: str
    technician_key: bytes
    verifier_salt: bytes
    asked_at: int
    expires_at: int
    stage: NewPasswordStage
    stage_dp: str | None = None
    told_at: int | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class InvitedColleague:
    """Somebody who may see a session and connect to its PC, besides those whose session it is. `invited_by`: a name."""

    technician_id: str
    name: str
    invited_by: str
    invited_at: int


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session with what a technician needs to see beside it."""

    session: SupportSession
    technician_name: str
    invitation: Invitation | None
    rights: tuple[str, ...]
    new_password: NewPassword | None = None
    colleagues: tuple[InvitedColleague, ...] = ()

    def is_shown_to(self, who: SignedIn) -> bool:
        """Besides those whose session it is, invited colleagues see it; `storage.session_shown_to` is the same rule in SQL."""
        invited = any(colleague.technician_id == who.technician.id for colleague in self.colleagues)
        return self.session.is_visible_to(who) or (invited and self.session.company_id == who.company.id)


@dataclass(frozen=True, slots=True)
class Usage:
    """Live sessions against their limits; seats None means unlimited."""

    mine: int
    mine_limit: int
    company: int
    company_limit: int
    seats: int | None

"""Links as values: what they are made of, and whether one may still be used.

The database keeps hashes of a link's token and of the download's ticket. Both are made from a secret in the data directory
(HMAC-SHA-256 of the session's random id), so that the server can show a link again without keeping it: a stolen copy of the
database opens nothing.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

from daypass.protocol.lifecycle import Ending, State

TOKEN_BYTES = 16
TICKET_BYTES = 10
TOKEN_LENGTH = 22
LINK_PATH = "/d/"


class LinkState(StrEnum):
    """Whether a link delivers the host, and if not, why: the page has one answer for each."""

    USABLE = "usable"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPORTED = "reported"
    USED = "used"
    ENDED = "ended"


DP_OF_STATE = {
    LinkState.EXPIRED: "DP-303",
    LinkState.REVOKED: "DP-304",
    LinkState.REPORTED: "DP-304",
    LinkState.USED: "DP-305",
    LinkState.ENDED: "DP-601",
}


class Sight(StrEnum):
    """What the customer says to see when the app does not start."""

    NO_FILE = "no_file"
    BROWSER_WARNING = "browser_warning"
    SMARTSCREEN = "smartscreen"
    UAC = "uac"
    SMART_APP_CONTROL = "smart_app_control"
    STORE_ONLY = "store_only"
    ANTIVIRUS = "antivirus"
    NOTHING = "nothing"


DP_OF_SIGHT = {Sight.SMART_APP_CONTROL: "DP-107", Sight.STORE_ONLY: "DP-109", Sight.ANTIVIRUS: "DP-108"}


@dataclass(frozen=True, slots=True)
class DeploymentLink:
    """The address that delivers the host for one SupportSession. Times are milliseconds since 1970."""

    session_id: str
    number: str
    created_at: int
    expires_at: int
    revoked_at: int | None = None
    reported_at: int | None = None
    used_at: int | None = None
    closed_at: int | None = None


def link_state(link: DeploymentLink, state: State, ending: Ending | None, now: int) -> LinkState:
    """What a link is worth at `now`, for a session in `state`."""
    if link.reported_at is not None:
        return LinkState.REPORTED
    if state is State.ACTIVE:
        return LinkState.USED
    if link.used_at is not None:
        return LinkState.ENDED
    if ending is Ending.LINK_EXPIRED:
        return LinkState.EXPIRED
    if link.revoked_at is not None or state is State.ENDED or link.closed_at is not None:
        return LinkState.REVOKED
    return LinkState.EXPIRED if now >= link.expires_at else LinkState.USABLE


class LinkSecrets:
    """Makes tokens and tickets from session ids, under a secret of at least 32 bytes that never enters the database."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("a link secret has at least 32 bytes")
        self._secret = secret

    def token(self, session_id: str) -> str:
        """128 bits, for the link."""
        return base64.urlsafe_b64encode(self._derived("link", session_id)[:TOKEN_BYTES]).decode().rstrip("=")

    def ticket(self, session_id: str) -> bytes:
        """80 bits, for the name of the download."""
        return self._derived("ticket", session_id)[:TICKET_BYTES]

    def _derived(self, purpose: str, session_id: str) -> bytes:
        return hmac.digest(self._secret, f"daypass/1 {purpose} {session_id}".encode(), hashlib.sha256)


def token_hash(token: str) -> str:
    """What the database keeps of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def ticket_hash(ticket: bytes) -> str:
    """What the database keeps of a download's ticket."""
    return hashlib.sha256(b"ticket " + ticket).hexdigest()

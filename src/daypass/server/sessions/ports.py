"""What support sessions need from features above and beside them; `app.py` plugs them in."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from daypass.server.accounts.models import SignedIn
from daypass.server.database import AsyncConnection
from daypass.server.sessions.models import Invitation, SupportSession


class Invitations(Protocol):
    """Links and numbers (feature deployment). Every method works in the caller's transaction."""

    async def invite(self, db: AsyncConnection, session: SupportSession, who: SignedIn) -> None:
        """Make link and number for a new session and put the mail into the outbox, when there is an address."""
        ...

    async def of(self, db: AsyncConnection, session_ids: Sequence[str]) -> Mapping[str, Invitation]:
        """Links and numbers to show; sessions whose link is erased are missing."""
        ...

    async def use_up(self, db: AsyncConnection, session_id: str, now: int) -> None:
        """The session was activated: the link delivers nothing more."""
        ...

    async def close(self, db: AsyncConnection, session_id: str, now: int) -> None:
        """The session is over before its activation: the link delivers nothing more."""
        ...

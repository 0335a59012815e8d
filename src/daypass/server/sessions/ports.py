"""What support sessions need from features above and beside them; `app.py` plugs them in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from sqlalchemy import Select

from daypass.server.accounts.models import SignedIn
from daypass.server.database import AsyncConnection
from daypass.server.sessions.models import Invitation, SessionEvent, SupportSession


class Lines(Protocol):
    """What runs between technicians and hosts (feature relay)."""

    async def end_pairs(self, pair_ids: Iterable[bytes]) -> None:
        """Cut these lines; whoever may, connects again."""
        ...

    async def end_session(self, session_id: str) -> None:
        """Cut every line of a session."""
        ...

    async def withdraw(self, pair_ids: Iterable[bytes]) -> None:
        """Cut these lines because their technician's invitation was withdrawn."""
        ...

    async def hand_over(self, session_id: str) -> None:
        """Cut every line of a session because another technician has it now."""
        ...


class Invitations(Protocol):
    """Links and numbers (feature deployment). Every method works in the caller's transaction."""

    async def count_mail(self, company_id: str, address: str) -> None:
        """One more mail is asked for. Raises `too_many_tries` when this address has got too many of this company."""
        ...

    async def invite(self, db: AsyncConnection, session: SupportSession, who: SignedIn) -> None:
        """Make link and number for a new session and put the mail into the outbox, when there is an address."""
        ...

    async def of(self, db: AsyncConnection, session_ids: Sequence[str]) -> Mapping[str, Invitation]:
        """Links and numbers to show; sessions whose link is erased are missing."""
        ...

    def with_number(self, digits: str) -> Select[tuple[str]]:
        """Ids of the sessions whose number holds these digits, as a query."""
        ...

    async def use_up(self, db: AsyncConnection, session_id: str, now: int) -> None:
        """The session was activated: the link delivers nothing more."""
        ...

    async def close(self, db: AsyncConnection, session_id: str, now: int) -> None:
        """The session is over before its activation: the link delivers nothing more."""
        ...


class SessionEvents(Protocol):
    """Who else must learn what happened to a session (feature webhooks); in the caller's transaction: nothing is told in vain."""

    async def happened(self, db: AsyncConnection, event: SessionEvent, session: SupportSession, **more: str) -> None:
        """The session is now as given; `more`: facts of the event itself, such as the tool of a connection."""
        ...

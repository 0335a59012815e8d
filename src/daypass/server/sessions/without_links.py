"""Stands in for the feature deployment where it is not plugged in: sessions without link and number."""

from collections.abc import Mapping, Sequence

from daypass.server.accounts.models import SignedIn
from daypass.server.database import AsyncConnection
from daypass.server.sessions.models import Invitation, SupportSession


class WithoutLinks:
    """Invites nobody."""

    async def invite(self, db: AsyncConnection, session: SupportSession, who: SignedIn) -> None:
        """Nothing to make."""

    async def of(self, db: AsyncConnection, session_ids: Sequence[str]) -> Mapping[str, Invitation]:
        """Nothing to show."""
        return {}

    async def use_up(self, db: AsyncConnection, session_id: str, now: int) -> None:
        """Nothing to close."""

    async def close(self, db: AsyncConnection, session_id: str, now: int) -> None:
        """Nothing to close."""

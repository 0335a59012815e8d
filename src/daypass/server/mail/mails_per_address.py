"""Bounds how many mails one company has sent to one address: whoever wants to flood somebody's mailbox does not get our server for it."""

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from daypass.server.problems import Refusal

PER_ADDRESS = parse("30/hour")


class MailsPerAddress:
    """Counts what people ask for, before anything is queued."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, company_id: str, address: str) -> None:
        """One more mail to this address. Raises `too_many_tries`."""
        if not await self._window.hit(PER_ADDRESS, company_id, address.strip().lower()):
            raise Refusal("too_many_tries", minutes=60, retry_after_s=3600, headers={"Retry-After": "3600"})

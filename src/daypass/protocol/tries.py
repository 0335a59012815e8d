"""How a host slows down whoever guesses its session password; kept on its disk across restarts.

A try counts when the host gives its share away, before it knows how the run ends, so breaking off early gains nothing.
"""

from daypass.protocol.messages import Count, Millis, Record, decoder, encode

FREE_TRIES = 5
ALARMING_TRIES = 20
MINUTE_MS = 60_000
LONGEST_WAIT_MS = 60 * MINUTE_MS


class PasswordTries(Record, frozen=True, kw_only=True):
    """Wrong tries since the last right one, and until when no further one is taken."""

    failures: Count = 0
    blocked_until: Millis = 0

    def wait_ms(self, now: int) -> int:
        """How long the next try must wait; never longer than an hour, even when the clock was turned back."""
        return min(max(0, self.blocked_until - now), LONGEST_WAIT_MS)

    def begun(self, now: int) -> "PasswordTries":
        """A try begins: it counts as wrong until `PasswordTries()` replaces this after the right tag. Keep it on disk first."""
        failures = self.failures + 1
        wait = 0
        if failures >= ALARMING_TRIES:
            wait = LONGEST_WAIT_MS
        elif failures >= FREE_TRIES:
            wait = min(MINUTE_MS << (failures - FREE_TRIES), LONGEST_WAIT_MS)
        return PasswordTries(failures=failures, blocked_until=now + wait if wait else 0)

    @property
    def tries_left(self) -> int:
        """Tries left before the host makes one wait."""
        return max(0, FREE_TRIES - self.failures)

    @property
    def alarming(self) -> bool:
        """Whether the customer's tray and the audit must say that somebody is guessing."""
        return self.failures >= ALARMING_TRIES

    def kept(self) -> bytes:
        """The bytes for the disk; `read_tries` is the inverse."""
        return encode(self)


_decode = decoder(PasswordTries, 256)


def read_tries(kept: bytes) -> PasswordTries:
    """What `kept` wrote. ProtocolError when the file is damaged: the caller then assumes a block of an hour."""
    tries: PasswordTries = _decode(kept)
    return tries

"""How often the session password may be guessed: five tries, then a minute that doubles, after twenty an hour. Kept on disk.

A run counts as wrong from the moment it starts until it ends in a right tag, so breaking it off gains nothing.
"""

import msgspec

from daypass.host.platform.ports import Vault

FREE_TRIES = 5
BLOCK_TRIES = 20
FIRST_WAIT_MS = 60_000
LONGEST_WAIT_MS = 3_600_000
_NAME = "password-tries"


class Tries(msgspec.Struct, frozen=True):
    """Wrong runs in a row, and until when no other is allowed (trusted time, milliseconds since 1970)."""

    wrong: int = 0
    blocked_until: int = 0


def after_wrong(tries: Tries, now: int) -> Tries:
    """One more wrong run."""
    wrong = tries.wrong + 1
    if wrong < FREE_TRIES:
        return Tries(wrong, 0)
    wait = LONGEST_WAIT_MS if wrong >= BLOCK_TRIES else min(LONGEST_WAIT_MS, FIRST_WAIT_MS << (wrong - FREE_TRIES))
    return Tries(wrong, now + wait)


def retry_after_s(tries: Tries, now: int) -> int:
    """Seconds until the next run is allowed, 0 when it is now. A clock that jumped never blocks for more than an hour."""
    left = min(tries.blocked_until - now, LONGEST_WAIT_MS)
    return max(0, -(-left // 1000))


def tries_left(tries: Tries) -> int:
    """Free tries before the next wait; one at a time once they are used up."""
    return max(0, FREE_TRIES - tries.wrong)


class PasswordTries:
    """The counter on disk."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        kept = vault.read(_NAME)
        self.now = msgspec.msgpack.decode(kept, type=Tries) if kept else Tries()

    def start_run(self, now: int) -> None:
        """Count a run as wrong before it is answered. The caller has asked `retry_after_s`."""
        self._keep(after_wrong(self.now, now))

    def run_was_right(self) -> None:
        self._keep(Tries())

    @property
    def blocked(self) -> bool:
        """Twenty wrong runs: the customer's tray says so."""
        return self.now.wrong >= BLOCK_TRIES

    def _keep(self, tries: Tries) -> None:
        self.now = tries
        self._vault.write(_NAME, msgspec.msgpack.encode(tries))

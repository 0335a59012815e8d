"""The counter of wrong password tries on the host's disk; its rule is `protocol/tries.py`."""

from daypass.host.platform.ports import Vault
from daypass.protocol.errors import ProtocolError
from daypass.protocol.tries import LONGEST_WAIT_MS, PasswordTries, read_tries

_NAME = "password-tries"


class TriesOnDisk:
    """Survives restarts; a damaged file means the longest wait."""

    def __init__(self, vault: Vault, now: int) -> None:
        self._vault = vault
        kept = vault.read(_NAME)
        try:
            self._tries = read_tries(kept) if kept is not None else PasswordTries()
        except ProtocolError:
            self._tries = PasswordTries(blocked_until=now + LONGEST_WAIT_MS)

    def retry_after_s(self, now: int) -> int:
        """Seconds until a try is taken again; 0: now."""
        return -(-self._tries.wait_ms(now) // 1000)

    def begin(self, now: int) -> None:
        """A try counts as wrong on disk before it is answered."""
        self._keep(self._tries.begun(now))

    def was_right(self) -> None:
        self._keep(PasswordTries())

    @property
    def tries_left(self) -> int:
        return self._tries.tries_left

    @property
    def alarming(self) -> bool:
        return self._tries.alarming

    def _keep(self, tries: PasswordTries) -> None:
        self._tries = tries
        self._vault.write(_NAME, tries.kept())

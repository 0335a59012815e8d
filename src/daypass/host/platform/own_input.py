"""What becomes of each event of the PC's own mouse and keyboard while they are held: the rule alone, without asking any system.

What goes down is swallowed. What comes up is swallowed only where it had been swallowed going down: a key that somebody held when it
began comes up for the programs too, and stays stuck for nobody. Esc held long enough, or Ctrl+Alt+Del where it is seen, frees.
"""

from enum import Enum

from daypass.host.platform.ports import ESCAPE_S

DRAINED_S = 5.0
"""So long a key that freed may still be repeated to nobody; then it is as if it had come up."""


class Meaning(Enum):
    """The keys that free the PC."""

    ESCAPE = 1
    CONTROL = 2
    ALT = 3
    DELETE = 4


class OwnInput:
    """Times are seconds of one clock; keys and buttons are whatever numbers a system has for them."""

    def __init__(self) -> None:
        self._swallowed: set[int] = set()
        self._down: dict[Meaning, set[int]] = {meaning: set() for meaning in Meaning}
        self._escape_at: float | None = None
        self._freed_at: float | None = None
        self._attention = False

    def pressed(self, key: int, down: bool, meaning: Meaning | None, at: float) -> bool:
        """A key or button goes down (again, where the system repeats it) or up. Whether nobody else gets to know."""
        self._understand(key, down, meaning, at)
        if self._freed_at is not None:
            if not down:
                return self._came_up(key)
            return key in self._swallowed
        if down:
            self._swallowed.add(key)
            return True
        return self._came_up(key)

    def moved(self) -> bool:
        """The pointer or a wheel. Whether nobody else gets to know."""
        return self._freed_at is None

    def frees(self, at: float) -> bool:
        """Whether whoever is at the PC has just freed it; once true, everything is theirs again."""
        held = self._escape_at is not None and at - self._escape_at >= ESCAPE_S
        if self._freed_at is None and (held or self._attention):
            self._freed_at = at
            return True
        return False

    def free(self, at: float) -> None:
        """It ends for another reason."""
        if self._freed_at is None:
            self._freed_at = at

    def drained(self, at: float) -> bool:
        """Whether nothing that was swallowed is still down, so that nothing of it can arrive half."""
        return self._freed_at is not None and (not self._swallowed or at - self._freed_at >= DRAINED_S)

    def _came_up(self, key: int) -> bool:
        swallowed = key in self._swallowed
        self._swallowed.discard(key)
        return swallowed

    def _understand(self, key: int, down: bool, meaning: Meaning | None, at: float) -> None:
        if meaning is None:
            return
        (self._down[meaning].add if down else self._down[meaning].discard)(key)
        if meaning is Meaning.ESCAPE:
            self._escape_at = (at if self._escape_at is None else self._escape_at) if down else None
        if down and meaning is Meaning.DELETE and self._down[Meaning.CONTROL] and self._down[Meaning.ALT]:
            self._attention = True

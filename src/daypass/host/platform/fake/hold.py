"""A PC whose own mouse and keyboard a test holds, and frees as somebody there would."""

from collections.abc import Callable, Sequence


class FakeHold:
    """`free` is what the person at the PC does; `lines` is what they read on a blank screen."""

    def __init__(self, freed: Callable[[str], None]) -> None:
        self._freed = freed
        self.lines: Sequence[str] | None = None
        self.closed = False

    def show(self, lines: Sequence[str] | None) -> None:
        self.lines = lines

    def close(self) -> None:
        self.closed = True

    def free(self, why: str = "keys") -> None:
        self._freed(why)

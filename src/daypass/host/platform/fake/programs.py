"""Processes that are only written down."""

from collections.abc import Sequence


class FakeRunning:
    """Runs until it is ended."""

    def __init__(self, arguments: Sequence[str], pid: int) -> None:
        self.arguments, self.pid = list(arguments), pid
        self._alive = True

    def alive(self) -> bool:
        return self._alive

    def end(self) -> None:
        self._alive = False


class FakePrograms:
    """`refusals` elevations are refused before one is allowed."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.elevated: list[list[str]] = []
        self.started: list[FakeRunning] = []

    def elevate(self, arguments: Sequence[str]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise PermissionError("refused")
        self.elevated.append(list(arguments))

    def start_on_desktop(self, arguments: Sequence[str]) -> FakeRunning:
        return self._start(arguments)

    def start_as_person(self, arguments: Sequence[str]) -> FakeRunning:
        return self._start(arguments)

    def yield_foreground(self) -> None:
        """There is no screen."""

    def _start(self, arguments: Sequence[str]) -> FakeRunning:
        running = FakeRunning(arguments, len(self.started) + 1)
        self.started.append(running)
        return running

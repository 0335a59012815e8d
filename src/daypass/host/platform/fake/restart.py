"""A restart that is only noted."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from daypass.protocol.restarting import RestartMode


@dataclass
class FakeRestart:
    """`refuse` is raised by `restart`. `safe_flag` is what the next start would be; `settled` counts who saw to it."""

    ordered: list[RestartMode] = field(default_factory=list)
    offered: tuple[RestartMode, ...] = tuple(RestartMode)
    running_safe: bool = False
    safe_flag: bool = False
    settled: int = 0
    refuse: OSError | None = None

    def modes(self) -> Sequence[RestartMode]:
        return self.offered

    def in_safe_mode(self) -> bool:
        return self.running_safe

    def restart(self, mode: RestartMode) -> None:
        self.safe_flag = mode is RestartMode.SAFE
        if self.refuse is not None:
            self.safe_flag = False
            raise self.refuse
        self.ordered.append(mode)

    def settle(self) -> None:
        self.safe_flag, self.settled = False, self.settled + 1

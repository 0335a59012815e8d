"""A PC whose clocks a test turns."""

from collections.abc import Sequence


class FakeMachine:
    """Starts at a fixed moment; `pass_ms` lets time pass, `reboot` switches off and on again."""

    def __init__(self, wall_at: int = 1_800_000_000_000) -> None:
        self.wall_at, self.awake, self.boots = wall_at, 3_600_000, 1
        self.found_obstacles: list[tuple[str, str]] = []
        self.kept_awake = False

    def pass_ms(self, duration: int) -> None:
        self.wall_at += duration
        self.awake += duration

    def reboot(self, off_ms: int = 0) -> None:
        self.wall_at += off_ms
        self.awake = 0
        self.boots += 1

    def computer_name(self) -> str:
        return "RECEPTION-PC"

    def system(self) -> dict[str, str]:
        return {"platform": "windows", "edition": "Windows 11 Pro", "build": "26100", "language": "en-US"}

    def obstacles(self) -> Sequence[tuple[str, str]]:
        return self.found_obstacles

    def wall_ms(self) -> int:
        return self.wall_at

    def awake_ms(self) -> int:
        return self.awake

    def boot_id(self) -> str:
        return f"boot-{self.boots}"

    def keep_awake(self, on: bool) -> None:
        self.kept_awake = on

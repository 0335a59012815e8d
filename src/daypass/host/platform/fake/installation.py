"""An installation in memory that can fail at any step."""

from collections.abc import Callable, Sequence
from pathlib import Path

from daypass.host.platform.ports import Artefact

ALL = (
    Artefact("directory", r"C:\Program Files\Daypass"),
    Artefact("registry", r"HKLM\Uninstall\Daypass"),
    Artefact("task", r"\Daypass cleaner"),
    Artefact("service", "DaypassHost"),
)


class FakeInstallation:
    """`on_pc` is what exists. `fail_at` is the number of the artefact whose making fails; `stubborn` ones never go away."""

    def __init__(self, fail_at: int | None = None, service_fails: bool = False) -> None:
        self.on_pc: list[Artefact] = []
        self.stubborn: set[Artefact] = set()
        self.fail_at, self.service_fails = fail_at, service_fails
        self.cleaners_started: list[str] = []
        self.service_runs = False
        self.removing_for = 0
        """How many more looks find a removal under way."""

    def install(self, session_id: str, manifest: Callable[[Artefact], None]) -> Path:
        for number, artefact in enumerate(ALL):
            manifest(artefact)
            if number == self.fail_at:
                raise OSError(28, "no space left")
            self.on_pc.append(artefact)
        return Path("C:/Program Files/Daypass")

    def start_service(self, session_id: str) -> None:
        if self.service_fails:
            raise OSError("the service did not start")
        self.service_runs = True

    def start_cleaner(self, session_id: str) -> None:
        self.cleaners_started.append(session_id)

    def present(self) -> bool:
        return bool(self.on_pc)

    def removal_under_way(self) -> bool:
        self.removing_for -= 1
        return self.removing_for >= 0

    def installed_sessions(self) -> Sequence[str]:
        return ["session-1"] if self.on_pc else []

    def remove(self, session_id: str, artefacts: Sequence[Artefact]) -> None:
        self.service_runs = False
        self.on_pc = [one for one in self.on_pc if one not in artefacts or one in self.stubborn]

    def leftovers(self, artefacts: Sequence[Artefact]) -> Sequence[Artefact]:
        return [one for one in artefacts if one in self.on_pc]

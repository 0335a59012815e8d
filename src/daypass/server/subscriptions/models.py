"""Plans and what they include. Knows neither framework nor SQL."""

from dataclasses import dataclass
from enum import StrEnum


class Plan(StrEnum):
    """What is sold. A self-hosted company starts on premier."""

    TRIAL = "trial"
    BASIC = "basic"
    PLUS = "plus"
    PREMIER = "premier"


TOOLS: dict[Plan, tuple[str, ...]] = {
    Plan.TRIAL: (),
    Plan.BASIC: ("remote_control", "chat"),
    Plan.PLUS: ("remote_control", "files", "dashboard", "chat"),
    Plan.PREMIER: ("remote_control", "files", "dashboard", "chat"),
}


@dataclass(frozen=True, slots=True)
class Subscription:
    """A company's current hold on a plan; `seats` None means unlimited."""

    plan: Plan
    seats: int | None

    @property
    def rights(self) -> tuple[str, ...]:
        """The tools a grant may allow."""
        return TOOLS[self.plan]

    def usable_slots(self, sessions_per_company: int) -> int:
        """How many sessions may be live at one time: the smaller of limit and seats."""
        return sessions_per_company if self.seats is None else min(sessions_per_company, self.seats)

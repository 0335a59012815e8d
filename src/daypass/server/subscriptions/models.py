"""Plans, what they include, and how many sessions may be live. Knows neither framework nor SQL."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

MOST_SESSIONS_PER_TECHNICIAN = 50
MOST_SESSIONS_PER_COMPANY = 1000
MOST_SEATS = 100_000


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
    """A company's current hold on a plan; `seats` None means unlimited, `ends_at` None without end. Times are ms since 1970."""

    plan: Plan
    seats: int | None
    started_at: int = 0
    ends_at: int | None = None

    @property
    def rights(self) -> tuple[str, ...]:
        """The tools a grant may allow."""
        return TOOLS[self.plan]

    def is_in_force(self, now: int) -> bool:
        """Whether new sessions may begin at `now`; live ones go on in any case."""
        return self.started_at <= now and (self.ends_at is None or now < self.ends_at)


@dataclass(frozen=True, slots=True)
class Terms:
    """All that decides whether one more session may begin: the subscription and the company's own limits."""

    subscription: Subscription
    sessions_per_technician: int
    sessions_per_company: int

    @property
    def most_live(self) -> int:
        """How many sessions may be live at one time: the smaller of limit and seats."""
        seats = self.subscription.seats
        return self.sessions_per_company if seats is None else min(self.sessions_per_company, seats)

    @property
    def seats_are_fewer(self) -> bool:
        """Whether the seats run out before the limit does."""
        return self.most_live < self.sessions_per_company


def highest_claimable_slot(most_live: int, taken: Set[int]) -> int:
    """The highest slot number that may be claimed so that claims at the same moment cannot exceed `most_live` together.

    After the number of sessions was lowered, sessions may still hold slots above it. Each of them takes the place of one slot below:
    whoever claims only up to the number returned here stays within `most_live`, even when several claim different slots at once.
    """
    highest = most_live
    while highest > 0 and highest + sum(1 for slot in taken if slot > highest) > most_live:
        highest -= 1
    return highest

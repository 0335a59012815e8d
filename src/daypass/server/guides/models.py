"""What readers say about an article."""

from dataclasses import dataclass

LONGEST_COMMENT = 1000
REASONS_WHEN_HELPFUL = ("solved", "clear", "pictures")
REASONS_WHEN_NOT = ("unclear", "incomplete", "wrong", "other_problem", "too_long")


@dataclass(frozen=True, slots=True)
class Opinion:
    """One answer to *Was this article helpful?*, as it was given. `given_at` in ms since 1970."""

    id: str
    article: str
    language: str
    helpful: bool
    reasons: tuple[str, ...]
    comment: str
    given_at: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How often an article was helpful, how often not, and why."""

    article: str
    helpful: int
    not_helpful: int
    reasons: dict[str, int]


class OpinionRefused(Exception):
    """Why an answer was not taken; `reason` names the sentence that says so (`guide.refused.…`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reasons_for(helpful: bool) -> tuple[str, ...]:
    """What may be ticked with this answer."""
    return REASONS_WHEN_HELPFUL if helpful else REASONS_WHEN_NOT

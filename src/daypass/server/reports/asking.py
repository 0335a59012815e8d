"""What requests for reports have in common: a time range."""

from typing import Annotated

from fastapi import Query

LATEST = 2**53
Moment = Annotated[int | None, Query(ge=0, le=LATEST, description="ms since 1970")]


class Range:
    """A time range; a dependency."""

    def __init__(self, since: Moment = None, until: Moment = None) -> None:
        """From `since` on, before `until`; both may be left out."""
        self.since = since
        self.until = until

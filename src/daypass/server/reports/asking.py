"""What requests for reports have in common: a time range, and how a file is to be written."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import Query
from fastapi.responses import StreamingResponse

LATEST = 2**53
Moment = Annotated[int | None, Query(ge=0, le=LATEST, description="ms since 1970")]


class Range:
    """A time range; a dependency."""

    def __init__(self, since: Moment = None, until: Moment = None) -> None:
        """From `since` on, before `until`; both may be left out."""
        self.since = since
        self.until = until


class CsvAsked:
    """For whom a file is written; a dependency."""

    def __init__(
        self,
        language: Annotated[Literal["pt-BR", "en", "es"], Query(description="of the words")] = "pt-BR",
        zone: Annotated[str, Query(max_length=60, description="IANA name of the reader's time zone; empty: UTC")] = "",
    ) -> None:
        self.language = language
        self.zone = zone


def csv_answer(lines: AsyncIterator[str], name: str) -> StreamingResponse:
    """The lines as a download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)

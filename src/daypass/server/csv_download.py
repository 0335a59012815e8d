"""A list as a file over HTTP: for whom it is written, and the download itself."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import Query
from fastapi.responses import StreamingResponse


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

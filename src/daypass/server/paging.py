"""How a list is asked for over HTTP, in one place: `cursor` and `limit`, and what becomes of a cursor that is none."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import AfterValidator

from daypass.server.cursors import FORM, Cursor


def _a_cursor(text: str) -> str:
    Cursor.parse(text)
    return text


CursorText = Annotated[
    str,
    Query(
        max_length=40,
        description="`next` of the page before; left out: the first page",
        json_schema_extra={"pattern": f"^{FORM}$"},
    ),
    AfterValidator(_a_cursor),
]


class PageAsked:
    """Which piece of a list; a dependency."""

    def __init__(
        self,
        cursor: CursorText | None = None,
        limit: Annotated[int, Query(ge=1, le=200, description="most items in the answer")] = 50,
    ) -> None:
        self.after = None if cursor is None else Cursor.parse(cursor)
        self.limit = limit


Paged = Annotated[PageAsked, Depends(PageAsked)]

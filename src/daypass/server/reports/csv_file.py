"""CSV for spreadsheets: RFC 4180 with a byte order mark, and no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import AsyncIterator, Sequence

Cell = str | int | float | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


async def csv_lines(header: Sequence[str], rows: AsyncIterator[Sequence[Cell]]) -> AsyncIterator[str]:
    """The file in pieces: the header, then line after line."""
    yield BYTE_ORDER_MARK + csv_line(header)
    async for row in rows:
        yield csv_line(row)


def csv_line(cells: Sequence[Cell]) -> str:
    """One line; text that begins like a formula gets an apostrophe, which spreadsheets show as text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    return "'" + text if text.lstrip(" \n").startswith(FORMULA_STARTS) else text

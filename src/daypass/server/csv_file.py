"""CSV for spreadsheets: RFC 4180 with a byte order mark, and no cell that a spreadsheet would run as a formula."""

import csv
import io
import re
from collections.abc import AsyncIterator, Sequence

Cell = str | int | float | None
_SIGNS = (
    "=+\\-@\uff1d\uff0b\uff0d\uff20"  # and as wide as letters of East Asian writing: some spreadsheets take those too
)
FORMULA_START = re.compile(f"[ \\n]*[{_SIGNS}\\t\\r]")
# Where the reader's language separates lists with a semicolon (pt-BR, es), a spreadsheet splits there, quotation marks or not.
FORMULA_WITHIN = re.compile(f'([;\\t\\r\\n][ "]*)(?=[{_SIGNS}])')
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


async def csv_lines(header: Sequence[str], rows: AsyncIterator[Sequence[Cell]]) -> AsyncIterator[str]:
    """The file in pieces: the header, then line after line."""
    yield BYTE_ORDER_MARK + csv_line(header)
    async for row in rows:
        yield csv_line(row)


def csv_line(cells: Sequence[Cell]) -> str:
    """One line; what would begin like a formula in some cell of some spreadsheet gets an apostrophe, so that it is text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = "".join(letter for letter in cell if letter.isprintable() or letter in "\t\r\n")
    text = "'" + text if FORMULA_START.match(text) else text
    return FORMULA_WITHIN.sub(r"\1'", text)

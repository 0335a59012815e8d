"""Tables: the first time everything, then what changed; in messages that stay small whatever the rows hold."""

import asyncio
from collections.abc import Iterator, Mapping
from itertools import islice

from daypass.host.dashboard.caps import within_caps
from daypass.host.dashboard.panel import Say
from daypass.host.platform.dashboard_ports import Cells, ReadRows
from daypass.protocol.dashboard import MOST_ROWS, Panel, TableRow, TableRows

MOST_IN_TABLE = 20_000
_ROOM = 256 * 1024
"""Bytes of rows in one message, at most; a row itself has less than 50 KiB."""


class TableChanges:
    """Remembers what the technician has of a table."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._had: dict[str, Cells] | None = None

    def since(self, rows: Mapping[str, Cells]) -> Iterator[TableRows]:
        """Messages that bring the technician's table to `rows`; none when nothing changed."""
        now = dict(islice(rows.items(), MOST_IN_TABLE))
        had = self._had if self._had is not None else {}
        first, self._had = self._had is None, now
        changed = {key: cells for key, cells in now.items() if had.get(key) != cells}
        gone = tuple(key for key in had if key not in now)
        for start in range(0, len(gone), MOST_ROWS):
            yield TableRows(panel=self._panel, rows=(), gone=gone[start : start + MOST_ROWS])
        yield from in_messages(self._panel, changed, first)


def in_messages(
    panel: Panel, rows: Mapping[str, Cells], first: bool, read_on: str = "", question: int = 0
) -> Iterator[TableRows]:
    """The rows in as many messages as they need; one without rows where `first` or `read_on` must be said."""
    pending: list[TableRow] = []
    weight = 0
    for key, cells in rows.items():
        row = within_caps(TableRow(key=key, cells=cells))
        size = sum(len(cell) for cell in row.cells) * 4 + 64
        if pending and (weight + size > _ROOM or len(pending) == MOST_ROWS):
            yield TableRows(panel=panel, first=first, rows=tuple(pending), gone=(), question=question)
            pending, weight, first = [], 0, False
        pending.append(row)
        weight += size
    if pending or first or read_on or question:
        yield TableRows(panel=panel, first=first, rows=tuple(pending), gone=(), read_on=read_on, question=question)


class WatchedTable:
    """A panel that is read as a whole every `every_s` seconds."""

    def __init__(self, panel: Panel, read: ReadRows, every_s: float) -> None:
        self._panel, self._read, self._every_s = panel, read, every_s

    async def stream(self, say: Say) -> None:
        changes = TableChanges(self._panel)
        while True:
            for message in changes.since(await asyncio.to_thread(self._read)):
                await say(message)
            await asyncio.sleep(self._every_s)

"""Windows' event logs by wevtapi, through ctypes: newest first, filtered by Windows itself as far as its query language goes.

The query is put together of numbers and known words only; a log's name goes in as a path of its own. Source and text are compared here.
"""

import sys

assert sys.platform == "win32"

import ctypes
import time
import xml.etree.ElementTree as ET  # noqa: S405 - written by Windows' own renderer, without document types
from collections.abc import Iterator
from ctypes import wintypes
from datetime import datetime

from daypass.host.platform.dashboard_ports import Cells, EventPage, EventQuery
from daypass.protocol.dashboard import EventLevel

_CHANNEL, _REVERSE = 0x1, 0x200  # EvtQueryChannelPath, EvtQueryReverseDirection
_RENDER_XML, _FORMAT_MESSAGE = 1, 1  # EvtRenderEventXml, EvtFormatMessageEvent
_MOST_XML = 256 * 1024
_BATCH = 50
_NOT_FOUND = (15007, 2)  # ERROR_EVT_CHANNEL_NOT_FOUND, ERROR_FILE_NOT_FOUND
_ACCESS_DENIED = 5
_LEVELS = {
    EventLevel.CRITICAL: (1,),
    EventLevel.ERROR: (2,),
    EventLevel.WARNING: (3,),
    EventLevel.INFORMATION: (0, 4, 5),
}
_NAMES = {number: level.value for level, numbers in _LEVELS.items() for number in numbers}
_SPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"


def xpath(query: EventQuery) -> str:
    """The part of the filter that Windows decides."""
    conditions = []
    if query.levels:
        numbers = [number for level in query.levels for number in _LEVELS[level]]
        conditions.append("(" + " or ".join(f"Level={number}" for number in numbers) + ")")
    if query.event is not None:
        conditions.append(f"EventID={query.event:d}")
    if query.before.isdecimal():
        conditions.append(f"EventRecordID<{int(query.before):d}")
    return f"*[System[{' and '.join(conditions)}]]" if conditions else "*"


class WindowsEvents:
    """Each page is a query of its own."""

    def read(self, query: EventQuery, most: int, patience_s: float) -> EventPage:
        give_up, rows, key = time.monotonic() + patience_s, dict[str, Cells](), ""
        reader = _Reader(query)
        try:
            for key, cells in reader.events():
                if _fits(query, cells):
                    rows[key] = cells
                if len(rows) >= most or time.monotonic() > give_up:
                    return EventPage(rows, key)
        finally:
            reader.close()
        return EventPage(rows, "")


def _fits(query: EventQuery, cells: Cells) -> bool:
    return query.source.lower() in cells[2].lower() and query.text.lower() in cells[4].lower()


class _Reader:
    """One query, and the publishers' words for its events."""

    def __init__(self, query: EventQuery) -> None:
        api = self._api = ctypes.WinDLL("wevtapi", use_last_error=True)
        for function in (api.EvtQuery, api.EvtOpenPublisherMetadata):
            function.restype = wintypes.HANDLE
        api.EvtQuery.argtypes = [wintypes.HANDLE, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD]
        api.EvtNext.argtypes = [
            wintypes.HANDLE,
            wintypes.DWORD,
            ctypes.POINTER(wintypes.HANDLE),
            wintypes.DWORD,
            wintypes.DWORD,
            ctypes.POINTER(wintypes.DWORD),
        ]
        api.EvtRender.argtypes = [
            wintypes.HANDLE,
            wintypes.HANDLE,
            wintypes.DWORD,
            wintypes.DWORD,
            ctypes.c_void_p,
            ctypes.POINTER(wintypes.DWORD),
            ctypes.POINTER(wintypes.DWORD),
        ]
        api.EvtOpenPublisherMetadata.argtypes = [
            wintypes.HANDLE,
            wintypes.LPCWSTR,
            wintypes.LPCWSTR,
            wintypes.DWORD,
            wintypes.DWORD,
        ]
        api.EvtFormatMessage.argtypes = [
            wintypes.HANDLE,
            wintypes.HANDLE,
            wintypes.DWORD,
            wintypes.DWORD,
            ctypes.c_void_p,
            wintypes.DWORD,
            wintypes.DWORD,
            ctypes.c_void_p,
            ctypes.POINTER(wintypes.DWORD),
        ]
        api.EvtClose.argtypes = [wintypes.HANDLE]
        self._publishers: dict[str, int | None] = {}
        self._results = api.EvtQuery(None, query.log, xpath(query), _CHANNEL | _REVERSE)
        if not self._results:
            raise _problem(ctypes.get_last_error())

    def close(self) -> None:
        for publisher in self._publishers.values():
            if publisher:
                self._api.EvtClose(publisher)
        self._api.EvtClose(self._results)

    def events(self) -> Iterator[tuple[str, Cells]]:
        handles, count = (wintypes.HANDLE * _BATCH)(), wintypes.DWORD()
        while self._api.EvtNext(self._results, _BATCH, handles, 2000, 0, ctypes.byref(count)):
            for index in range(count.value):
                try:
                    row = self._row(handles[index] or 0)
                finally:
                    self._api.EvtClose(handles[index])
                if row is not None:
                    yield row

    def _row(self, event: int) -> tuple[str, Cells] | None:
        """None for an event that is damaged."""
        try:
            system = ET.fromstring(self._xml(event)).find(f"{_SPACE}System")  # noqa: S314 - as above
            if system is None:
                return None
            provider, created = system.find(f"{_SPACE}Provider"), system.find(f"{_SPACE}TimeCreated")
            source = provider.get("Name", "") if provider is not None else ""
            at = str(_millis(created.get("SystemTime", ""))) if created is not None else ""
        except (ET.ParseError, ValueError):
            return None
        level = _NAMES.get(int(system.findtext(f"{_SPACE}Level") or 0), "")
        number = system.findtext(f"{_SPACE}EventID") or ""
        return system.findtext(f"{_SPACE}EventRecordID") or "", (at, level, source, number, self._words(event, source))

    def _xml(self, event: int) -> str:
        buffer, used, count = ctypes.create_unicode_buffer(_MOST_XML // 2), wintypes.DWORD(), wintypes.DWORD()
        if not self._api.EvtRender(
            None, event, _RENDER_XML, _MOST_XML, buffer, ctypes.byref(used), ctypes.byref(count)
        ):
            return ""
        return buffer.value

    def _words(self, event: int, source: str) -> str:
        """As the event's publisher says it; empty where it is gone from this PC."""
        if source not in self._publishers:
            self._publishers[source] = self._api.EvtOpenPublisherMetadata(None, source, None, 0, 0)
        buffer, used = ctypes.create_unicode_buffer(_MOST_XML // 2), wintypes.DWORD()
        publisher = self._publishers[source]
        if not self._api.EvtFormatMessage(
            publisher, event, 0, 0, None, _FORMAT_MESSAGE, _MOST_XML // 2, buffer, ctypes.byref(used)
        ):
            return ""
        return buffer.value


def _millis(text: str) -> int:
    """`2026-11-23T03:00:00.1234567Z` in ms since 1970."""
    return round(datetime.fromisoformat(text[:19] + "+00:00").timestamp() * 1000)


def _problem(code: int) -> Exception:
    if code in _NOT_FOUND:
        return LookupError("there is no such log")
    if code == _ACCESS_DENIED:
        return PermissionError("the log may not be read")
    return OSError(f"the event log does not answer ({code})")

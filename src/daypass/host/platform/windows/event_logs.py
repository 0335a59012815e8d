"""Windows' event logs by wevtapi, through ctypes: newest first, filtered by Windows itself as far as its query language goes.

A log's name goes in as a path of its own. A part of a source's name, and the text, are compared here: Windows' language cannot.
"""

import sys

assert sys.platform == "win32"

import ctypes
import time
import xml.etree.ElementTree as ET  # noqa: S405 - written by Windows' own renderer, without document types
from collections.abc import Iterator
from ctypes import wintypes
from datetime import datetime
from typing import Any

from daypass.host.platform.dashboard_ports import Cells, EventPage, EventQuery
from daypass.host.platform.event_xpath import LEVELS, xpath

_CHANNEL, _REVERSE = 0x1, 0x200  # EvtQueryChannelPath, EvtQueryReverseDirection
_RENDER_XML, _FORMAT_MESSAGE = 1, 1  # EvtRenderEventXml, EvtFormatMessageEvent
_MOST_XML = 256 * 1024
_BATCH = 50
_NOT_FOUND = (15007, 2)  # ERROR_EVT_CHANNEL_NOT_FOUND, ERROR_FILE_NOT_FOUND
_ACCESS_DENIED = 5
_NAMES = {number: level.value for level, numbers in LEVELS.items() for number in numbers}
_MOST_NAME = 512
_SPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"


class WindowsEvents:
    """Each page is a query of its own."""

    def read(self, query: EventQuery, most: int, patience_s: float) -> EventPage:
        give_up, rows, key = time.monotonic() + patience_s, dict[str, Cells](), ""
        reader = _Reader(query)
        try:
            for key, cells in reader.events():
                if cells is not None and query.text.lower() in cells[4].lower():
                    rows[key] = cells
                if len(rows) >= most or time.monotonic() > give_up:
                    return EventPage(rows, key)
        finally:
            reader.close()
        return EventPage(rows, "")


class _Reader:
    """One query, and the publishers' words for its events."""

    def __init__(self, query: EventQuery) -> None:
        api = self._api = ctypes.WinDLL("wevtapi", use_last_error=True)
        for function in (api.EvtQuery, api.EvtOpenPublisherMetadata, api.EvtOpenPublisherEnum):
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
        api.EvtOpenPublisherEnum.argtypes = [wintypes.HANDLE, wintypes.DWORD]
        api.EvtNextPublisherId.argtypes = [
            wintypes.HANDLE,
            wintypes.DWORD,
            ctypes.c_void_p,
            ctypes.POINTER(wintypes.DWORD),
        ]
        api.EvtClose.argtypes = [wintypes.HANDLE]
        self._publishers: dict[str, int | None] = {}
        self._source = query.source.strip().lower()
        self._results = api.EvtQuery(None, query.log, xpath(query, self._publisher()), _CHANNEL | _REVERSE)
        if not self._results:
            raise _problem(ctypes.get_last_error())

    def close(self) -> None:
        for publisher in self._publishers.values():
            if publisher:
                self._api.EvtClose(publisher)
        self._api.EvtClose(self._results)

    def _publisher(self) -> str:
        """The one that is named to the letter, as Windows writes it; empty where only a part of a name is given."""
        publishers = self._api.EvtOpenPublisherEnum(None, 0) if self._source else None
        if not publishers:
            return ""
        name, used = ctypes.create_unicode_buffer(_MOST_NAME), wintypes.DWORD()
        try:
            while self._api.EvtNextPublisherId(publishers, _MOST_NAME, name, ctypes.byref(used)):
                if name.value.lower() == self._source:
                    return name.value
        finally:
            self._api.EvtClose(publishers)
        return ""

    def events(self) -> Iterator[tuple[str, Cells | None]]:
        """Each with its key; without cells where its source does not fit."""
        handles, count = (wintypes.HANDLE * _BATCH)(), wintypes.DWORD()
        while self._api.EvtNext(self._results, _BATCH, handles, 2000, 0, ctypes.byref(count)):
            for index in range(count.value):
                try:
                    row = self._row(handles[index] or 0)
                finally:
                    self._api.EvtClose(handles[index])
                if row is not None:
                    yield row

    def _row(self, event: int) -> tuple[str, Cells | None] | None:
        """None for an event that is damaged. Its words are fetched only where its source fits: that is what takes time."""
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
        key, number = system.findtext(f"{_SPACE}EventRecordID") or "", system.findtext(f"{_SPACE}EventID") or ""
        if self._source not in source.lower():
            return key, None
        return key, (at, level, source, number, self._words(event, source))

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


def windows_filters_events() -> dict[str, Any]:
    """A proof: of one event's source, number and second Windows finds that event, and nothing of another time."""
    logs, log = WindowsEvents(), "System"
    (at, _, source, event, _), *_ = logs.read(EventQuery(log), 1, 10.0).rows.values()
    wanted = EventQuery(log, source=source, event=int(event), since=int(at) - 1000, until=int(at) + 1000)
    found = list(logs.read(wanted, 200, 10.0).rows.values())
    return {
        "proven": bool(found)
        and all(row[2:4] == (source, event) and abs(int(row[0]) - int(at)) <= 1000 for row in found),
        "found": len(found),
    }


def _millis(text: str) -> int:
    """`2026-11-23T03:00:00.1234567Z` in ms since 1970."""
    return round(datetime.fromisoformat(text[:19] + "+00:00").timestamp() * 1000)


def _problem(code: int) -> Exception:
    if code in _NOT_FOUND:
        return LookupError("there is no such log")
    if code == _ACCESS_DENIED:
        return PermissionError("the log may not be read")
    return OSError(f"the event log does not answer ({code})")

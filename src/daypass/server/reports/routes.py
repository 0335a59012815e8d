"""Routes to the reports, for owner and admins: remote access, account access."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from daypass.server.accounts.door import Door
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.audit.storage import Filter
from daypass.server.csv_download import CsvAsked, csv_answer
from daypass.server.csv_file import Cell, csv_lines
from daypass.server.cursors import Piece
from daypass.server.local_times import LocalTimes, local_times
from daypass.server.paging import Paged
from daypass.server.reports.asking import Range
from daypass.server.reports.audit_log import AuditLog, Told
from daypass.server.reports.audit_routes import PersonView
from daypass.server.reports.remote_access import Line, RemoteAccess, Totals, Wanted
from daypass.server.reports.words import detail_words, kind_words
from daypass.translation import Translation

ACCOUNT_ACCESS = ("sign_in*", "sign_out*", "password.", "second_factor.", "passkey.", "token.", "api_token.")
Id = Annotated[str, Query(max_length=26, pattern="^[a-z0-9]*$")]


class RemoteAccessLine(BaseModel):
    """One session that was activated. Times are ms since 1970."""

    session_id: str
    technician: PersonView = Field(description="who has it, or had it last")
    people: list[PersonView] = Field(description="who connected, by first connection")
    customer: str = Field(description="name and e-mail address; empty once erased")
    computer_name: str
    activated_at: int
    ended_at: int | None = Field(description="null: still active")
    duration_ms: int
    ending: str | None
    removal: Literal["none", "pending", "confirmed"]
    connections: int = Field(description="that the host accepted")
    refused: int = Field(description="that it refused: wrong password, nobody agreed")
    tools: list[str]
    connected_ms: int
    bytes_to_host: int | None = Field(description="null: a relay elsewhere does not tell")
    bytes_to_technician: int | None
    recorded_ms: int | None = Field(description="how long the screen was recorded; null: it was not")
    closing_note: str


class RemoteAccessTotals(BaseModel):
    """The whole range in figures."""

    sessions: int
    duration_ms: int
    connections: int
    connected_ms: int
    bytes: int


class RemoteAccessReport(BaseModel):
    """Sessions, newest first; `next` goes into `cursor` for what follows; `totals` with the first piece only."""

    items: list[RemoteAccessLine]
    next: str | None
    totals: RemoteAccessTotals | None


class AccountAccessLine(BaseModel):
    """One thing that happened to an account."""

    no: int
    at: int
    kind: str
    technician: PersonView | None
    address: str | None = Field(description="where it came from; null once erased")
    details: dict[str, object]


class AccountAccessReport(BaseModel):
    """Sign-ins and failures, newest first; `next` goes into `cursor` for what follows."""

    items: list[AccountAccessLine]
    next: str | None


def router(remote: RemoteAccess, log: AuditLog, door: Door) -> APIRouter:
    """Routes of the reports."""
    routes = APIRouter(prefix="/api/reports", tags=["reports"])
    Who = Annotated[SignedIn, Depends(door.may(Right.REPORTS_READ))]
    Ranged = Annotated[Range, Depends(Range)]
    AsCsv = Annotated[CsvAsked, Depends(CsvAsked)]

    @routes.get("/remote-access", operation_id="remoteAccessReport")
    async def remote_access(
        who: Who,
        range_: Ranged,
        page: Paged,
        technician: Id = "",
    ) -> RemoteAccessReport:
        """Who accessed which PC: the sessions activated in the range."""
        wanted = Wanted(who.company.id, range_.since, range_.until, technician)
        piece = await remote.piece(wanted, page.after, page.limit)
        return _report(piece, await remote.totals(wanted) if page.after is None else None)

    @routes.get("/remote-access/file.csv", operation_id="remoteAccessCsv", response_class=StreamingResponse)
    async def remote_access_file(who: Who, range_: Ranged, csv: AsCsv, technician: Id = "") -> StreamingResponse:
        """The same as a CSV file."""
        wanted = Wanted(who.company.id, range_.since, range_.until, technician)
        words, times = Translation(csv.language), local_times(csv.zone)
        header = [words.text(f"console.reports.column_{name}", zone=times.name) for name in REMOTE_COLUMNS]
        return csv_answer(csv_lines(header, _remote_rows(remote.every(wanted), words, times)), "daypass-remote-access")

    @routes.get("/account-access", operation_id="accountAccessReport")
    async def account_access(
        who: Who,
        range_: Ranged,
        page: Paged,
        technician: Id = "",
    ) -> AccountAccessReport:
        """Who signed in or tried to, when and from where."""
        wanted = Filter(range_.since, range_.until, ACCOUNT_ACCESS)
        items, next_ = (await log.piece(who.company.id, wanted, technician, page.after, page.limit)).shown(account_line)
        return AccountAccessReport(items=items, next=next_)

    @routes.get("/account-access/file.csv", operation_id="accountAccessCsv", response_class=StreamingResponse)
    async def account_access_file(who: Who, range_: Ranged, csv: AsCsv, technician: Id = "") -> StreamingResponse:
        """The same as a CSV file."""
        wanted = Filter(range_.since, range_.until, ACCOUNT_ACCESS)
        words, times = Translation(csv.language), local_times(csv.zone)
        header = [words.text(f"console.reports.column_{name}", zone=times.name) for name in ACCOUNT_COLUMNS]
        rows = _account_rows(log.every(who.company.id, wanted, technician), words, times)
        return csv_answer(csv_lines(header, rows), "daypass-account-access")

    return routes


REMOTE_COLUMNS = (
    "session",
    "technician",
    "people",
    "customer",
    "computer",
    "start",
    "end",
    "minutes",
    "ending",
    "connections",
    "refused",
    "connected_minutes",
    "recorded_minutes",
    "tools",
    "bytes_to_host",
    "bytes_to_technician",
    "removal",
    "note",
)
ACCOUNT_COLUMNS = ("time", "technician", "what", "address", "details")


async def _remote_rows(lines: AsyncIterator[Line], words: Translation, times: LocalTimes) -> AsyncIterator[list[Cell]]:
    async for line in lines:
        access = line.access
        yield [
            line.session_id,
            line.technician_name,
            ", ".join(person.name for person in access.people),
            line.customer,
            line.computer_name,
            times.written(line.activated_at),
            times.written(line.ended_at),
            round(line.duration_ms / 60_000, 1),
            words.text(f"console.session.ending_{line.ending}") if line.ending else "",
            access.connections,
            access.refused,
            round(access.connected_ms / 60_000, 1),
            round(access.recorded_ms / 60_000, 1) if access.recorded_ms is not None else None,
            ", ".join(words.text(f"console.reports.tool_{tool}") for tool in access.tools),
            access.bytes_to_host,
            access.bytes_to_technician,
            words.text(f"console.reports.removal_{line.removal}"),
            line.closing_note,
        ]


async def _account_rows(
    entries: AsyncIterator[Told], words: Translation, times: LocalTimes
) -> AsyncIterator[list[Cell]]:
    async for told in entries:
        entry = told.entry
        yield [
            times.written(entry.at),
            told.by.name if told.by else entry.technician,
            kind_words(words, entry.kind),
            entry.address,
            detail_words(words, told.details),
        ]


def _report(piece: Piece[Line], totals: Totals | None) -> RemoteAccessReport:
    items, next_ = piece.shown(_remote_line)
    return RemoteAccessReport(
        items=items,
        next=next_,
        totals=RemoteAccessTotals.model_validate(totals, from_attributes=True) if totals else None,
    )


def _remote_line(line: Line) -> RemoteAccessLine:
    access = line.access
    return RemoteAccessLine.model_validate(
        {
            "session_id": line.session_id,
            "technician": PersonView(id=line.technician_id, name=line.technician_name),
            "people": [PersonView(id=person.id, name=person.name) for person in access.people],
            "customer": line.customer,
            "computer_name": line.computer_name,
            "activated_at": line.activated_at,
            "ended_at": line.ended_at,
            "duration_ms": line.duration_ms,
            "ending": line.ending,
            "removal": line.removal,
            "connections": access.connections,
            "refused": access.refused,
            "tools": list(access.tools),
            "connected_ms": access.connected_ms,
            "bytes_to_host": access.bytes_to_host,
            "bytes_to_technician": access.bytes_to_technician,
            "recorded_ms": access.recorded_ms,
            "closing_note": line.closing_note,
        }
    )


def account_line(told: Told) -> AccountAccessLine:
    """One line of the account-access report as JSON."""
    entry = told.entry
    return AccountAccessLine(
        no=entry.no,
        at=entry.at,
        kind=entry.kind,
        technician=PersonView(id=told.by.id, name=told.by.name) if told.by else None,
        address=entry.address,
        details=told.details,
    )

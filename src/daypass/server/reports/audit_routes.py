"""Routes to the audit trail, for owner and admins."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from daypass.server.accounts.door import Door
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.audit.storage import Filter
from daypass.server.audit.verification import Verdict
from daypass.server.csv_download import CsvAsked, csv_answer
from daypass.server.csv_file import Cell, csv_lines
from daypass.server.local_times import LocalTimes, local_times
from daypass.server.paging import Paged
from daypass.server.reports.asking import Range
from daypass.server.reports.audit_log import AuditLog, Told
from daypass.server.reports.people import Person
from daypass.server.reports.words import detail_words, kind_words
from daypass.translation import Translation


class PersonView(BaseModel):
    """A technician."""

    id: str
    name: str


class AuditEntryView(BaseModel):
    """One entry of the audit trail."""

    no: int
    at: int = Field(description="ms since 1970")
    kind: str = Field(description="such as session.activated")
    technician: PersonView | None = Field(description="who did it; null: customer, host, server, or somebody erased")
    pseudonym: str | None = Field(description="what the chain calls who did it")
    session_id: str | None
    of: PersonView | None = Field(description="to whom it was done; the details hold the pseudonym")
    details: dict[str, Any] = Field(description="ids, counts, codes and pseudonyms")
    address: str | None = Field(description="where it came from; null once erased")
    hash: str


class AuditList(BaseModel):
    """Entries, newest first; `next` goes into `cursor` for what follows, null when nothing does."""

    items: list[AuditEntryView]
    next: str | None


class AuditChoices(BaseModel):
    """What the trail can be narrowed to."""

    kinds: list[str]
    technicians: list[PersonView]


class AuditCheck(BaseModel):
    """Whether the chain holds."""

    checked_at: int = Field(description="ms since 1970")
    entries: int
    broken: int | None = Field(description="the first entry that is wrong or missing; null: the whole chain holds")
    head_no: int
    head_hash: str


class _Asked:
    """The filters of a request; a dependency."""

    def __init__(
        self,
        range_: Annotated[Range, Depends(Range)],
        kind: Annotated[list[str] | None, Query(max_length=20)] = None,
        technician: Annotated[str, Query(max_length=26, pattern="^[a-z0-9]*$")] = "",
        session: Annotated[str, Query(max_length=26, pattern="^[a-z0-9]*$")] = "",
    ) -> None:
        """Entries of these kinds (a kind that ends with a dot means all that begin so), by this technician, of this session."""
        kinds = tuple(name[:40].replace("\0", "") for name in kind or ())
        self.technician = technician
        self.filter = Filter(range_.since, range_.until, kinds, session_id=session)


def router(log: AuditLog, door: Door) -> APIRouter:
    """Routes of the audit trail."""
    routes = APIRouter(prefix="/api/audit", tags=["audit"])
    Who = Annotated[SignedIn, Depends(door.may(Right.AUDIT_READ))]
    Asked = Annotated[_Asked, Depends(_Asked)]

    @routes.get("", operation_id="listAudit")
    async def entries(
        who: Who,
        asked: Asked,
        page: Paged,
    ) -> AuditList:
        """What happened in the company, newest first."""
        found = await log.piece(who.company.id, asked.filter, asked.technician, page.after, page.limit)
        items, next_ = found.shown(_view)
        return AuditList(items=items, next=next_)

    @routes.get("/choices", operation_id="auditChoices")
    async def choices(who: Who) -> AuditChoices:
        """Which kinds and technicians there are."""
        found = await log.choices(who.company.id)
        people = [PersonView(id=person.id, name=person.name) for person in found.technicians]
        return AuditChoices(kinds=found.kinds, technicians=people)

    @routes.get("/check", operation_id="lastAuditCheck")
    async def last_check(who: Who) -> AuditCheck | None:
        """The last check of the chain; null: none since the server started."""
        verdict = log.last_verdict(who.company.id)
        return _check(verdict) if verdict else None

    @routes.post("/check", operation_id="checkAudit")
    async def check(who: Who) -> AuditCheck:
        """Check the whole chain now: every hash, and every head signed before."""
        return _check(await log.verify(who.company.id))

    @routes.get("/file.csv", operation_id="auditCsv", response_class=StreamingResponse)
    async def file(who: Who, asked: Asked, csv: Annotated[CsvAsked, Depends(CsvAsked)]) -> StreamingResponse:
        """The same entries as a CSV file."""
        words, times = Translation(csv.language), local_times(csv.zone)
        columns = ("no", "time", "what", "technician", "session", "details", "address", "kind", "hash")
        header = [words.text(f"console.audit.column_{name}", zone=times.name) for name in columns]
        rows = _rows(log, who.company.id, asked, words, times)
        return csv_answer(csv_lines(header, rows), "daypass-audit")

    return routes


async def _rows(
    log: AuditLog, company_id: str, asked: _Asked, words: Translation, times: LocalTimes
) -> AsyncIterator[list[Cell]]:
    async for told in log.every(company_id, asked.filter, asked.technician):
        entry = told.entry
        yield [
            entry.no,
            times.written(entry.at),
            kind_words(words, entry.kind),
            told.by.name if told.by else entry.technician,
            entry.session_id,
            detail_words(words, told.details),
            entry.address,
            entry.kind,
            entry.hash,
        ]


def _view(told: Told) -> AuditEntryView:
    entry = told.entry
    return AuditEntryView(
        no=entry.no,
        at=entry.at,
        kind=entry.kind,
        technician=_person(told.by),
        of=_person(told.of),
        pseudonym=entry.technician,
        session_id=entry.session_id,
        details=entry.details,
        address=entry.address,
        hash=entry.hash,
    )


def _person(person: Person | None) -> PersonView | None:
    return PersonView(id=person.id, name=person.name) if person else None


def _check(verdict: Verdict) -> AuditCheck:
    return AuditCheck(
        checked_at=verdict.checked_at,
        entries=verdict.entries,
        broken=verdict.broken,
        head_no=verdict.head.no,
        head_hash=verdict.head.hash,
    )

"""The company's own page: name and look, limits, and the subscription to read."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from daypass.server.accounts.door import Door
from daypass.server.accounts.fields import Language, Name, Number, OneLine, PlainText
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.subscriptions.companies import Companies, CompanyChanges, Standing
from daypass.server.subscriptions.logos import logo_address
from daypass.server.subscriptions.models import MOST_SESSIONS_PER_COMPANY, MOST_SESSIONS_PER_TECHNICIAN, Plan

_HOST = re.compile(r"[^\s/?#@:]+(:\d{1,5})?")


def _web_address(value: str) -> str:
    """Empty, or https://… (http too): it becomes a link on the customer's page."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc)):
        raise ValueError("write it whole, as in https://example.org")
    return value


class LimitsView(BaseModel):
    """How many sessions may be live at one time."""

    sessions_per_technician: int
    sessions_per_company: int


class SubscriptionView(BaseModel):
    """The company's hold on a plan; times are ms since 1970. The operator changes it."""

    plan: Plan
    seats: int | None = Field(description="computers under support at one time; null: unlimited")
    started_at: int
    ends_at: int | None = Field(description="no new session from then on; null: no end")
    tools: list[str] = Field(description="what the plan includes")


class CompanyStandingView(BaseModel):
    """The technician's company."""

    id: str
    name: str
    colour: str
    phone: str
    website: str
    language: Language
    logo: str | None = Field(description="address of the logo on customers' pages; null: none")
    limits: LimitsView
    may_hold: bool = Field(
        description="technicians may ask to lock a PC's input or hide its screen; whoever is at the PC decides each time"
    )
    subscription: SubscriptionView


class LimitsChange(BaseModel):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")
    sessions_per_technician: Number | None = Field(None, ge=1, le=MOST_SESSIONS_PER_TECHNICIAN)
    sessions_per_company: Number | None = Field(None, ge=1, le=MOST_SESSIONS_PER_COMPANY)


class CompanyChange(BaseModel):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")
    name: Name | None = None
    colour: Annotated[str, Field(pattern="^#[0-9a-fA-F]{6}$", max_length=7)] | None = None
    phone: Annotated[OneLine, Field(max_length=40)] | None = None
    website: Annotated[PlainText, Field(max_length=200), AfterValidator(_web_address)] | None = None
    language: Literal["pt-BR", "en", "es"] | None = None
    limits: LimitsChange | None = None
    may_hold: StrictBool | None = None

    def changes(self) -> CompanyChanges:
        """What was named; null is as if left out."""
        named = self.model_dump(exclude_none=True)
        return CompanyChanges(**named.pop("limits", {}), **named)


def router(companies: Companies, door: Door) -> APIRouter:
    """Routes of this feature."""
    routes = APIRouter(prefix="/api", tags=["company"])
    Reader = Annotated[SignedIn, Depends(door.may(Right.COMPANY_READ))]
    Writer = Annotated[SignedIn, Depends(door.may(Right.COMPANY_WRITE))]

    @routes.get("/company", operation_id="readCompany")
    async def read(who: Reader) -> CompanyStandingView:
        """Name, look, limits and subscription."""
        return _view(await companies.standing(who.company.id))

    @routes.patch("/company", operation_id="changeCompany")
    async def change(asked: CompanyChange, who: Writer) -> CompanyStandingView:
        """Change what is named (owner and admins). Lowering a limit ends nothing: it only refuses new sessions."""
        return _view(await companies.change(who.company.id, asked.changes(), who=who))

    return routes


def _view(standing: Standing) -> CompanyStandingView:
    company, held = standing.company, standing.subscription
    return CompanyStandingView(
        id=company.id,
        name=company.name,
        colour=company.colour,
        phone=company.phone,
        website=company.website,
        language=company.language,
        logo=logo_address(company.logo),
        limits=LimitsView(
            sessions_per_technician=company.sessions_per_technician,
            sessions_per_company=company.sessions_per_company,
        ),
        may_hold=company.may_hold,
        subscription=SubscriptionView(
            plan=held.plan,
            seats=held.seats,
            started_at=held.started_at,
            ends_at=held.ends_at,
            tools=list(held.rights),
        ),
    )

"""What a company is and holds: its name and look, its limits, its subscription; and who may change which of it.

Owner and admins change what is theirs (`CompanyChanges`); the plan, the seats and the time are changed by the operator
(`SubscriptionChanges`), from the command line. Lowering a number ends nothing: it only refuses new sessions.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import Company, SignedIn, readable_name
from daypass.server.accounts.still_allowed import require_still_allowed
from daypass.server.accounts.team_storage import lock_company
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database
from daypass.server.problems import Refusal, not_found
from daypass.server.subscriptions import storage
from daypass.server.subscriptions.models import Plan, Subscription


@dataclass(frozen=True, slots=True)
class Standing:
    """A company and its hold on a plan."""

    company: Company
    subscription: Subscription


class _Unchanged:
    """Says that a value stays as it is, where None is a value too."""


UNCHANGED = _Unchanged()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyChanges:
    """What owner and admins may change; what is not named stays."""

    name: str | _Unchanged = UNCHANGED
    colour: str | _Unchanged = UNCHANGED
    phone: str | _Unchanged = UNCHANGED
    website: str | _Unchanged = UNCHANGED
    language: str | _Unchanged = UNCHANGED
    sessions_per_technician: int | _Unchanged = UNCHANGED
    sessions_per_company: int | _Unchanged = UNCHANGED
    may_hold: bool | _Unchanged = UNCHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionChanges:
    """What the operator may change; what is not named stays. Times are milliseconds since 1970."""

    plan: Plan | _Unchanged = UNCHANGED
    seats: int | None | _Unchanged = UNCHANGED
    started_at: int | _Unchanged = UNCHANGED
    ends_at: int | None | _Unchanged = UNCHANGED


class Companies:
    """Use cases around a company as a whole."""

    def __init__(self, database: Database, audit: AuditChain) -> None:
        self._database = database
        self._audit = audit

    async def standing(self, company_id: str) -> Standing:
        """The company as it is now. Raises `not_found`."""
        async with self._database.reading() as db:
            return await self._standing(db, company_id)

    async def change(
        self,
        company_id: str,
        asked: CompanyChanges,
        subscription: SubscriptionChanges | None = None,
        who: SignedIn | None = None,
    ) -> Standing:
        """Change what is named, all or nothing, and write it into the audit chain. Raises `not_found`, `invalid_request`."""
        async with self._database.writing() as db:
            await lock_company(db, company_id)  # what is written is the whole company: nobody else writes it meanwhile
            if who is not None:
                await require_still_allowed(db, who.technician)
            before = await self._standing(db, company_id)
            changed = Standing(
                replace(before.company, **_readable(_named(asked))),
                replace(before.subscription, **_named(subscription)),
            )
            _require_order(changed.subscription)
            if changed == before:
                return before
            await accounts.write_company(db, changed.company)
            await storage.write_subscription(db, company_id, changed.subscription)
            await storage.make_slots(db, company_id, changed.company.sessions_per_company)
            details = _details(before, changed)
            await self._audit.add(db, company_id, "company.changed", who.technician.id if who else None, **details)
        return changed

    async def _standing(self, db: AsyncConnection, company_id: str) -> Standing:
        company = await accounts.company_by_id(db, company_id)
        if company is None:
            raise not_found()
        return Standing(company, await storage.subscription_of(db, company_id))


def _named(changes: CompanyChanges | SubscriptionChanges | None) -> dict[str, Any]:
    if changes is None:
        return {}
    values = ((field.name, getattr(changes, field.name)) for field in fields(changes))
    return {name: value for name, value in values if value is not UNCHANGED}


def _readable(named: dict[str, Any]) -> dict[str, Any]:
    """Texts as customers read them: without what turns or hides letters."""
    cleaned = {name: readable_name(named[name]) for name in ("name", "phone", "website") if name in named}
    if cleaned.get("name") == "":
        raise Refusal("invalid_request", fields=[{"field": "name", "kind": "empty", "why": "nothing to read is left"}])
    return named | cleaned


def _require_order(subscription: Subscription) -> None:
    if subscription.ends_at is not None and subscription.ends_at <= subscription.started_at:
        raise Refusal("invalid_request", fields=[{"field": "ends_at", "kind": "order", "why": "ends before it begins"}])


def _details(before: Standing, changed: Standing) -> dict[str, Any]:
    """Numbers and plans as they become; of texts only that they changed."""
    details: dict[str, Any] = {}
    texts = []
    for old, new in ((before.company, changed.company), (before.subscription, changed.subscription)):
        for field in fields(new):
            value = getattr(new, field.name)
            if value == getattr(old, field.name):
                continue
            if isinstance(value, Plan) or value is None or type(value) in (int, bool):
                details[field.name] = value
            else:
                texts.append(field.name)
    return details | ({"texts": sorted(texts)} if texts else {})

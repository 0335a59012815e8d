"""What somebody has begun ends with their access, whatever was already on its way: pages, tickets, sign-ins, requests."""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable

import msgspec
import pytest
from tests.server.accounts.people import Person, person_of
from tests.server.running import OWNER, PASSWORD, ActiveSession, RunningServer, active_session

from daypass.protocol.host_api import to_base64url
from daypass.protocol.messages import Tool
from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.models import Company
from daypass.server.accounts.rights import Right, Role
from daypass.server.app import Parts
from daypass.server.problems import Refusal
from daypass.server.sessions.models import NewSession
from daypass.server.subscriptions.companies import CompanyChanges, SubscriptionChanges
from daypass.server.subscriptions.models import Plan

pytestmark = pytest.mark.slow
NEW_PASSWORD = "another horse battery"

Change = Callable[[RunningServer, Person], Awaitable[object]]


async def disable(running: RunningServer, person: Person) -> None:
    await _patch(running, person, disabled=True)


async def demote(running: RunningServer, person: Person) -> None:
    await _patch(running, person, role="technician")


async def end_sign_ins(running: RunningServer, person: Person) -> None:
    sign_ins = (await running.parts.people.profile.sign_ins(person.who, None, 1)).items
    await running.parts.people.profile.end_sign_in(person.who, sign_ins[0].id)


@pytest.mark.parametrize("change", [disable, demote, end_sign_ins])
async def test_who_lost_access_is_sent_away_from_the_mailbox(running: RunningServer, change: Change) -> None:
    session = await running.prepare()
    admin = await person_of(running.parts, Role.ADMIN, await _firm(running))
    path = f"/api/support-sessions/{session['id']}/pairing"
    async with running.as_technician(path, Cookie=f"{COOKIE}={admin.cookie}") as page:
        await page.send(_introduction())
        async with asyncio.timeout(5):
            assert await page.recv()
            await change(running, admin)
            with contextlib.suppress(Exception):
                await page.send(_introduction())
            await page.wait_closed()
        assert page.close_code == 1008


@pytest.mark.parametrize("change", [disable, demote, end_sign_ins])
async def test_lines_are_cut_with_the_access_and_an_unused_ticket_opens_none(
    running: RunningServer, change: Change
) -> None:
    active = await active_session(running)
    host = await active.control()
    await running.until(active.id, presence="online")
    admin = await person_of(running.parts, Role.ADMIN, await _firm(running))
    used, unused = [await _ticket(active, admin) for _ in range(2)]
    async with running.as_technician(f"/relay?ticket={used}") as line, asyncio.timeout(5):
        await change(running, admin)
        await line.wait_closed()
    async with running.as_technician(f"/relay?ticket={unused}") as late, asyncio.timeout(5):
        await late.wait_closed()
    assert late.close_code == 4020
    assert (await running.session(active.id))["state"] == "active"
    await host.close()


@pytest.mark.parametrize("disabled", [True, False])
async def test_a_request_that_was_let_in_before_the_change_does_nothing_after_it(
    parts_on: Parts, disabled: bool
) -> None:
    owner = await person_of(parts_on, Role.OWNER)
    firm = owner.who.company
    late = (await person_of(parts_on, Role.ADMIN, firm)).who
    colleague = (await person_of(parts_on, Role.TECHNICIAN, firm)).who.technician.id
    prepared = (await parts_on.sessions.prepare(owner.who, NewSession(), None)).card.session.id
    team, wanted = parts_on.people.team, None if disabled else Role.TECHNICIAN
    await team.change(firm.id, owner.who, late.technician.id, wanted, disabled or None)
    requests: list[Awaitable[object]] = [
        team.invite(firm.id, late, "friend@example.org", "", Role.ADMIN, "en"),
        team.change(firm.id, late, colleague, Role.ADMIN, None),
        parts_on.people.tokens.create(late.technician, "later", [Right.COMPANY_WRITE], None),
        parts_on.sessions.prepare(late, NewSession(), None),
        parts_on.handing_over.assign(late, prepared, colleague),
        parts_on.companies.change(firm.id, CompanyChanges(name="Taken over"), who=late),
        parts_on.new_passwords.ask(late, prepared, bytes(32), bytes(16)),
    ]
    for request in requests:
        with pytest.raises(Refusal, match="not_signed_in" if disabled else "not_allowed"):
            await request
    assert (await parts_on.companies.standing(firm.id)).company.name == firm.name
    assert not (await team.invitations(firm.id, None, 1)).items


async def test_a_sign_in_on_its_way_does_not_survive_a_new_password(
    parts_on: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = (await person_of(parts_on, Role.OWNER, email=OWNER, password=PASSWORD)).who
    matches = parts_on.passwords.matches

    async def changed_meanwhile(hash_: str | None, password: str) -> bool:
        fits = await matches(hash_, password)
        monkeypatch.undo()
        await parts_on.people.profile.change_password(owner, PASSWORD, NEW_PASSWORD, "127.0.0.1")
        return fits

    monkeypatch.setattr(parts_on.passwords, "matches", changed_meanwhile)
    with pytest.raises(Refusal, match="sign_in_refused"):
        await parts_on.accounts.sign_in(OWNER, PASSWORD, "127.0.0.1")
    assert await parts_on.accounts.sign_in(OWNER, NEW_PASSWORD, "127.0.0.1")


async def test_changes_of_a_company_at_the_same_moment_undo_nothing_of_each_other(parts_on: Parts) -> None:
    firm = (await person_of(parts_on, Role.OWNER)).who.company
    for number in range(1, 11):
        plan = Plan.TRIAL if number % 2 else Plan.PLUS
        await asyncio.gather(
            parts_on.companies.change(firm.id, CompanyChanges(name=f"Name {number}")),
            parts_on.companies.change(firm.id, CompanyChanges(), SubscriptionChanges(plan=plan)),
            *(parts_on.companies.change(firm.id, CompanyChanges(sessions_per_company=5 * number)) for _ in range(2)),
        )
        now = await parts_on.companies.standing(firm.id)
        assert (now.company.name, now.subscription.plan) == (f"Name {number}", plan)
        assert now.company.sessions_per_company == 5 * number


async def _patch(running: RunningServer, person: Person, **change: object) -> None:
    answer = await running.http.patch(f"/api/technicians/{person.who.technician.id}", json=change)
    assert answer.status_code == 200, answer.text


async def _ticket(active: ActiveSession, person: Person) -> str:
    asked = await active.server.http.post(
        f"/api/support-sessions/{active.id}/connections",
        json={"tool": Tool.REMOTE_CONTROL.value},
        headers={"Cookie": f"{COOKIE}={person.cookie}"},
    )
    assert asked.status_code == 201, asked.text
    return str(asked.json()["ticket"])


def _introduction() -> str:
    facts = {"technician_key": to_base64url(os.urandom(32)), "verifier_salt": to_base64url(os.urandom(16))}
    return msgspec.json.encode(facts).decode()


async def _firm(running: RunningServer) -> Company:
    who = await running.parts.accounts.who_is(running.cookie)
    assert who is not None
    return who.company

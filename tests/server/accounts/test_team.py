"""A company's people: invitations, roles, disabling; and that an owner is always left. On both databases."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from tests.server.accounts.people import Person, person_of, token_of
from tests.server.asking import asking
from tests.server.running import RunningServer, ShiftedClock, active_session

from daypass.protocol.messages import Tool
from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.models import Company as CompanyOfTests
from daypass.server.accounts.rights import Right, Role, may_manage
from daypass.server.app import Parts, create_app

pytestmark = pytest.mark.slow

PASSWORD = "correct horse battery"


class Company:
    """The application, an owner, an admin and a technician of one company."""

    def __init__(self, app: FastAPI, people: dict[Role, Person]) -> None:
        self.app = app
        self.people = people

    def id(self, role: Role) -> str:
        return self.people[role].who.technician.id

    async def change(self, actor: Role, whom: Role, **change: object) -> httpx.Response:
        """One colleague changes another."""
        async with asking(self.app, self.people[actor].cookie) as browser:
            return await browser.patch(f"/api/technicians/{self.id(whom)}", json=change)


@pytest.fixture
async def company(parts_on: Parts) -> AsyncIterator[Company]:
    """A company of three."""
    owner = await person_of(parts_on, Role.OWNER)
    firm = owner.who.company
    others = {role: await person_of(parts_on, role, firm) for role in (Role.ADMIN, Role.TECHNICIAN)}
    yield Company(create_app(parts_on.settings, parts_on), {Role.OWNER: owner, **others})


async def invite(company: Company, actor: Role = Role.OWNER, **asked: str) -> httpx.Response:
    """Invite somebody."""
    async with asking(company.app, company.people[actor].cookie) as browser:
        return await browser.post("/api/invitations", json={"email": "new@example.org", **asked})


async def test_an_invitation_is_accepted_once_and_signs_the_invited_person_in(company: Company) -> None:
    made = (await invite(company, role="admin", name="New One")).json()
    assert made["link"].startswith("http://localhost:8400/console/join/") and made["mailed"] is False
    token = made["link"].rpartition("/")[2]
    async with asking(company.app) as browser:
        told = (await browser.get(f"/api/joining/{token}")).json()
        assert (told["company"], told["email"], told["name"]) == ("Example Computers", "new@example.org", "New One")
        body = {"name": "New One", "password": PASSWORD, "language": "es"}
        answers = await asyncio.gather(*(browser.post(f"/api/joining/{token}", json=body) for _ in range(4)))
        assert Counter(answer.status_code for answer in answers) == {204: 1, 404: 3}
        cookie = next(a for a in answers if a.status_code == 204).headers["set-cookie"].split("=")[1].split(";")[0]
        assert (await browser.get(f"/api/joining/{token}")).status_code == 404
    async with asking(company.app, cookie) as joined:
        me = (await joined.get("/api/me")).json()
        assert (me["technician"]["role"], me["technician"]["language"]) == ("admin", "es")
    async with asking(company.app, company.people[Role.OWNER].cookie) as owner:
        assert (await owner.get("/api/invitations")).json()["items"] == []


async def test_an_invitation_is_over_when_revoked_replaced_or_seven_days_old(
    company: Company, clock: ShiftedClock
) -> None:
    first, second = (await invite(company)).json(), (await invite(company)).json()
    async with asking(company.app, company.people[Role.OWNER].cookie) as owner:
        listed = (await owner.get("/api/invitations")).json()["items"]
        assert [one["id"] for one in listed] == [second["id"]]
        token = {one["id"]: one["link"].rpartition("/")[2] for one in (first, second)}
        assert (await owner.get(f"/api/joining/{token[first['id']]}")).status_code == 404
        assert (await owner.get(f"/api/joining/{token[second['id']]}")).status_code == 200
        assert (await owner.delete(f"/api/invitations/{second['id']}")).status_code == 204
        assert (await owner.delete(f"/api/invitations/{second['id']}")).status_code == 404
        assert (await owner.get(f"/api/joining/{token[second['id']]}")).status_code == 404
    third = (await invite(company)).json()["link"].rpartition("/")[2]
    async with asking(company.app) as browser:
        clock.turn(hours=7 * 24 - 0.01)
        assert (await browser.get(f"/api/joining/{third}")).status_code == 200
        clock.turn(hours=0.01)
        assert (await browser.get(f"/api/joining/{third}")).status_code == 404


MALFORMED_INVITATIONS = [
    {"email": "a\r\nBcc: x@example.org"},
    {"email": "no address"},
    {"email": "a" * 250 + "@example.org"},
    {"role": "king"},
    {"name": "x" * 81},
    {"name": "a\x00b"},
    {"language": "fr"},
    {"more": "fields"},
]


async def test_a_malformed_invitation_is_refused_and_leaves_nothing(company: Company) -> None:
    async with asking(company.app, company.people[Role.OWNER].cookie) as owner:
        for wrong in MALFORMED_INVITATIONS:
            assert (await invite(company, **wrong)).status_code == 422, wrong
            assert (await owner.get("/api/invitations")).json()["items"] == [], wrong


async def test_a_name_of_nothing_readable_is_refused_and_hidden_characters_are_dropped(company: Company) -> None:
    token = (await invite(company)).json()["link"].rpartition("/")[2]
    async with asking(company.app) as browser:
        hidden = {"name": "\u202e\u200b", "password": PASSWORD}
        assert (await browser.post(f"/api/joining/{token}", json=hidden)).status_code == 422
        turned = {"name": "New\u202e  One\r\n", "password": PASSWORD}
        assert (await browser.post(f"/api/joining/{token}", json=turned)).status_code == 204
    async with asking(company.app, company.people[Role.OWNER].cookie) as owner:
        names = [one["name"] for one in (await owner.get("/api/technicians")).json()["items"]]
        assert "New One" in names


async def test_somebody_with_access_is_not_invited_again(company: Company) -> None:
    email = company.people[Role.TECHNICIAN].who.technician.email
    assert (await invite(company, email=email.upper())).json()["code"] == "email_taken"


def test_nobody_reaches_above_themselves() -> None:
    allowed = {(actor, role) for actor in Role for role in Role if may_manage(actor, role)}
    owner, admin, technician = Role.OWNER, Role.ADMIN, Role.TECHNICIAN
    assert allowed == {(owner, owner), (owner, admin), (owner, technician), (admin, admin), (admin, technician)}


async def test_an_admin_neither_makes_owners_nor_touches_one(company: Company) -> None:
    refused = [
        await company.change(Role.ADMIN, Role.TECHNICIAN, role="owner"),
        await company.change(Role.ADMIN, Role.OWNER, role="technician"),
        await company.change(Role.ADMIN, Role.OWNER, disabled=True),
        await invite(company, Role.ADMIN, role="owner"),
    ]
    assert {answer.json()["code"] for answer in refused} == {"role_above_yours"}
    assert (await company.change(Role.ADMIN, Role.TECHNICIAN, role="admin")).json()["role"] == "admin"


async def test_the_last_owner_stays_one_even_when_two_step_down_at_once(company: Company) -> None:
    assert (await company.change(Role.OWNER, Role.OWNER, role="admin")).json()["code"] == "last_owner"
    assert (await company.change(Role.OWNER, Role.OWNER, disabled=True)).json()["code"] == "not_yourself"
    assert (await company.change(Role.OWNER, Role.ADMIN, role="owner")).status_code == 200
    answers = await asyncio.gather(
        company.change(Role.OWNER, Role.ADMIN, role="technician"),
        company.change(Role.ADMIN, Role.OWNER, role="technician"),
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])
    async with asking(company.app, company.people[Role.TECHNICIAN].cookie) as anybody:
        roles = [one["role"] for one in (await anybody.get("/api/technicians")).json()["items"]]
    assert roles.count("owner") == 1


async def test_a_lowered_role_counts_at_the_next_request_and_takes_open_invitations_along(company: Company) -> None:
    token = (await invite(company, Role.ADMIN)).json()["link"].rpartition("/")[2]
    assert (await company.change(Role.OWNER, Role.ADMIN, role="technician")).status_code == 200
    async with asking(company.app, company.people[Role.ADMIN].cookie) as lowered:
        assert (await lowered.get("/api/invitations")).json()["code"] == "not_allowed"
        assert (await lowered.get(f"/api/joining/{token}")).status_code == 404


async def test_disabling_ends_every_sign_in_and_token_at_once_and_enabling_brings_no_sign_in_back(
    parts_on: Parts, company: Company
) -> None:
    person = company.people[Role.TECHNICIAN]
    token = await token_of(parts_on, person, [Right.SESSIONS_READ])
    assert (await company.change(Role.OWNER, Role.TECHNICIAN, disabled=True)).json()["disabled_at"] is not None
    async with asking(company.app, person.cookie) as browser, asking(company.app) as program:
        bearer = {"Authorization": f"Bearer {token}"}
        assert (await browser.get("/api/me")).status_code == 401
        assert (await program.get("/api/me", headers=bearer)).status_code == 401
        assert (await company.change(Role.OWNER, Role.TECHNICIAN, disabled=False)).json()["disabled_at"] is None
        assert (await browser.get("/api/me")).status_code == 401
        assert (await program.get("/api/me", headers=bearer)).status_code == 200


async def test_a_company_that_requires_a_second_factor_shuts_nobody_out_who_asks_for_it(company: Company) -> None:
    async with asking(company.app, company.people[Role.OWNER].cookie) as owner:
        refused = await owner.put("/api/company/second-factor", json={"required": True})
        assert refused.json()["code"] == "own_second_factor_first"
        assert (await owner.put("/api/company/second-factor", json={"required": False})).status_code == 204


@pytest.mark.parametrize("id_", ["%00", "a%00b"])
async def test_a_name_with_a_nul_in_it_names_nothing(company: Company, id_: str) -> None:
    async with asking(company.app, company.people[Role.OWNER].cookie) as owner:
        answers = [
            await owner.patch(f"/api/technicians/{id_}", json={"disabled": True}),
            await owner.get(f"/api/technicians/{id_}/picture"),
            *[await owner.delete(f"/api/{what}/{id_}") for what in ("invitations", "api-tokens")],
            *[await owner.delete(f"/api/me/{what}/{id_}") for what in ("sign-ins", "passkeys")],
        ]
    assert {answer.status_code for answer in answers} == {404}


async def test_an_open_live_stream_closes_when_its_technician_is_disabled(running: RunningServer) -> None:
    person = await person_of(running.parts, Role.TECHNICIAN, await _firm(running))
    owner_cookie, running.cookie = running.cookie, person.cookie
    async with running.as_technician("/api/live") as stream:
        assert await stream.recv()
        running.cookie = owner_cookie
        address = f"/api/technicians/{person.who.technician.id}"
        assert (await running.http.patch(address, json={"disabled": True})).status_code == 200
        async with asyncio.timeout(2):
            await stream.wait_closed()
        assert stream.close_code == 1008


async def test_the_connection_of_a_disabled_technician_is_cut_and_the_session_goes_on(running: RunningServer) -> None:
    active = await active_session(running)
    host = await active.control()
    await running.until(active.id, presence="online")
    asked = await running.http.post(
        f"/api/support-sessions/{active.id}/connections", json={"tool": Tool.REMOTE_CONTROL.value}
    )
    assert asked.status_code == 201, asked.text
    other = await person_of(running.parts, Role.OWNER, await _firm(running))
    who = await running.parts.accounts.who_is(running.cookie)
    assert who is not None
    async with running.as_technician(f"/relay?ticket={asked.json()['ticket']}") as line:
        address = f"/api/technicians/{who.technician.id}"
        cookie = {"Cookie": f"{COOKIE}={other.cookie}"}
        async with asyncio.timeout(5):
            done = await running.http.patch(address, json={"disabled": True}, headers=cookie)
            assert done.status_code == 200, done.text
            await line.wait_closed()
    running.http.headers.update(cookie)
    assert (await running.session(active.id))["state"] == "active"
    await host.close()


async def _firm(running: RunningServer) -> CompanyOfTests:
    who = await running.parts.accounts.who_is(running.cookie)
    assert who is not None
    return who.company

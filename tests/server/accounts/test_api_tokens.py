"""API tokens: shown once, hashed, never beyond what their maker may do today. On both databases."""

import pytest
from sqlalchemy import select
from tests.server.accounts.people import person_of
from tests.server.asking import asking
from tests.server.running import ShiftedClock

from daypass.server.accounts.rights import SCOPES, Role
from daypass.server.accounts.tables import api_token
from daypass.server.app import Parts, create_app

pytestmark = pytest.mark.slow


async def test_a_token_is_shown_once_works_within_its_scopes_and_is_listed_with_its_last_use(
    parts_on: Parts, clock: ShiftedClock
) -> None:
    app, person = create_app(parts_on.settings, parts_on), await person_of(parts_on, Role.TECHNICIAN)
    async with asking(app, person.cookie) as browser, asking(app, client="203.0.113.9") as program:
        asked = {"name": "ticket system", "scopes": ["sessions:read"], "days": 30}
        made = await browser.post("/api/api-tokens", json=asked)
        assert made.status_code == 201
        secret = made.json()["token"]
        listed = await browser.get("/api/api-tokens")
        assert secret not in listed.text and listed.json()["items"][0]["last_used_at"] is None
        bearer = {"Authorization": f"Bearer {secret}"}
        assert (await program.get("/api/support-sessions", headers=bearer)).status_code == 200
        refused = await program.post("/api/support-sessions", json={}, headers=bearer)
        assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
        used = (await browser.get("/api/api-tokens")).json()["items"][0]
        assert used["last_used_from"] == "203.0.113.9" and used["last_used_at"] <= clock()
        clock.turn(hours=30 * 24)
        assert (await program.get("/api/support-sessions", headers=bearer)).status_code == 401
    async with parts_on.database.reading() as db:
        assert secret not in repr((await db.execute(select(api_token))).all())


async def test_a_token_beside_a_cookie_counts_alone_and_needs_no_origin(parts_on: Parts) -> None:
    app, owner = create_app(parts_on.settings, parts_on), await person_of(parts_on, Role.OWNER)
    async with asking(app, owner.cookie) as browser:
        asked = {"name": "narrow", "scopes": ["sessions:read"]}
        bearer = {"Authorization": f"Bearer {(await browser.post('/api/api-tokens', json=asked)).json()['token']}"}
        assert (await browser.get("/api/technicians", headers=bearer)).json()["code"] == "scope_missing"
        assert (await browser.get("/api/technicians", headers={"Authorization": "Basic eDp5"})).status_code == 401
        elsewhere = {**bearer, "Origin": "https://elsewhere.example"}
        assert (await browser.get("/api/support-sessions", headers=elsewhere)).status_code == 200


ASKED_FOR: list[tuple[Role, list[str], int]] = [
    (Role.TECHNICIAN, ["audit:read"], 403),
    (Role.TECHNICIAN, ["sessions:read", "company:write"], 403),
    (Role.OWNER, ["team:write"], 403),
    (Role.OWNER, ["profile"], 403),
    (Role.OWNER, ["subscription:write"], 403),
    (Role.OWNER, ["everything"], 422),
    (Role.OWNER, [], 422),
    (Role.OWNER, [scope.value for scope in SCOPES], 201),
]


async def test_nobody_makes_a_token_that_may_more_than_they_or_that_changes_who_has_access(parts_on: Parts) -> None:
    app = create_app(parts_on.settings, parts_on)
    people = {role: await person_of(parts_on, role) for role in (Role.OWNER, Role.TECHNICIAN)}
    for role, scopes, status in ASKED_FOR:
        async with asking(app, people[role].cookie) as browser:
            answer = await browser.post("/api/api-tokens", json={"name": "x", "scopes": scopes})
            assert answer.status_code == status, (role, scopes, answer.text)


async def test_a_lowered_role_lowers_the_tokens_made_before(parts_on: Parts) -> None:
    app, owner = create_app(parts_on.settings, parts_on), await person_of(parts_on, Role.OWNER)
    admin = await person_of(parts_on, Role.ADMIN, owner.who.company)
    async with asking(app, admin.cookie) as browser:
        asked = {"name": "x", "scopes": ["company:write", "team:read"]}
        bearer = {"Authorization": f"Bearer {(await browser.post('/api/api-tokens', json=asked)).json()['token']}"}
        assert (await browser.get("/api/me", headers=bearer)).json()["rights"] == ["company:write", "team:read"]
        await parts_on.people.team.change(
            owner.who.company.id, owner.who, admin.who.technician.id, Role.TECHNICIAN, None
        )
        assert (await browser.get("/api/me", headers=bearer)).json()["rights"] == ["team:read"]


async def test_admins_see_and_revoke_their_companys_tokens_technicians_their_own(parts_on: Parts) -> None:
    app, owner = create_app(parts_on.settings, parts_on), await person_of(parts_on, Role.OWNER)
    one = await person_of(parts_on, Role.TECHNICIAN, owner.who.company)
    two = await person_of(parts_on, Role.TECHNICIAN, owner.who.company)
    async with asking(app, one.cookie) as first, asking(app, two.cookie) as second, asking(app, owner.cookie) as admin:
        made = (await first.post("/api/api-tokens", json={"name": "x", "scopes": ["team:read"]})).json()
        assert (await second.get("/api/api-tokens")).json()["items"] == []
        assert (await second.delete(f"/api/api-tokens/{made['id']}")).status_code == 404
        assert [token["id"] for token in (await admin.get("/api/api-tokens")).json()["items"]] == [made["id"]]
        assert (await admin.delete(f"/api/api-tokens/{made['id']}")).status_code == 204
        bearer = {"Authorization": f"Bearer {made['token']}"}
        assert (await first.get("/api/me", headers=bearer)).status_code == 401


async def test_a_token_never_reaches_the_profile_or_makes_another(parts_on: Parts) -> None:
    app, owner = create_app(parts_on.settings, parts_on), await person_of(parts_on, Role.OWNER)
    async with asking(app, owner.cookie) as browser:
        asked = {"name": "all", "scopes": [scope.value for scope in SCOPES]}
        bearer = {"Authorization": f"Bearer {(await browser.post('/api/api-tokens', json=asked)).json()['token']}"}
        for method, path in [("POST", "/api/api-tokens"), ("GET", "/api/me/sign-ins"), ("POST", "/api/me/totp")]:
            answer = await browser.request(method, path, headers=bearer, json=asked)
            assert answer.json()["code"] == "scope_missing", path

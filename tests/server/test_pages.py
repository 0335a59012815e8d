"""Every list of the API comes in pages of one shape. The lists are found in the API's own description: a new one is in these tests."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.server.accounts.people import person_of, token_of
from tests.server.accounts.test_allowed_callers import PNG
from tests.server.asking import asking
from tests.server.conftest import SettingsOf

from daypass.server.accounts.rights import Right, Role
from daypass.server.app import Parts, create_app
from daypass.server.guides.models import Opinion
from daypass.server.guides.storage import add_opinion
from daypass.server.identifiers import new_id
from daypass.server.sessions.models import NewSession, SessionEvent

SOME = 5
NO_CURSORS = ("", "zzz", "x-", "1", "-", "1-A", "1-" + "a" * 27, "f" * 14 + "-", "1-a\x00", "1-é", "1.abc", "%00")


def lists_of(app: FastAPI) -> dict[str, dict[str, Any]]:
    """Operation and schema of every GET route whose answer is a list, by path."""
    described = app.openapi()
    found = {}
    for path, methods in described["paths"].items():
        content = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        if "$ref" in schema:
            schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        assert schema.get("type") != "array", f"{path} is a bare array"
        if "items" in schema.get("properties", {}):
            found[path] = {"operation": methods["get"], "schema": schema}
    return found


def test_every_list_has_the_shape_of_a_page_and_the_same_two_parameters(settings_of: SettingsOf) -> None:
    lists = lists_of(create_app(settings_of()))
    assert len(lists) >= 12
    shapes = []
    for path, found in lists.items():
        properties = found["schema"]["properties"]
        assert properties["items"]["type"] == "array", path
        assert {"items", "next"} <= set(found["schema"]["required"]), path
        assert [kind["type"] for kind in properties["next"]["anyOf"]] == ["string", "null"], path
        given = {one["name"]: one["schema"] for one in found["operation"]["parameters"] if one["in"] == "query"}
        shapes.append({name: given.get(name) for name in ("cursor", "limit")})
        assert not {"after", "most", "page", "offset"} & set(given), path
    assert all(shape == shapes[0] and None not in shape.values() for shape in shapes)


@pytest.fixture
async def company(parts_on: Parts) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient, dict[str, str]]]:
    """The application, its owner's browser, and the ids that stand in paths: a company with some of everything."""
    app = create_app(parts_on.settings, parts_on)
    owner = await person_of(parts_on, Role.OWNER, "Example Computers", "Zoe")
    firm = owner.who.company
    for number in range(SOME):
        colleague = await person_of(parts_on, Role.TECHNICIAN, firm, ["ana", "Ana", "Bea", "ana", "bruno"][number])
        await parts_on.sessions.prepare(colleague.who, NewSession(), None)
        for _ in range(2):
            await owner.fresh_cookie(parts_on)
        async with parts_on.database.writing() as db:
            opinion = Opinion(new_id(), f"DP-{number + 101}", "en", False, ("wrong",), "", 1000 + number // 2)
            await add_opinion(db, opinion, f"form {number}", firm.id)
        address = f"invited{number}@example.org"
        await parts_on.people.team.invite(firm.id, owner.who, address, "Invited", Role.ADMIN, "en")
        await parts_on.people.tokens.create(owner.who.technician, "a program", [Right.SESSIONS_READ], None)
        await parts_on.webhooks.service.create(firm.id, f"https://{number}.example/", tuple(SessionEvent), None)
    hook = (await parts_on.webhooks.service.listed(firm.id)).items[0]
    for _ in range(SOME - 2):
        await parts_on.webhooks.service.test(firm.id, hook.id)
    await parts_on.people.profile.set_picture(owner.who, PNG)
    async with asking(app, owner.cookie) as http:
        yield app, http, {"webhook_id": hook.id}


@pytest.mark.slow
async def test_following_next_gives_everything_once_in_the_order_of_one_large_page(
    company: tuple[FastAPI, httpx.AsyncClient, dict[str, str]],
) -> None:
    app, http, ids = company
    lengths = {}
    for path in lists_of(app):
        address = path.format(**ids)
        whole = (await http.get(address, params={"limit": 200})).json()["items"]
        for limit in (1, 2):
            assert await in_pages(http, address, limit) == whole, path
        lengths[path] = len(whole)
    short = {path for path, length in lengths.items() if length < 3}
    assert short == {"/api/reports/remote-access", "/api/me/sign-in-history"}
    names = [one["name"] for one in (await http.get("/api/technicians")).json()["items"]]
    assert [name.lower() for name in names] == ["ana", "ana", "ana", "bea", "bruno", "zoe"]


async def in_pages(http: httpx.AsyncClient, address: str, limit: int) -> list[Any]:
    """The whole list, fetched piece by piece."""
    found: list[Any] = []
    cursor: str | None = None
    for _ in range(500):
        given = {"limit": limit, **({} if cursor is None else {"cursor": cursor})}
        page = (await http.get(address, params=given)).json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if (cursor := page["next"]) is None:
            return found
    raise AssertionError(f"{address} does not end")


@pytest.mark.slow
async def test_what_is_no_cursor_is_refused_everywhere_in_the_same_words(
    company: tuple[FastAPI, httpx.AsyncClient, dict[str, str]],
) -> None:
    app, http, ids = company
    answers = set()
    for path in lists_of(app):
        for wrong in NO_CURSORS:
            answer = await http.get(path.format(**ids), params={"cursor": wrong})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), (path, wrong, answer.text)
            assert [field["field"] for field in answer.json()["fields"]] == ["cursor"]
            if len(wrong) <= 40:
                answers.add(answer.text)
        for limit in (0, 201, -1, "x", 2**70, ""):
            answer = await http.get(path.format(**ids), params={"limit": limit})
            assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "limit"), (path, limit)
        far = await http.get(path.format(**ids), params={"cursor": "f" * 13 + "-zz"})
        assert far.status_code == 200, (path, far.text)
    assert len(answers) == 1, answers


@pytest.mark.slow
async def test_a_cursor_of_another_company_shows_nothing_of_it(
    company: tuple[FastAPI, httpx.AsyncClient, dict[str, str]], parts_on: Parts
) -> None:
    app, http, _ = company
    stranger = await person_of(parts_on, Role.OWNER, "Other Company", "Stranger")
    token = await token_of(parts_on, stranger, [Right.TEAM_READ])
    cursor = (await http.get("/api/technicians", params={"limit": 1})).json()["next"]
    async with asking(app) as other:
        answer = await other.get(
            "/api/technicians", params={"cursor": cursor}, headers={"Authorization": f"Bearer {token}"}
        )
    assert [one["name"] for one in answer.json()["items"]] == ["Stranger"]

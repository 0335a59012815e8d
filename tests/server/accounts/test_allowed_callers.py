"""Every route declares its caller, and keeps to it: walked route by route, role by role, always with a foreign company's ids.

The routes, their rights and their bodies are read from the application, so a new route is in this test the moment it exists.
"""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute, iter_route_contexts
from sqlalchemy import select
from tests.server.accounts.people import Person, person_of, token_of
from tests.server.asking import asking

from daypass.server.accounts.door import COOKIE, Admission
from daypass.server.accounts.rights import RIGHTS_OF, SCOPES, Right, Role
from daypass.server.accounts.second_factor_storage import Passkey, add_passkey
from daypass.server.accounts.team_storage import set_second_factor_required
from daypass.server.allowed_callers import Allowed, Caller
from daypass.server.app import Parts, create_app
from daypass.server.identifiers import new_id
from daypass.server.migrations.run import every_table
from daypass.server.sessions.colleague_storage import invite, withdraw
from daypass.server.sessions.models import NewSession, SessionEvent

pytestmark = pytest.mark.slow

NOT_LET_IN = {
    "not_signed_in",
    "token_refused",
    "not_allowed",
    "scope_missing",
    "second_factor_required",
    "confirm_needed",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@dataclass(frozen=True)
class Route:
    """One route as the application serves it."""

    path: str
    methods: tuple[str, ...]
    is_socket: bool
    described: bool
    dependant: Dependant


def routes_of(app: FastAPI) -> list[Route]:
    """Every route but the description of the API, which says nothing about anybody."""
    found, others = [], set()
    for route in iter_route_contexts(app.routes):
        if not isinstance(route.original_route, APIRoute | APIWebSocketRoute):
            others.add(route.path)
            continue
        is_socket = isinstance(route.original_route, APIWebSocketRoute)
        methods = ("GET",) if is_socket else tuple(sorted((route.methods or set()) - {"HEAD"}))
        described = not is_socket and route.include_in_schema
        found.append(Route(route.path or "", methods, is_socket, described, route.dependant))
    assert others == {"/api/openapi.json"}
    return found


def declarations(dependant: Dependant) -> Iterator[tuple[Allowed, bool]]:
    """What a route declares: the caller, and whether the person must have proven themselves just now."""
    for part in dependant.dependencies:
        if isinstance(part.call, Allowed):
            yield part.call, False
        if isinstance(part.call, Admission):
            yield part.call.allowed, part.call.confirmed
        yield from declarations(part)


@dataclass
class Answer:
    """What a caller got."""

    status: int
    text: str

    @property
    def code(self) -> str:
        try:
            body = json.loads(self.text)
        except ValueError:
            return ""
        return str(body.get("code", "")) if isinstance(body, dict) else ""


@dataclass
class Foreign:
    """A company whose ids are known to somebody of another one."""

    ids: dict[str, str]
    words: set[str] = field(default_factory=set)
    """What nobody else may read: names, addresses, ids beyond those that were asked with."""


async def foreign_company(parts: Parts) -> Foreign:
    """A company with one of everything."""
    owner = await person_of(parts, Role.OWNER, "Foreign Company", "Foreign Owner", "owner@foreign.example")
    colleague = await person_of(
        parts, Role.TECHNICIAN, owner.who.company, "Foreign Colleague", "colleague@foreign.example"
    )
    firm = owner.who.company.id
    hook = await parts.webhooks.service.create(firm, "https://foreign.example/", tuple(SessionEvent), None)
    asked = NewSession("customer@foreign.example", "Foreign Customer", "en", "foreign note")
    session = (await parts.sessions.prepare(owner.who, asked, None)).card
    told = await parts.webhooks.service.deliveries(firm, hook.webhook.id, None, 1)
    invitation = await parts.people.team.invite(firm, owner.who, "invited@foreign.example", "Invited", Role.ADMIN, "en")
    token = await parts.people.tokens.create(owner.who.technician, "foreign token", [Right.SESSIONS_READ], None)
    await parts.people.profile.set_picture(colleague.who, PNG)
    key = Passkey(new_id(), owner.who.technician.id, b"foreign key", b"foreign", 0, "foreign key", 0)
    async with parts.database.writing() as db:
        await add_passkey(db, key)
    ids = {
        "session_id": session.session.id,
        "technician_id": colleague.who.technician.id,
        "invitation_id": invitation.link.id,
        "token_id": token.token.id,
        "sign_in_id": owner.who.sign_in_id,
        "passkey_id": key.id,
        "webhook_id": hook.webhook.id,
        "delivery_id": told.items[0].id,
        "token": "x" * 48,
        "name": "nothing",
        "sha256": "0" * 64,
        "language": "en",
        "slug": "nothing",
    }
    words = {"foreign", "Foreign", "Invited", firm, owner.who.technician.id, token.secret, hook.secret}
    assert session.invitation is not None
    return Foreign(ids, words | {session.invitation.link, session.invitation.number})


def example(schema: dict[str, Any], all_of: dict[str, Any]) -> Any:
    """A body that fits a schema of the API's description."""
    if "$ref" in schema:
        return example(all_of[schema["$ref"].rpartition("/")[2]], all_of)
    for either in ("anyOf", "oneOf", "allOf"):
        if either in schema:
            return example(schema[either][0], all_of)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    if schema.get("examples"):
        return schema["examples"][0]
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        wanted = schema.get("required", [])
        return {name: example(of, all_of) for name, of in schema.get("properties", {}).items() if name in wanted}
    if kind == "array":
        return [example(schema["items"], all_of)] * max(1, schema.get("minItems", 0))
    if kind == "string":
        text = "a" * max(1, schema.get("minLength", 0))
        return "somebody@example.org" if schema.get("format") == "email" else text
    return {"integer": schema.get("minimum", 1), "number": 1, "boolean": True}.get(str(kind))


def body_of(app: FastAPI, route: Route, method: str) -> dict[str, Any]:
    """What to send: generated from the description; a picture where that is what a route wants."""
    if route.path == "/api/me/picture":
        return {"content": PNG}
    if not route.described:
        return {}
    described = app.openapi()["paths"][route.path][method.lower()].get("requestBody")
    if described is None:
        return {}
    kinds = described["content"]
    assert "application/json" in kinds, route.path
    return {"json": example(kinds["application/json"]["schema"], app.openapi()["components"]["schemas"])}


class Walk:
    """Asks, and looks at every answer for what it must not say."""

    def __init__(self, app: FastAPI, foreign: Foreign) -> None:
        self.app = app
        self.foreign = foreign
        self.asked = 0

    async def ask(self, route: Route, method: str, headers: dict[str, str]) -> Answer:
        """One call with the foreign company's ids in the path, from an address of its own."""
        self.asked += 1
        path = route.path.replace("{name:path}", "{name}")
        asked_with = [name for name in self.foreign.ids if f"{{{name}}}" in path]
        for name in asked_with:
            path = path.replace(f"{{{name}}}", self.foreign.ids[name])
        assert "{" not in path, f"tell `foreign_company` what stands for the part in {path}"
        address = f"10.{self.asked >> 16 & 255}.{self.asked >> 8 & 255}.{self.asked & 255}"
        if route.is_socket:
            answer = await knock(self.app, path, headers, address)
        else:
            async with asking(self.app, client=address) as browser:
                sent = await browser.request(method, path, headers=headers, **body_of(self.app, route, method))
                answer = Answer(sent.status_code, sent.text)
        assert answer.status < 500, (method, path, answer)
        leaked = [word for word in self.foreign.words if word in answer.text]
        assert not leaked, (method, path, leaked, answer)
        return answer


async def knock(app: FastAPI, path: str, headers: dict[str, str], address: str) -> Answer:
    """Ask for a WebSocket; 101 when it opens, and what it says first."""
    said: list[str] = []
    status = 0
    given = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"session_id=unknown&ticket=unknown",
        "headers": [*given, (b"origin", b"http://localhost:8400"), (b"host", b"localhost:8400")],
        "subprotocols": [],
        "client": (address, 1),
        "server": ("localhost", 8400),
        "scheme": "ws",
        "root_path": "",
        "extensions": {"websocket.http.response": {}},
    }
    coming = iter([{"type": "websocket.connect"}])

    async def receive() -> dict[str, Any]:
        return next(coming, {"type": "websocket.disconnect", "code": 1000})

    async def send(message: Any) -> None:
        nonlocal status
        status = {"websocket.accept": 101, "websocket.close": 403}.get(message["type"], status)
        status = message.get("status", status)
        said.append(message.get("text") or (message.get("body") or b"").decode())

    await app(scope, receive, send)
    return Answer(status, "".join(said))


async def rows_of(parts: Parts) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the database holds, to see that nothing has changed."""
    kept = {}
    async with parts.database.reading() as db:
        for name, table in every_table().tables.items():
            rows = (await db.execute(select(table))).all()
            kept[name] = sorted((tuple(row) for row in rows if is_foreign(tuple(row))), key=repr)
    return kept


def is_foreign(row: tuple[Any, ...]) -> bool:
    """Whether a row is the foreign company's."""
    return "oreign" in repr(row)


@pytest.fixture
async def walk(parts_on: Parts) -> AsyncIterator[Walk]:
    """A walk through the application, beside a foreign company."""
    yield Walk(create_app(parts_on.settings, parts_on), await foreign_company(parts_on))


def test_every_route_declares_its_caller_once(settings_of: Callable[..., Any]) -> None:
    app = create_app(settings_of())
    wrong = {
        route.path: declared for route in routes_of(app) if len(declared := list(declarations(route.dependant))) != 1
    }
    assert wrong == {}


def test_every_right_is_somebodys_and_every_route_asks_for_one_that_exists(settings_of: Callable[..., Any]) -> None:
    assert frozenset().union(*RIGHTS_OF.values()) == frozenset(Right)
    assert RIGHTS_OF[Role.TECHNICIAN] < RIGHTS_OF[Role.ADMIN] < RIGHTS_OF[Role.OWNER]
    without_one = []
    for route in routes_of(create_app(settings_of())):
        allowed, _ = next(declarations(route.dependant))
        if allowed.caller is Caller.TECHNICIAN and allowed.right not in set(Right):
            without_one.append(route.path)
    assert without_one == ["/api/me"]


async def test_nobody_gets_further_than_declared_and_nothing_of_a_foreign_company(
    parts_on: Parts, walk: Walk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = await rows_of(parts_on)
    firm = (await person_of(parts_on, Role.OWNER, "Own Company")).who.company
    people = {role: await person_of(parts_on, role, firm) for role in Role}
    signed_in = 0
    for route in routes_of(walk.app):
        allowed, _ = next(declarations(route.dependant))
        for method in route.methods:
            stranger = await walk.ask(route, method, {})
            if allowed.caller is not Caller.TECHNICIAN:
                continue
            signed_in += 1
            assert stranger.code == "not_signed_in", (method, route.path, stranger)
            nonsense = await walk.ask(route, method, {"Authorization": "Bearer daypass_nothing"})
            assert nonsense.code == "token_refused"
            for role, person in people.items():
                await person_asks(parts_on, walk, route, method, allowed.right, role, person)
    assert await rows_of(parts_on) == before
    assert signed_in > 30
    with capsys.disabled():
        print(
            f"\n{walk.asked} calls of {len(routes_of(walk.app))} routes by every caller: 0 further than declared, 0 leaks"
        )


async def person_asks(
    parts: Parts, walk: Walk, route: Route, method: str, right: str, role: Role, person: Person
) -> None:
    """One route by one person: in a browser, by tokens with and without the scope."""
    may = right == "" or Right(right) in RIGHTS_OF[role]
    cookie = await person.fresh_cookie(parts)
    answer = await walk.ask(route, method, {"Cookie": f"{COOKIE}={cookie}"})
    check(route, method, answer, may, "not_allowed")
    scopes = [scope for scope in SCOPES if scope != right]
    narrow = await token_of(parts, person, [scope for scope in scopes if scope in RIGHTS_OF[role]])
    answer = await walk.ask(route, method, {"Authorization": f"Bearer {narrow}"})
    check(route, method, answer, right == "", "scope_missing")
    if may and right in SCOPES:
        wide = await token_of(parts, person, [Right(right)])
        answer = await walk.ask(route, method, {"Authorization": f"Bearer {wide}"})
        check(route, method, answer, True, "")


def check(route: Route, method: str, answer: Answer, may: bool, code: str) -> None:
    """Whether the answer is the declared one; with foreign ids in the path, always that there is no such thing."""
    if not may:
        assert (answer.status, answer.code) == (403, code), (method, route.path, answer)
        return
    assert answer.code not in NOT_LET_IN, (method, route.path, answer)
    if "{" in route.path:
        assert (answer.status, answer.code) == (404, "not_found"), (method, route.path, answer)


OPEN_TO_INVITED = {
    ("GET", "/api/support-sessions/{session_id}"),
    ("POST", "/api/support-sessions/{session_id}/connections"),
}
"""What a colleague who was invited to a session may do with it; a new route is closed to them until it stands here."""


async def test_an_invited_colleague_sees_and_connects_and_gets_no_further(parts_on: Parts, walk: Walk) -> None:
    owner = await person_of(parts_on, Role.OWNER, "Own Company")
    colleague = await person_of(parts_on, Role.TECHNICIAN, owner.who.company)
    other = await person_of(parts_on, Role.TECHNICIAN, owner.who.company)
    session = (await parts_on.sessions.prepare(owner.who, NewSession(), None)).card.session
    ids = {"session_id": session.id, "technician_id": other.who.technician.id}
    inside = Walk(walk.app, Foreign(walk.foreign.ids | ids))
    async with parts_on.database.writing() as db:
        await invite(db, session.id, colleague.who.technician.id, owner.who.technician.id, parts_on.clock())
    routes = [route for route in routes_of(walk.app) if "{session_id}" in route.path]
    asked = [(route, method) for route in routes for method in route.methods]
    signed_in = [(route, method) for route, method in asked if is_for_technicians(route)]
    assert len(signed_in) > 10
    for route, method in signed_in:
        answer = await inside.ask(route, method, {"Cookie": f"{COOKIE}={colleague.cookie}"})
        is_open = (method, route.path) in OPEN_TO_INVITED
        assert (answer.code == "only_invited") is not is_open, (method, route.path, answer)
        stranger = await inside.ask(route, method, {"Cookie": f"{COOKIE}={other.cookie}"})
        assert stranger.code == "not_found", (method, route.path, stranger)
    async with parts_on.database.writing() as db:
        await withdraw(db, session.id, colleague.who.technician.id, parts_on.clock())
    for route, method in signed_in:
        answer = await inside.ask(route, method, {"Cookie": f"{COOKIE}={colleague.cookie}"})
        assert answer.code == "invitation_withdrawn", (method, route.path, answer)


def is_for_technicians(route: Route) -> bool:
    """Whether signed-in people call it."""
    return next(declarations(route.dependant))[0].caller is Caller.TECHNICIAN


async def test_where_a_second_factor_is_required_only_the_own_profile_is_open_without_one(
    parts_on: Parts, walk: Walk
) -> None:
    owner = await person_of(parts_on, Role.OWNER, "Own Company")
    token = await token_of(parts_on, owner, list(SCOPES))
    async with parts_on.database.writing() as db:
        await set_second_factor_required(db, owner.who.company.id, True)
    for route in routes_of(walk.app):
        allowed, _ = next(declarations(route.dependant))
        if allowed.caller is Caller.TECHNICIAN and allowed.right not in ("", Right.OWN_PROFILE.value):
            cookie = await owner.fresh_cookie(parts_on)
            answer = await walk.ask(route, route.methods[0], {"Cookie": f"{COOKIE}={cookie}"})
            assert answer.code == "second_factor_required", (route.path, answer)
            answer = await walk.ask(route, route.methods[0], {"Authorization": f"Bearer {token}"})
            assert answer.code == "second_factor_required", (route.path, answer)


async def test_what_matters_asks_for_a_proof_that_is_not_older_than_a_quarter_of_an_hour(
    parts_on: Parts, walk: Walk, clock: Any
) -> None:
    owner = await person_of(parts_on, Role.OWNER, "Own Company")
    cookie = await owner.fresh_cookie(parts_on)
    clock.turn(hours=0.25)
    asked = 0
    for route in routes_of(walk.app):
        allowed, confirmed = next(declarations(route.dependant))
        if allowed.caller is Caller.TECHNICIAN and confirmed:
            answer = await walk.ask(route, route.methods[0], {"Cookie": f"{COOKIE}={cookie}"})
            assert answer.code == "confirm_needed", (route.path, answer)
            asked += 1
    assert asked >= 10

"""Bad input, systematically: every field of every body and every parameter of the API, found in its own description, and the customer's
forms. Whatever is sent: refused in words with a stable code, or taken whole; never a fault, and nothing is stored by what was refused.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import LargeBinary, select, text
from tests.server.accounts.people import person_of
from tests.server.asking import asking

from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.rights import Role
from daypass.server.app import Parts, create_app
from daypass.server.identifiers import new_id
from daypass.server.migrations.run import every_table
from daypass.server.sessions.models import NewSession, SessionEvent

pytestmark = pytest.mark.slow

DEEP = "[" * 20_000 + "]" * 20_000
HTML = "<img src=x onerror=alert(1)>"
# As they stand in a body of JSON. What no field of any type may take:
NEVER = {
    "invalid UTF-8": b'"\xff\xfe\xc3"',
    "a lone surrogate": b'"a\\ud800b"',
    "overlong UTF-8": b'"\xc0\x80"',
    "deep nesting": DEEP.encode(),
    "a number of 5,000 digits": b"9" * 5000,
    "an endless exponent": b"1e999999",
    "not a number": b"NaN",
    "infinity": b"-Infinity",
    "half a string": b'"abc',
    "nothing": b"",
}
# What text may not be:
NO_TEXT = {
    "NUL": b'"a\\u0000b"',
    "a number": b"1",
    "a fraction": b"1.5",
    "truth": b"true",
    "a list": b'["a"]',
    "an object": b'{"a": 1}',
    "ten thousand letters": b'"' + b"x" * 10_000 + b'"',
}
# What text may be, as long as nothing of it is stored that turns the text around or cannot be seen:
ODD_TEXT = {
    "CR/LF": b'"a\\r\\nBcc: other@example.org"',
    "direction characters": '"a\u202egro.elpmaxe\u2066b"'.encode(),
    "control characters": b'"a\\u001b[31m\\u0007\\u0085b"',
    "nothing to see": '"\u200b\u200d\ufeff"'.encode(),
    "HTML": f'"{HTML}"'.encode(),
    "template": b'"{{7*7}} {% x %} ${7*7} %s %n"',
    "an emoji": '"😀"'.encode(),
}
NO_NUMBER = {
    "text": b'"5"',
    "truth": b"true",
    "a fraction": b"1.5",
    "beyond 64 bits": str(2**70).encode(),
    "very negative": str(-(2**70)).encode(),
    "a list": b"[1]",
}
NO_TRUTH = {"text": b'"yes"', "a number": b"1", "a list": b"[true]"}
# Bytes of a parameter in the address:
HOSTILE_BYTES = (
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"a\x00b",
    b"a\r\nX-Evil: 1",
    "\u202ea".encode(),
    b"\x1b[31m",
    HTML.encode(),
    b"x" * 4000,
    b"-1",
    b"9" * 400,
    b"1e999",
    b"NaN",
    b"' OR 1=1 --",
    b"%00",
    b"../../etc/passwd",
    b"[]",
    b"\xf0\x9f\x98\x80",
    b"",
    b" ",
)


@dataclass
class Desk:
    """An application with one company in it, asked by its owner, watched for what it stores."""

    app: FastAPI
    parts: Parts
    http: httpx.AsyncClient
    ids: dict[str, str]
    asked: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def described(self) -> dict[str, Any]:
        return self.app.openapi()

    async def ask(self, method: str, path: str, what: str, must_refuse: bool, **sent: Any) -> None:
        """One request; what is wrong with its answer goes on the list."""
        self.asked += 1
        looks = method == "GET"
        before = () if looks else await self.counts()
        answer = await self.http.request(method, path, **sent)
        case = f"{method} {path[:80]} {what}: {answer.status_code} {answer.text[:160]}"
        if answer.status_code >= 500:
            self.wrong.append(case)
        elif answer.status_code >= 400:
            self.refused += 1
            if fault := fault_of(answer):
                self.wrong.append(f"{case}: {fault}")
            if not looks and await self.counts() != before and answer.status_code != 401:
                self.wrong.append(f"{case}: refused, and something was stored")
        elif must_refuse:
            self.wrong.append(f"{case}: taken")

    async def counts(self) -> tuple[int, ...]:
        """How many rows every table has; the audit trail tells of refusals too, so it is left out."""
        tables = [name for name in sorted(every_table().tables) if not name.startswith("audit")]
        counted = " UNION ALL ".join(f'SELECT {n}, count(*) FROM "{name}"' for n, name in enumerate(tables))  # noqa: S608
        async with self.parts.database.reading() as db:
            return tuple(row[1] for row in sorted((await db.execute(text(counted))).all()))

    async def unreadable(self) -> list[str]:
        """Where text is stored that cannot be seen or that turns around."""
        found = []
        async with self.parts.database.reading() as db:
            for name, table in every_table().tables.items():
                for row in await db.execute(select(*(c for c in table.c if not isinstance(c.type, LargeBinary)))):
                    values = json.dumps(list(row), ensure_ascii=False, default=str).replace("\\n", " ")
                    if re.search(
                        "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\\\\u00|\\\\r", values
                    ):
                        found.append(f"{name}: {values[:300]}")
        return found

    def report(self) -> None:
        """Fails with everything that is wrong."""
        assert not self.wrong, f"{len(self.wrong)} of {self.asked}:\n" + "\n".join(self.wrong[:40])


def fault_of(answer: httpx.Response) -> str:
    """What a refusal lacks."""
    if answer.headers["content-type"] != "application/problem+json":
        return "no problem document"
    problem = answer.json()
    if not re.fullmatch("[a-z_]+", problem.get("code", "")) or problem.get("status") != answer.status_code:
        return "no stable code"
    if problem["code"] == "invalid_request" and answer.status_code == 422 and not problem.get("fields"):
        return "it does not say which field"
    return "" if len(problem.get("detail", "").split(". ")) >= 2 else "no sentences"


@pytest.fixture
def only_sqlite(both_databases: str) -> None:
    """For what never comes as far as a database."""
    if not both_databases.startswith("sqlite"):
        pytest.skip("nothing of it comes as far as a database")


@pytest.fixture
async def desk(parts_on: Parts) -> AsyncIterator[Desk]:
    app = create_app(parts_on.settings, parts_on)
    owner = await person_of(parts_on, Role.OWNER, "Example Computers", password="correct horse battery")
    firm = owner.who.company
    colleague = await person_of(parts_on, Role.TECHNICIAN, firm)
    session = (await parts_on.sessions.prepare(owner.who, NewSession(), None)).card.session.id
    hook = await parts_on.webhooks.service.create(firm.id, "https://receiver.example/", tuple(SessionEvent), None)
    ended = (await parts_on.sessions.prepare(colleague.who, NewSession(), None)).card.session.id
    await parts_on.sessions.end(colleague.who, ended)
    ids = {
        "session_id": session,
        "ended_id": ended,
        "technician_id": colleague.who.technician.id,
        "webhook_id": hook.webhook.id,
        "slug": "connect",
    }
    async with asking(app, owner.cookie) as http:
        yield Desk(app, parts_on, http, ids)


def filled(path: str, ids: dict[str, str]) -> str:
    """The path with what there is; what there is not is somebody else's id."""
    if path.endswith("closing-note"):
        path = path.replace("{session_id}", "{ended_id}")
    return re.sub(r"\{(\w+)\}", lambda part: ids.get(part[1], new_id()), path)


def resolved(schema: dict[str, Any], all_of: dict[str, Any]) -> dict[str, Any]:
    """What a schema says of the value when there is one."""
    if "$ref" in schema:
        return resolved(all_of[schema["$ref"].rpartition("/")[2]], all_of)
    for either in ("anyOf", "oneOf"):
        if either in schema:
            return resolved(next(one for one in schema[either] if one.get("type") != "null"), all_of)
    return schema


def whole_example(schema: dict[str, Any], all_of: dict[str, Any]) -> Any:
    """A body with every field of it."""
    schema = resolved(schema, all_of)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    match schema.get("type"):
        case "object":
            return {name: whole_example(one, all_of) for name, one in schema.get("properties", {}).items()}
        case "array":
            return [whole_example(schema["items"], all_of)] * max(1, schema.get("minItems", 0))
        case "string":
            pattern = schema.get("pattern", "")
            email = schema.get("format") == "email"
            return "somebody@example.org" if email else "#123456" if "0-9a-f" in pattern else "a" * 12
        case kind:
            return {"integer": int(schema.get("minimum", 1)), "number": 1, "boolean": False}.get(str(kind))


def leaves(schema: dict[str, Any], all_of: dict[str, Any], way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Every value of a body: the way to it, and what it must be."""
    schema = resolved(schema, all_of)
    if schema.get("type") == "object" and "properties" in schema:
        for name, one in schema["properties"].items():
            yield from leaves(one, all_of, (*way, name))
    elif schema.get("type") == "array":
        yield from leaves(schema["items"], all_of, (*way, 0))
    if way:
        yield way, schema


MARK = "the value under test"


def body_with(example: Any, way: tuple[Any, ...], value: bytes) -> bytes:
    """The example's JSON with these bytes where the way leads."""
    changed = deepcopy(example)
    place = changed
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = MARK
    return json.dumps(changed).encode().replace(json.dumps(MARK).encode(), value)


def hostile_values(schema: dict[str, Any]) -> Iterator[tuple[str, bytes, bool]]:
    """Name, bytes, and whether it must be refused."""
    for name, value in NEVER.items():
        yield name, value, True
    kind = "choice" if "enum" in schema or "const" in schema else schema.get("type")
    wrong = {"string": NO_TEXT, "choice": {**NO_TEXT, **ODD_TEXT}, "integer": NO_NUMBER, "boolean": NO_TRUTH}
    for name, value in wrong.get(str(kind), {}).items():
        yield name, value, True
    if kind == "string":
        for name, value in ODD_TEXT.items():
            yield name, value, "format" in schema
        if "maxLength" in schema:
            yield "one letter too many", b'"' + b"x" * (schema["maxLength"] + 1) + b'"', True
    if kind == "array":
        yield "too many", b"[" + b",".join([b'"a"'] * 3000) + b"]", True
        yield "an object for a list", b'{"0": "a"}', True


async def test_every_field_of_every_body_refuses_what_it_cannot_take(desk: Desk) -> None:
    schemas = desk.described["components"]["schemas"]
    bodies = 0
    for path, methods in desk.described["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content is None:
                continue
            bodies += 1
            example = whole_example(content["schema"], schemas)
            for way, schema in leaves(content["schema"], schemas):
                either = schema.get("type") == "boolean" and way == ("end_first",)  # or an id
                for name, value, must_refuse in hostile_values(schema):
                    what = f"{'.'.join(map(str, way))} = {name}"
                    sent = {"content": body_with(example, way, value), "headers": {"Content-Type": "application/json"}}
                    await desk.ask(method.upper(), filled(path, desk.ids), what, must_refuse and not either, **sent)
    assert bodies >= 20
    assert desk.refused > 1000
    desk.wrong += [f"stored: {where}" for where in await desk.unreadable()]
    desk.report()


@pytest.mark.usefixtures("only_sqlite")
async def test_a_body_that_is_none_at_all_is_refused_everywhere(desk: Desk) -> None:
    sent = (
        ("nothing", b"", "application/json"),
        ("a list", b"[]", "application/json"),
        ("text", b'"a"', "application/json"),
        ("null", b"null", "application/json"),
        ("deep nesting", DEEP.encode(), "application/json"),
        ("deep objects", b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "application/json"),
        ("10 MB", b'{"a": "' + b"x" * 10_000_000 + b'"}', "application/json"),
        ("bytes", bytes(range(256)), "application/json"),
        ("UTF-16", '{"email": "a"}'.encode("utf-16"), "application/json"),
        ("a form", b"email=a&password=b", "application/x-www-form-urlencoded"),
        ("parts without an end", b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        ("an unknown field", b'{"unknown_field": 1}', "application/json"),
        ("a type that is none", b"{}", "\x7f/;;"),
    )
    for path, methods in desk.described["paths"].items():
        for method, operation in methods.items():
            raw = path.startswith("/api/host") and method == "post"
            if not raw and "application/json" not in operation.get("requestBody", {}).get("content", {}):
                continue
            for name, content, kind in sent:
                given = {"content": content, "headers": {"Content-Type": kind}}
                await desk.ask(method.upper(), filled(path, desk.ids), name, name != "UTF-16", **given)
    desk.report()


async def test_every_parameter_of_the_address_takes_what_it_can_and_refuses_the_rest(desk: Desk) -> None:
    parameters = 0
    for path, methods in desk.described["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", ()):
                parameters += 1
                for value in HOSTILE_BYTES:
                    written = quote_from_bytes(value, safe="")
                    if parameter["in"] == "query":
                        address = f"{filled(path, desk.ids)}?{parameter['name']}={written}"
                        long = len(value) > 1000 and "maxLength" in json.dumps(parameter)
                        await desk.ask(method.upper(), address, "", long)
                    elif parameter["in"] == "path" and written not in ("", "%20"):
                        own = {**desk.ids, parameter["name"]: "HERE"}
                        await desk.ask(method.upper(), filled(path, own).replace("HERE", written), "", True)
                    elif parameter["in"] == "header":
                        headers = [(parameter["name"].encode(), value.replace(b"\r\n", b"\t").replace(b"\x00", b""))]
                        await desk.ask(
                            method.upper(), filled(path, desk.ids), repr(value), False, headers=headers, json={}
                        )
    assert parameters > 60
    desk.report()


@pytest.mark.usefixtures("only_sqlite")
async def test_headers_that_every_route_reads_may_hold_anything(desk: Desk) -> None:
    for name in (
        b"cookie",
        b"authorization",
        b"accept-language",
        b"user-agent",
        b"origin",
        b"content-length",
        b"accept",
    ):
        for value in HOSTILE_BYTES:
            header = value.replace(b"\r\n", b"\t").replace(b"\x00", b"")
            if name == b"cookie":
                header = COOKIE.encode() + b"=" + header
            for method, path in (
                ("GET", "/api/me"),
                ("GET", "/"),
                ("POST", "/api/sign-in"),
                ("GET", "/api/technicians"),
            ):
                await desk.ask(method, path, f"{name!r}: {value[:20]!r}", False, headers=[(name, header)])
    desk.wrong = [case for case in desk.wrong if "no problem document" not in case]  # pages are answered with pages
    desk.report()


async def test_a_key_pressed_again_with_another_wish_and_ids_of_nothing(desk: Desk) -> None:
    key = {"Idempotency-Key": "one-press-1"}
    await desk.http.delete(f"/api/support-sessions/{desk.ids['session_id']}")
    made = await desk.http.post("/api/support-sessions", json={"note": "one"}, headers=key)
    assert made.status_code == 201
    for other in ({"note": "two"}, {"customer_email": "customer@example.org"}, {}):
        await desk.ask("POST", "/api/support-sessions", "another wish", True, json=other, headers=key)
    again = await desk.http.post("/api/support-sessions", json={"note": "one"}, headers=key)
    assert (again.status_code, again.json()["id"]) == (200, made.json()["id"])
    for nobody in ("a" * 26, "a" * 27, "é", "0"):
        await desk.ask("POST", "/api/support-sessions", "end_first", True, json={"end_first": nobody})
        await desk.ask(
            "PUT", f"/api/support-sessions/{made.json()['id']}/technician", nobody, True, json={"technician_id": nobody}
        )
    desk.report()


async def test_the_customers_forms_take_anything_and_store_nothing_of_it(desk: Desk) -> None:
    session = await desk.parts.sessions.session(await _owner(desk), desk.ids["session_id"])
    assert session.invitation is not None
    link = httpx.URL(session.invitation.link).path
    forms = (("/", "number"), (f"{link}/sees", "what"), ("/guide/connect", "comment"), ("/guide/connect", "form"))
    before = await desk.counts()
    for path, name in forms:
        for value in (*HOSTILE_BYTES, "９" * 9, b"000 000 000", b"1" * 9):
            given = value.encode() if isinstance(value, str) else value
            for content, kind in (
                (f"{name}={quote_from_bytes(given)}".encode(), "application/x-www-form-urlencoded"),
                (name.encode() + b"=" + given, "application/x-www-form-urlencoded"),
                (b'--x\r\nContent-Disposition: form-data; name="' + name.encode() + b'"; filename="a"\r\n\r\n' + given + b"\r\n--x--",
                 "multipart/form-data; boundary=x"),
                (given, "multipart/form-data"),
                (b'{"' + name.encode() + b'": 1}', "application/json"),
            ):  # fmt: skip
                headers = {"Content-Type": kind, "Accept": "text/html"}
                answer = await desk.http.post(path, content=content, headers=headers)
                case = (path, name, given[:30], kind, answer.status_code, answer.text[:200])
                assert (
                    answer.status_code in (303, 400, 404, 405, 413, 422, 429)
                    or "text/html" in answer.headers["content-type"]
                ), case
                assert answer.status_code < 500, case
                assert HTML not in answer.text, case
    for path in (
        f"{link}?lang=%ff",
        f"{link}/start?saw={quote_from_bytes(HTML.encode())}",
        "/l/%00",
        f"/l/{'x' * 3000}",
        "/guide/%2e%2e",
    ):
        answer = await desk.http.get(path, headers={"Accept": "text/html"})
        assert answer.status_code < 500 and HTML not in answer.text, path
    assert await desk.counts() == before


async def _owner(desk: Desk) -> Any:
    async with desk.parts.database.reading() as db:
        from daypass.server.accounts import storage
        from daypass.server.accounts.models import SignedIn

        firm = (await storage.companies(db))[0]
        return SignedIn((await storage.owners_of(db, firm.id))[0], firm, 2**53)


def test_the_hostile_texts_are_what_they_are_called() -> None:
    with pytest.raises(UnicodeDecodeError):
        NEVER["invalid UTF-8"].decode()
    assert json.loads(NO_TEXT["NUL"]) == "a\x00b"

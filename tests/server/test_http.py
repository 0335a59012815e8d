"""What every answer carries, what no request may do, and that nobody sees what is not theirs."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute
from tests.server.asking import asking, owner_of
from tests.server.running import owner_cookie

from daypass.server.app import Parts, create_app

ARCHITECTURE_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; worker-src 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)


@pytest.fixture
def both_databases(tmp_path: Path) -> str:
    """These tests need one database only."""
    return f"sqlite:///{tmp_path}/daypass.sqlite"


@pytest.mark.parametrize("path", ["/healthz", "/api/me", "/api/nothing", "/console/", "/api/openapi.json", "/nowhere"])
async def test_every_answer_carries_the_security_headers(parts_on: Parts, path: str) -> None:
    async with asking(create_app(parts_on.settings, parts_on)) as browser:
        headers = (await browser.get(path)).headers
    assert headers["content-security-policy"] == ARCHITECTURE_POLICY
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "permissions-policy" in headers


async def test_unknown_routes_and_methods_are_problems(parts_on: Parts) -> None:
    async with asking(create_app(parts_on.settings, parts_on)) as browser:
        for method, path, status in (("GET", "/api/nothing", 404), ("PUT", "/api/me", 405), ("GET", "/api/", 404)):
            answer = await browser.request(method, path)
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == status


@pytest.mark.parametrize("declared", [True, False])
async def test_oversized_bodies_are_refused(parts_on: Parts, declared: bool) -> None:
    body = b"x" * (parts_on.settings.body_limit_bytes + 1)

    async def pieces() -> object:
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    async with asking(create_app(parts_on.settings, parts_on)) as browser:
        answer = await browser.post("/api/sign-in", content=body if declared else pieces())  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["dp"]) == (413, "DP-206")


MALFORMED_BODIES = [
    ("/api/sign-in", b"{"),
    ("/api/sign-in", b'{"email": 1, "password": []}'),
    ("/api/sign-in", b'{"email": "a", "password": "b", "more": 1}'),
    ("/api/support-sessions", b'{"customer_email": "not an address"}'),
    ("/api/support-sessions", b'{"customer_email": "a@example.org\\r\\nBcc: b@example.org"}'),
    ("/api/support-sessions", b'{"note": "' + b"x" * 501 + b'"}'),
    ("/api/support-sessions", b'{"language": "xx"}'),
    ("/api/support-sessions", b'{"customer_name": "a\\u0000b"}'),
    ("/api/sign-in", b'{"email": "a\\u0000b", "password": "b"}'),
]


async def test_malformed_bodies_change_nothing(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        for path, body in MALFORMED_BODIES:
            answer = await browser.post(path, content=body, headers={"Content-Type": "application/json"})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), (path, body)
            assert (await browser.get("/api/support-sessions")).json()["items"] == [], (path, body)


@pytest.mark.parametrize(
    ("language", "word"), [("pt-BR", "sessões"), ("en-GB,en;q=0.9", "session"), ("es-MX", "sesiones")]
)
async def test_a_refusal_reads_as_three_sentences_in_the_readers_language(
    parts_on: Parts, language: str, word: str
) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        limit = [await browser.post("/api/support-sessions", json={}) for _ in range(6)][-1]
        assert limit.json()["dp"] == "DP-501"
        answer = await browser.post("/api/support-sessions", json={}, headers={"Accept-Language": language})
    assert word in answer.json()["detail"].lower()
    assert "{{" not in answer.json()["detail"]


async def test_metrics_are_for_this_computer_only(parts_on: Parts) -> None:
    app = create_app(parts_on.settings, parts_on)
    async with asking(app) as here, asking(app, client="203.0.113.7") as elsewhere:
        assert "daypass_relay_pairs" in (await here.get("/metrics")).text
        assert (await elsewhere.get("/metrics")).status_code == 404


async def test_every_route_of_a_session_hides_it_from_another_company(parts_on: Parts) -> None:
    """Walks every route that names a session: a new one is tested without anybody thinking of it."""
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as owner:
        session = (await owner.post("/api/support-sessions", json={})).json()
    firm = await parts_on.accounts.create_company("Other Computers", "en")
    await parts_on.accounts.create_technician(
        firm.id, "Technician Two", "two@example.org", "another password", _owner(), "en"
    )
    stranger = (await parts_on.accounts.sign_in("two@example.org", "another password", "127.0.0.1")).token
    routes = _session_routes(app.openapi()["paths"])
    assert len(routes) >= 4
    bodies: dict[str, object] = {
        "connect": {"tool": "files"},
        "writeClosingNote": {"text": "done"},
        "assignSession": {"technician_id": "a" * 26},
        "askNewPassword": {"technician_key": "A" * 43, "verifier_salt": "A" * 22},
    }
    async with asking(app, stranger) as other, asking(app) as nobody:
        for method, path, operation in routes:
            url = path.replace("{session_id}", session["id"])
            answer = await other.request(method, url, json=bodies.get(operation, {}) if method != "get" else None)
            assert answer.status_code == 404, (method, path, answer.text)
            assert session["id"] not in answer.text
            answer = await nobody.request(method, url)
            assert answer.status_code == 401, (method, path)
    async with asking(app, cookie) as owner:
        assert (await owner.get(f"/api/support-sessions/{session['id']}")).json()["state"] == "prepared"


def _owner() -> "object":
    from daypass.server.accounts.models import Role

    return Role.OWNER


def _session_routes(paths: dict[str, dict[str, dict[str, str]]]) -> list[tuple[str, str, str]]:
    return [
        (method, path, operation.get("operationId", ""))
        for path, methods in paths.items()
        if "{session_id}" in path
        for method, operation in methods.items()
    ]


async def test_every_api_route_is_described(parts_on: Parts) -> None:
    app = create_app(parts_on.settings, parts_on)
    for route in (route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema):
        if route.path.startswith("/api/"):
            assert route.description, route.path
            assert re.fullmatch(r"[a-z]\w+", route.operation_id or ""), route.path


async def test_sessions_survive_a_restart(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        before = (await browser.post("/api/support-sessions", json={"customer_email": "customer@example.org"})).json()
    from daypass.server.app import build

    again = build(parts_on.settings, parts_on.clock)
    try:
        async with asking(create_app(again.settings, again), await owner_cookie(again)) as browser:
            assert (await browser.get(f"/api/support-sessions/{before['id']}")).json() == before
        assert again.server_key.public == parts_on.server_key.public
    finally:
        await again.close()


async def test_the_console_is_served_by_name_only(parts_on: Parts, tmp_path: Path) -> None:
    console = parts_on.settings.console_dir
    (console / "assets").mkdir(parents=True)
    (console / "index.html").write_text("<!doctype html>console")
    (console / "assets" / "app-1234.js").write_text("export {}")
    (console / ".built").write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    (console / "linked.txt").symlink_to(tmp_path / "secret.txt")
    async with asking(create_app(parts_on.settings, parts_on)) as browser:
        page = await browser.get("/console/sessions/abc")
        assert page.text == "<!doctype html>console" and page.headers["cache-control"] == "no-cache"
        script = await browser.get("/console/assets/app-1234.js")
        assert "immutable" in script.headers["cache-control"]
        assert script.headers["content-type"].startswith("text/javascript")
        for name in ("assets/gone.js", ".built", "linked.txt", "../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt"):
            answer = await browser.get(httpx.URL(f"http://localhost:8400/console/{name}"))
            assert "secret" not in answer.text, name
            assert answer.status_code == 404 or answer.text == page.text, name

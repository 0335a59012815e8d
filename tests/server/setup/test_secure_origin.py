"""Https everywhere but on localhost: over a real port that answers both, and behind named proxies."""

import asyncio
import contextlib
import datetime
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from tests.server.conftest import SettingsOf
from tests.server.running import owner_cookie

from daypass.server import front_door
from daypass.server.accounts.door import COOKIE
from daypass.server.app import Parts, build, create_app
from daypass.server.front_door import TwoWayServer
from daypass.server.migrations.run import migrate
from daypass.server.serving import server_config
from daypass.server.setup.local_authority import local_certificate

pytestmark = pytest.mark.slow  # real sockets, seconds together

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


@contextlib.asynccontextmanager
async def tls_server(settings_of: SettingsOf) -> AsyncIterator[tuple[Parts, int]]:
    """A server with its own authority on 127.0.0.1."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    settings = settings_of(public_url=f"https://127.0.0.1:{port}", port=port)
    parts = build(settings)
    await migrate(parts.database)
    server = TwoWayServer(server_config(create_app(settings, parts), settings, parts.certificate))
    async with asyncio.TaskGroup() as both:
        both.create_task(server.serve_both(listening))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.005)
        try:
            yield parts, port
        finally:
            server.should_exit = True


async def test_one_port_serves_https_and_explains_itself_on_http(settings_of: SettingsOf) -> None:
    async with tls_server(settings_of) as (parts, port):
        assert parts.certificate is not None
        trusting = ssl.create_default_context(cadata=parts.certificate.authority_pem)
        cookies = {COOKIE: await owner_cookie(parts)}
        async with httpx.AsyncClient(verify=trusting, cookies=cookies, trust_env=False) as technician:
            answer = await technician.get(f"https://127.0.0.1:{port}/api/me")
            assert answer.status_code == 200
            assert "max-age" in answer.headers["strict-transport-security"]
        async with httpx.AsyncClient(trust_env=False, headers={"Host": f"10.0.0.9:{port}"}) as stranger:
            page = await stranger.get(f"http://127.0.0.1:{port}/console/", headers={"Accept-Language": "pt"})
            assert page.status_code == 403
            assert f"https://127.0.0.1:{port}/" in page.text and 'lang="pt-BR"' in page.text
            refused = await stranger.post(f"http://127.0.0.1:{port}/api/sign-in", json={})
            assert refused.json()["dp"] == "DP-207"
            authority = await stranger.get(f"http://127.0.0.1:{port}/daypass-authority.crt")
            assert authority.text == parts.certificate.authority_pem


async def test_a_host_that_none_can_be_called_is_explained_to_as_well(settings_of: SettingsOf) -> None:
    async with tls_server(settings_of) as (_parts, port):
        for host in (b"[", b"[::1", b"[half]"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
            assert (await reader.readline()).startswith(b"HTTP/1.1 403")
            writer.close()


async def test_noise_on_the_port_harms_nobody(settings_of: SettingsOf) -> None:
    async with tls_server(settings_of) as (parts, port):
        assert parts.certificate is not None
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(20)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x16\x03\x01 this is no handshake")
        assert b"HTTP" not in await reader.read()
        writer.close()
        trusting = ssl.create_default_context(cadata=parts.certificate.authority_pem)
        async with httpx.AsyncClient(verify=trusting, trust_env=False) as anybody:
            assert (await anybody.get(f"https://127.0.0.1:{port}/healthz")).status_code == 200
        for _, one in silent:
            one.close()


async def test_silent_connections_keep_nobody_out(settings_of: SettingsOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_door, "MOST_UNDECIDED", 5)
    async with tls_server(settings_of) as (parts, port):
        assert parts.certificate is not None
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(20)]
        trusting = ssl.create_default_context(cadata=parts.certificate.authority_pem)
        async with httpx.AsyncClient(verify=trusting, trust_env=False, timeout=4) as anybody:
            assert (await anybody.get(f"https://127.0.0.1:{port}/healthz")).status_code == 200
        async with asyncio.timeout(4):
            assert await silent[0][0].read() == b""
        for _, one in silent:
            one.close()


@pytest.mark.parametrize(
    ("client", "forwarded", "status"),
    [
        ("10.1.1.1", {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}, 401),
        ("10.1.1.1", {"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9"}, 403),
        ("10.1.1.1", {}, 403),
        ("203.0.113.5", {"X-Forwarded-Proto": "https"}, 403),
    ],
)
async def test_only_a_named_proxy_may_say_that_it_was_https(
    settings_of: SettingsOf, client: str, forwarded: dict[str, str], status: int
) -> None:
    settings = settings_of(public_url="https://support.example.org", tls="proxy", trusted_proxies="10.1.0.0/16")
    parts = build(settings)
    await migrate(parts.database)
    wire = httpx.ASGITransport(create_app(settings, parts), client=(client, 1))
    async with httpx.AsyncClient(transport=wire, base_url="http://support.example.org", headers=forwarded) as asks:
        assert (await asks.get("/api/me")).status_code == status
    await parts.close()


async def test_who_asks_is_what_the_proxy_says_not_what_came_with_the_request(settings_of: SettingsOf) -> None:
    settings = settings_of(public_url="https://support.example.org", tls="proxy", trusted_proxies="10.1.0.0/16")
    parts = build(settings)
    await migrate(parts.database)
    wire = httpx.ASGITransport(create_app(settings, parts), client=("10.1.1.1", 1))
    async with httpx.AsyncClient(transport=wire, base_url="http://support.example.org") as asks:
        proto = ("X-Forwarded-Proto", "https")
        for forged in (
            [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.9"), proto],
            [("X-Forwarded-For", "127.0.0.1, 203.0.113.9"), proto],
        ):
            assert (await asks.get("/metrics", headers=forged)).status_code == 404
        plain = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Proto", "http"), ("X-Forwarded-For", "203.0.113.9")]
        assert (await asks.get("/api/me", headers=plain)).status_code == 403
    await parts.close()


def test_the_authority_is_kept_renewed_and_bound_to_its_address(tmp_path: Path) -> None:
    first = local_certificate(tmp_path, "support.example.org", NOW)
    assert local_certificate(tmp_path, "support.example.org", NOW) == first
    assert (tmp_path / "authority.key").stat().st_mode & 0o777 == 0o600

    before = first.chain.read_bytes()
    renewed = local_certificate(tmp_path, "support.example.org", NOW + datetime.timedelta(days=380))
    assert renewed.authority_pem == first.authority_pem and renewed.chain.read_bytes() != before

    moved = local_certificate(tmp_path, "10.0.0.1", NOW)
    assert moved.authority_pem != first.authority_pem
    constraints = x509.load_pem_x509_certificate(moved.authority_pem.encode()).extensions
    assert constraints.get_extension_for_class(x509.NameConstraints).critical

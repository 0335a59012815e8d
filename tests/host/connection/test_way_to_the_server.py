"""Whatever stands between the host and its server has a name (DP code), and nothing but the stamped server is believed."""

import asyncio
import json
import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.host.sample_session import SERVER_KEY

from daypass.host.connection.greeting import Greeter
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_address import ServerAddress, is_acceptable_relay, server_address
from daypass.host.connection.server_requests import ANSWER_CAP, ServerRequests
from daypass.host.connection.server_sockets import server_socket
from daypass.protocol.host_api import CompanyShown, TechnicianShown, Welcome, from_base64url, sign_welcome, write_json
from daypass.protocol.messages import System
from daypass.protocol.signed import SigningKey

Respond = Callable[[BaseHTTPRequestHandler, bytes], None]


@contextmanager
def answering(respond: Respond, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server on loopback; its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            respond(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def do_GET(self) -> None:  # noqa: N802 - the library's name
            respond(self, b"")

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(HTTPServer):
        def handle_error(self, *_: object) -> None:
            pass

    server = Quiet(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def reply(status: int, body: bytes = b"{}", **headers: str) -> Respond:
    def respond(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return respond


async def post(url: str, ca_pem: str | None = None) -> bytes:
    return await ServerRequests(ServerAddress(url, SERVER_KEY.public, ca_pem), "test").post("/x", b"{}", "token")


async def problem_of(url: str) -> HostProblem:
    with pytest.raises(HostProblem) as raised:
        await post(url)
    return raised.value


@pytest.mark.parametrize(
    ("status", "body", "dp"),
    [
        (410, {"dp": "DP-303", "code": "link_expired"}, "DP-303"),
        (404, {"dp": "DP-307"}, "DP-307"),
        (407, {}, "DP-202"),
        (502, "<html>a gateway</html>", "DP-201"),
        (302, {}, "DP-201"),
        (500, {"dp": "nonsense" * 100}, "DP-900"),
        (400, [1], "DP-201"),
    ],
)
async def test_every_refusal_has_its_code(status: int, body: object, dp: str) -> None:
    with answering(reply(status, json.dumps(body).encode(), Location="http://example.org/")) as url:
        assert (await problem_of(url)).dp == dp


async def test_a_refusal_that_says_when_to_come_back_has_minutes() -> None:
    with answering(reply(429, b'{"dp": "DP-308"}', Retry_After="61")) as url:
        assert (await problem_of(url)).values["minutes"] == "2"


async def test_nobody_there_is_unreachable() -> None:
    assert (await problem_of("http://127.0.0.1:9")).dp == "DP-201"


@pytest.mark.parametrize(
    "said",
    [
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\n" + b"x" * 70_000,
        b"",
    ],
    ids=["no http", "cut", "endless header", "nothing"],
)
async def test_something_else_that_answers_there_is_not_the_server(said: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        assert (await problem_of(url)).dp == "DP-201"
        with pytest.raises(HostProblem, match="DP-201"):
            async with server_socket(ServerAddress(url, SERVER_KEY.public), "/x", "test", 100):
                raise AssertionError("opened")


async def test_an_answer_above_the_cap_is_not_read() -> None:
    with answering(reply(200, bytes(ANSWER_CAP + 1))) as url:
        assert (await problem_of(url)).dp == "DP-206"


async def test_a_proxy_that_asks_for_a_sign_in_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "")
    with answering(reply(407)) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        assert (await problem_of("http://127.0.0.1:9")).dp == "DP-202"


def certificate(directory: Path, valid_from_h: int = -1, valid_until_h: int = 1) -> tuple[ssl.SSLContext, str]:
    """A server context with a certificate of its own making, and that certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now + timedelta(hours=valid_from_h))
        .not_valid_after(now + timedelta(hours=valid_until_h))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (directory / "both.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "both.pem")
    return context, pem.decode()


async def test_a_certificate_of_somebody_else_is_interception_and_the_stamped_one_is_trusted(tmp_path: Path) -> None:
    context, pem = certificate(tmp_path)
    with answering(reply(200), context) as url:
        assert (await problem_of(url)).dp == "DP-203"
        assert await post(url, ca_pem=pem) == b"{}"


@pytest.mark.parametrize(("valid_from_h", "valid_until_h"), [(24, 48), (-48, -24)], ids=["clock behind", "clock ahead"])
async def test_a_certificate_of_another_time_points_at_the_clock(
    tmp_path: Path, valid_from_h: int, valid_until_h: int
) -> None:
    context, pem = certificate(tmp_path, valid_from_h, valid_until_h)
    with answering(reply(200), context) as url:
        with pytest.raises(HostProblem, match="DP-106"):
            await post(url, ca_pem=pem)
        with pytest.raises(HostProblem, match="DP-106"):
            async with server_socket(ServerAddress(url, SERVER_KEY.public, pem), "/x", "test", 100):
                raise AssertionError("opened")


async def test_sockets_have_the_same_codes(tmp_path: Path) -> None:
    async def open_one(url: str) -> str:
        with pytest.raises(HostProblem) as raised:
            async with server_socket(ServerAddress(url, SERVER_KEY.public), "/x", "test", 100):
                raise AssertionError("opened")
        return raised.value.dp

    assert await open_one("http://127.0.0.1:9") == "DP-201"
    with answering(reply(410, b'{"dp": "DP-601"}')) as url:
        assert await open_one(url) == "DP-601"
    context, _ = certificate(tmp_path)
    with answering(reply(200), context) as url:
        assert await open_one(url) == "DP-203"


@pytest.mark.parametrize(
    ("url", "dp"),
    [
        ("http://support.example.org", "DP-207"),
        ("http://192.168.1.5", "DP-207"),
        ("ftp://localhost", "DP-112"),
        ("https://", "DP-112"),
        ("https://user:pw@example.org", "DP-112"),
        ("https://example.org/?a=1", "DP-112"),
        ("https://example.org:99999", "DP-112"),
    ],
)
def test_addresses_are_checked_at_the_door(url: str, dp: str) -> None:
    with pytest.raises(HostProblem) as raised:
        server_address(url, SERVER_KEY.public)
    assert raised.value.dp == dp


def test_loopback_may_be_plain_and_a_key_must_be_a_key() -> None:
    for url in ("http://localhost:8400/", "http://127.0.0.1:1", "http://[::1]:8400", "https://support.example.org"):
        assert server_address(url, SERVER_KEY.public).public_url == url.rstrip("/")
    with pytest.raises(HostProblem, match="DP-112"):
        server_address("https://support.example.org", b"short")


def test_relays_are_encrypted_or_on_this_pc() -> None:
    assert is_acceptable_relay("wss://relay.example.org/relay") and is_acceptable_relay("ws://127.0.0.1:5/relay")
    assert not is_acceptable_relay("ws://relay.example.org/relay") and not is_acceptable_relay("file:///etc/passwd")


def welcome_by(key: SigningKey, protocol: int = 1) -> Respond:
    """Answers a hello as a server with this key does."""

    def respond(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        nonce = from_base64url(json.loads(body)["nonce"])
        welcome = Welcome(
            session_id="session-1",
            host_token="token-of-this-host",
            company=CompanyShown(name="Example Computers"),
            technician=TechnicianShown(name="Technician One"),
            customer_language="en",
            code_digits=6,
            server_time_at=1_800_000_000_000,
            protocol=protocol,
            public_url="http://localhost",
        )
        reply(200, write_json(sign_welcome(key, nonce, welcome)))(handler, body)

    return respond


@pytest.mark.parametrize(
    ("respond", "dp"),
    [
        (welcome_by(SigningKey(b"x" * 32)), "DP-309"),
        (welcome_by(SERVER_KEY, protocol=99), "DP-204"),
        (reply(200, b'{"session_id": 5}'), "DP-205"),
    ],
)
async def test_only_the_stamped_server_is_believed(respond: Respond, dp: str) -> None:
    with answering(respond) as url:
        address = ServerAddress(url, SERVER_KEY.public)
        greeter = Greeter(address, ServerRequests(address, "t"), b"h" * 32, System(platform="windows"), os.urandom)
        with pytest.raises(HostProblem) as raised:
            await greeter.greet(None, "418203775")
    assert raised.value.dp == dp


async def test_the_stamped_server_is_greeted() -> None:
    with answering(welcome_by(SERVER_KEY)) as url:
        address = ServerAddress(url, SERVER_KEY.public)
        greeter = Greeter(address, ServerRequests(address, "t"), b"h" * 32, System(platform="windows"), os.urandom)
        greeting = await asyncio.wait_for(greeter.greet(None, "418203775"), 10)
    assert greeting.who_is_asking(address).company == "Example Computers"

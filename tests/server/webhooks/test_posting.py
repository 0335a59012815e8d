"""Where webhooks go and where they never go: real receivers on loopback, and every way to name an address inside."""

import asyncio
import datetime
import ipaddress
import socket
import ssl
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.server.webhooks.receiver import receiving

from daypass.server.setup.local_authority import local_certificate
from daypass.server.webhooks import posting
from daypass.server.webhooks.models import Failure
from daypass.server.webhooks.posting import Answer, Poster
from daypass.server.webhooks.receiver_address import Egress, UrlRefused

PUBLIC_ONLY = Egress()
LOCAL = Egress(http_to_loopback=True)


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255 224.0.0.1 240.0.0.1
    192.0.2.1 198.18.0.1 168.63.129.16 ::1 :: fe80::1 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1
    64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:a00:1:: ::7f00:1 ::10.0.0.1 2001:0:7f00:1::
    fec0::1 3fff::1 192.0.0.8 192.88.99.1 64:ff9b:1::a00:1 5f00::1""".split(),
)
def test_no_address_inside_is_ever_permitted(address: str) -> None:
    assert not PUBLIC_ONLY.permits(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_permitted(address: str) -> None:
    assert PUBLIC_ONLY.permits(ipaddress.ip_address(address))


def test_an_operator_can_name_networks_of_their_own() -> None:
    egress = Egress.of(["10.1.0.0/16", "fd00::/8"], http_to_loopback=False)
    assert egress.permits(ipaddress.ip_address("10.1.2.3"))
    assert egress.permits(ipaddress.ip_address("fd00::1"))
    assert egress.permits(ipaddress.ip_address("::ffff:10.1.2.3"))
    assert not egress.permits(ipaddress.ip_address("10.2.0.1"))
    assert not egress.permits(ipaddress.ip_address("127.0.0.1"))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.org/", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "form"),
        ("gopher://example.org/", "scheme"),
        ("https://name:password@example.org/", "form"),
        ("https://example.org/#part", "form"),
        ("https:///path", "form"),
        ("https://exa mple.org/", "form"),
        ("https://example.org/\r\nHost: inside", "form"),
        ("https://example.org:99999/", "form"),
        ("https://[::1/", "form"),
        ("https://" + "a" * 500, "form"),
        ("nonsense", "form"),
        ("https://0177.0.0.1/", "form"),
        ("", "form"),
        ("https://10.0.0.1/", "inside"),
        ("https://[::1]/", "inside"),
        ("https://[::ffff:169.254.169.254]/", "inside"),
        ("http://localhost:8400/", "scheme"),
        ("https://\u202eexample.org/", "form"),
    ],
)
def test_what_cannot_be_a_receiver_is_refused_when_it_is_typed(url: str, why: str) -> None:
    with pytest.raises(UrlRefused) as refused:
        PUBLIC_ONLY.checked(url)
    assert refused.value.why == why


def test_plain_http_is_for_localhost_in_development_only() -> None:
    assert LOCAL.checked("http://localhost:8400/hook") == "http://localhost:8400/hook"
    assert PUBLIC_ONLY.checked("https://hooks.example.org:8443/a?b=c") == "https://hooks.example.org:8443/a?b=c"
    with pytest.raises(UrlRefused):
        LOCAL.checked("http://example.org/")


@pytest.mark.parametrize("name", ["localhost", "127.1", "2130706433", "0x7f000001"])
async def test_a_name_that_leads_inside_is_refused_after_it_was_looked_up(name: str) -> None:
    async with receiving() as receiver:
        answer = await Poster(PUBLIC_ONLY).post(f"https://{name}:{receiver.port}/", {}, "{}")
        assert answer == Answer(Failure.ADDRESS_REFUSED)
        assert receiver.came == []


async def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is answered differently the second time (DNS rebinding) gets no second time."""
    asked: list[str] = []

    def answers(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.2" if len(asked) == 1 else "127.0.0.3"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    async with receiving("127.0.0.2") as checked, receiving("127.0.0.3", port=checked.port) as other:
        monkeypatch.setattr(posting.socket, "getaddrinfo", answers)
        egress = Egress.of(["127.0.0.2/32"], http_to_loopback=False)
        url = f"http://rebinding.example.org:{checked.port}/hook"
        assert await Poster(egress).post(url, {}, "{}") == Answer(None, 204)
        assert (asked, len(checked.came), len(other.came)) == (["rebinding.example.org"], 1, 0)
        assert checked.came[0][0]["host"] == f"rebinding.example.org:{checked.port}"
        assert await Poster(egress).post(url, {}, "{}") == Answer(Failure.ADDRESS_REFUSED)


async def test_one_address_inside_among_many_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(_host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in ("1.1.1.1", "127.0.0.1")]

    monkeypatch.setattr(posting.socket, "getaddrinfo", answers)
    assert await Poster(PUBLIC_ONLY).post("https://example.org/", {}, "{}") == Answer(Failure.ADDRESS_REFUSED)


async def test_redirects_are_not_followed() -> None:
    async with receiving() as inside, receiving() as receiver:
        receiver.answers = [f"HTTP/1.1 307 Go\r\nLocation: {inside.url}\r\nContent-Length: 0\r\n\r\n".encode()]
        assert await Poster(LOCAL).post(receiver.url, {}, "{}") == Answer(Failure.REDIRECT, 307)
        assert inside.came == []


@pytest.mark.parametrize("answer", [b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 404 No\r\n\r\n"])
async def test_anything_but_2xx_is_a_failure(answer: bytes) -> None:
    async with receiving() as receiver:
        receiver.answers = [answer]
        assert await Poster(LOCAL).post(receiver.url, {}, "{}") == Answer(Failure.STATUS, int(answer[9:12]))


async def test_a_receiver_that_never_answers_costs_a_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "WHOLE_TRY_S", 0.2)
    async with receiving() as receiver:
        receiver.answers = [b""]
        assert await Poster(LOCAL).post(receiver.url, {}, "{}") == Answer(Failure.TIMEOUT)


async def test_of_an_endless_answer_only_a_little_is_read() -> None:
    async with receiving() as receiver:
        receiver.answers = [b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5_000_000]
        assert await Poster(LOCAL).post(receiver.url, {}, "{}") == Answer(None, 200)


@pytest.mark.parametrize("answer", [b"nonsense\r\n\r\n", b"\0" * 100, b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000])
async def test_an_answer_that_is_no_http_is_a_failure(answer: bytes) -> None:
    async with receiving() as receiver:
        receiver.answers = [answer]
        assert await Poster(LOCAL).post(receiver.url, {}, "{}") == Answer(Failure.NOT_REACHED)


async def test_nobody_there_and_no_such_name_are_told_apart() -> None:
    async with receiving() as receiver:
        port = receiver.port
    assert await Poster(LOCAL).post(f"http://localhost:{port}/", {}, "{}") == Answer(Failure.NOT_REACHED)
    assert await Poster(LOCAL).post("https://nowhere.invalid/", {}, "{}") == Answer(Failure.NOT_FOUND)


async def test_tls_is_checked_against_the_name_not_the_pinned_address(tmp_path: Path) -> None:
    made = local_certificate(tmp_path, "localhost", datetime.datetime.now(datetime.UTC))
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(made.chain, made.key)
    trusting = ssl.create_default_context(cadata=made.authority_pem)
    async with receiving(tls=serving) as receiver:
        url = f"https://localhost:{receiver.port}/hook"
        assert await Poster(LOCAL, trusting).post(url, {}, "{}") == Answer(None, 204)
        assert await Poster(LOCAL).post(url, {}, "{}") == Answer(Failure.TLS), "an unknown authority"
        other = url.replace("localhost", "127.0.0.2")
        assert (await Poster(LOCAL, trusting).post(other, {}, "{}")).failure in (Failure.TLS, Failure.NOT_REACHED)


async def test_a_name_server_that_never_answers_holds_up_nothing_but_webhooks(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = threading.Event()
    monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *_, **__: silent.wait() and [])
    poster = Poster(Egress())
    try:
        async with asyncio.timeout(5), asyncio.TaskGroup() as posts:
            waiting = [posts.create_task(poster.post("https://slow.example.org/", {}, "{}")) for _ in range(60)]
            await asyncio.sleep(0.1)
            assert await asyncio.to_thread(int, "7") == 7
            for post in waiting:
                post.cancel()
    finally:
        silent.set()

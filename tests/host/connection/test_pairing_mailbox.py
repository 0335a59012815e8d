"""The mailbox in the middle of pairing: whatever breaks is said where the customer is, heals by itself or ends with a sentence."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.host.connection.test_way_to_the_server import answering, reply
from websockets.asyncio.server import ServerConnection, serve

from daypass.host.connection.backoff import Backoff
from daypass.host.connection.pairing import MOST_MALFORMED, PairingTalk, pairing_talk
from daypass.host.connection.server_sockets import open_socket
from daypass.protocol.messages import PAIRING_CAP, System
from daypass.protocol.pairing import HostPairing
from daypass.protocol.secrets import SecurityCode
from daypass.protocol.signed import SigningKey

TECHNICIAN_CAME, TECHNICIAN_WENT = '{"event":"peer","present":true}', '{"event":"peer","present":false}'
Visit = Callable[[ServerConnection], Awaitable[object]]


class Watched:
    """A mailbox talk and what its customer was shown."""

    def __init__(self) -> None:
        self.shown: list[str | None] = []
        self.talk: PairingTalk | None = None

    async def ends_with(self) -> str:
        assert self.talk is not None
        async with asyncio.timeout(10):
            return (await self.talk.over).dp

    async def shows(self, dp: str | None) -> None:
        async with asyncio.timeout(10):
            while dp not in self.shown:  # noqa: ASYNC110 - the other side sets no event
                await asyncio.sleep(0.01)


@asynccontextmanager
async def talking_to(url: str) -> AsyncIterator[Watched]:
    pairing = HostPairing(
        identity=SigningKey(b"h" * 32),
        server_address=url,
        session_id="session-1",
        computer_name="RECEPTION-PC",
        system=System(platform="windows"),
        random=os.urandom,
    )
    watched = Watched()
    socket = lambda: open_socket(url.replace("http", "ws", 1), None, "test", PAIRING_CAP)  # noqa: E731
    async with pairing_talk(pairing, socket, Backoff(lambda: 0.0)) as talk:
        talk.watch_waiting(watched.shown.append)
        watched.talk = talk
        yield watched


@asynccontextmanager
async def mailbox(*visits: Visit) -> AsyncIterator[Watched]:
    """A mailbox that treats each visit of the host in turn; the last way of treating it stays."""
    left = list(visits)

    async def treat(socket: ServerConnection) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(socket)

    async with serve(treat, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        async with talking_to(f"http://127.0.0.1:{port}") as watched:
            yield watched


def saying(*messages: str | bytes) -> Visit:
    """Says this and stays."""

    async def visit(socket: ServerConnection) -> None:
        for message in messages:
            await socket.send(message)
        await socket.wait_closed()

    return visit


def closing(code: int) -> Visit:
    return lambda socket: socket.close(code)


@pytest.mark.parametrize(
    ("code", "dp"), [(4001, "DP-305"), (4008, "DP-312"), (4010, "DP-601")], ids=["newer host", "too many", "over"]
)
async def test_a_mailbox_that_closes_for_good_says_why(code: int, dp: str) -> None:
    async with mailbox(closing(code)) as customer:
        assert await customer.ends_with() == dp


@pytest.mark.parametrize(("code", "dp"), [("session_over", "DP-601"), ("link_revoked", "DP-304"), ("later", "DP-601")])
async def test_an_ended_session_and_a_withdrawn_link_are_told_apart(code: str, dp: str) -> None:
    async with mailbox(saying(f'{{"event":"ended","code":"{code}"}}')) as customer:
        assert await customer.ends_with() == dp


@pytest.mark.parametrize(
    ("visit", "dp"),
    [
        (saying(TECHNICIAN_CAME, b"\x80 noise"), "DP-205"),
        (saying("{}"), "DP-205"),
        (saying("not even JSON"), "DP-205"),
        (closing(4000), "DP-205"),
        (closing(1009), "DP-206"),
    ],
    ids=["noise of the page", "unknown text", "no JSON", "host malformed", "host too large"],
)
async def test_what_cannot_be_read_is_asked_for_again_and_then_said_never_repeated_for_ever(
    visit: Visit, dp: str
) -> None:
    visits = 0

    async def counted(socket: ServerConnection) -> None:
        nonlocal visits
        visits += 1
        await visit(socket)

    async with mailbox(counted) as customer:
        assert await customer.ends_with() == dp
    assert visits == MOST_MALFORMED


async def test_one_damaged_message_costs_no_try_and_the_attempt_is_announced_again() -> None:
    announced: asyncio.Queue[bytes] = asyncio.Queue()

    async def take(socket: ServerConnection) -> None:
        await socket.send(TECHNICIAN_CAME)
        async for message in socket:
            if isinstance(message, bytes):
                announced.put_nowait(message)

    async with mailbox(saying("{}"), take) as customer, asyncio.TaskGroup() as tasks:
        assert customer.talk is not None
        trying = tasks.create_task(customer.talk.attempt(SecurityCode.parse("417902")))
        assert await asyncio.wait_for(announced.get(), 10)
        assert not customer.talk.over.done()
        trying.cancel()


async def test_the_customer_sees_whom_the_window_waits_for() -> None:
    async with mailbox(saying(TECHNICIAN_CAME, TECHNICIAN_WENT)) as customer:
        await customer.shows("DP-306")
        assert customer.shown == [None, "DP-306"]


async def test_a_server_that_goes_away_in_the_middle_is_named_and_comes_back() -> None:
    async with mailbox(closing(1012), saying(TECHNICIAN_CAME)) as customer:
        await customer.shows(None)
        assert customer.shown == ["DP-208", None]


async def test_a_server_that_stays_away_is_not_blamed_on_the_technician() -> None:
    async with talking_to("http://127.0.0.1:9") as customer:
        await customer.shows("DP-201")
        assert customer.talk is not None and not customer.talk.over.done()
    with answering(reply(407)) as proxy:
        async with talking_to(proxy) as customer:
            await customer.shows("DP-202")
    assert "DP-306" not in customer.shown


@pytest.mark.parametrize(
    ("status", "body", "dp"),
    [
        (401, b'{"code": "host_not_admitted"}', "DP-304"),
        (410, b'{"code": "session_over", "dp": "DP-601"}', "DP-601"),
        (409, b'{"code": "versions_differ", "dp": "DP-204"}', "DP-204"),
    ],
)
async def test_a_mailbox_that_lets_nobody_in_says_why(status: int, body: Any, dp: str) -> None:
    with answering(reply(status, body)) as url:
        async with talking_to(url) as customer:
            assert await customer.ends_with() == dp

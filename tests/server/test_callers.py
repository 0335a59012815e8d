"""One place cannot use up the connections of all; this computer and named proxies are not places."""

import asyncio
import contextlib
import functools
import socket

import pytest
import uvicorn

from daypass.server.callers import Callers
from daypass.server.http_connections import DaypassHttp


def test_a_place_holds_so_many_connections_and_no_more_until_one_goes() -> None:
    callers = Callers(most=2, uncounted=["10.0.0.0/8"])
    assert [callers.come("192.0.2.1") for _ in range(3)] == [True, True, False]
    callers.go("192.0.2.1")
    assert not callers.come("192.0.2.1")
    callers.go("192.0.2.1")
    callers.go("192.0.2.1")
    assert callers.come("192.0.2.1")
    assert callers.come("192.0.2.2")


def test_of_ipv6_a_whole_line_is_one_place() -> None:
    callers = Callers(most=1)
    assert callers.come("2001:db8::1")
    assert not callers.come("2001:db8::ffff")
    assert callers.come("2001:db8:0:1::1")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3", "", "a socket's path"])
def test_this_computer_and_named_proxies_are_not_counted(address: str) -> None:
    callers = Callers(most=1, uncounted=["10.0.0.0/8"])
    assert all(callers.come(address) for _ in range(5))
    callers.go(address)


class CountedLoopback(Callers):
    """Counts this computer as well, for a test on it."""

    def _is_uncounted(self, address: str) -> bool:
        return False


async def test_a_connection_too_many_is_cut_and_makes_room_when_the_others_end() -> None:
    async def answers(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    callers = CountedLoopback(most=2)
    protocol = functools.partial(DaypassHttp, callers=callers)
    config = uvicorn.Config(answers, http=protocol, ws="none", lifespan="off", log_config=None)  # type: ignore[arg-type]
    server = uvicorn.Server(config)

    async def is_answered(kept: list[asyncio.StreamWriter]) -> bool:
        reader, writer = await asyncio.open_connection("127.0.0.1", listening.getsockname()[1])
        kept.append(writer)
        with contextlib.suppress(ConnectionError):
            writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            return (await reader.read(12)).endswith(b"204")
        return False

    with socket.create_server(("127.0.0.1", 0)) as listening:
        async with asyncio.timeout(20), asyncio.TaskGroup() as both:
            both.create_task(server.serve([listening]))
            while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.005)
            kept: list[asyncio.StreamWriter] = []
            assert [await is_answered(kept) for _ in range(3)] == [True, True, False]
            for writer in kept:
                writer.close()
                await writer.wait_closed()
            await asyncio.sleep(0.05)
            assert await is_answered(kept)
            kept[-1].close()
            server.should_exit = True

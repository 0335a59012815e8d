"""What goes wrong between real processes: a sentence where the person is, nothing changed on the PC, nothing lost on the server."""
# ruff: noqa: F811 - fixtures of the journey are arguments here

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
import websockets
from tests.host.technician import CODE, TechnicianPage, TechnicianViewer
from tests.host.test_journey import CustomersPC, activate, pc, server  # noqa: F401 - fixtures
from tests.server.running import RunningServer
from websockets.asyncio.client import ClientConnection

from daypass.protocol.connecting import ConnectHello, ConnectRefused, Mode
from daypass.protocol.messages import Tool, decoder, encode
from daypass.protocol.tool_line import Bye

pytestmark = pytest.mark.slow


def nothing_is_installed(pc: CustomersPC) -> bool:
    return not (pc.home / "sessions").exists()


@pytest.mark.parametrize(("path", "dp"), [("", "DP-601"), ("/link", "DP-304")], ids=["ended", "link withdrawn"])
async def test_a_session_that_is_over_while_the_code_is_asked_closes_the_question(
    server: RunningServer, pc: CustomersPC, path: str, dp: str
) -> None:
    prepared = await server.prepare()
    async with pc.first_window(prepared["number"], "--yes") as window:
        await server.until(prepared["id"], host_stage="code")
        answer = await server.http.delete(f"/api/support-sessions/{prepared['id']}{path}")
        assert answer.status_code < 300
        assert window.stdout is not None
        said = b""
        async with asyncio.timeout(20):
            while dp.encode() not in said:
                said += await window.stdout.readline()
        await asyncio.wait_for(window.communicate(b""), 30)
    assert window.returncode == 2
    assert nothing_is_installed(pc)


async def test_five_wrong_codes_burn_the_code_and_the_session_stays_prepared(
    server: RunningServer, pc: CustomersPC
) -> None:
    prepared = await server.prepare()
    page = TechnicianPage(server, prepared["id"])
    pairing = asyncio.get_running_loop().create_task(page.pair())
    codes = [argument for code in ("000000", "111111", "222222", "333333", "444444") for argument in ("--code", code)]
    async with pc.first_window(prepared["number"], "--yes", *codes) as window:
        out, _ = await asyncio.wait_for(window.communicate(b""), 60)
    pairing.cancel()
    assert (out.decode().count("DP-301"), out.decode().count("DP-302")) == (4, 1)
    assert page.wrong_codes == 5 and nothing_is_installed(pc)
    assert (await server.session(prepared["id"]))["state"] == "prepared"

    again = asyncio.get_running_loop().create_task(TechnicianPage(server, prepared["id"]).pair())
    async with pc.first_window(prepared["number"], "--yes", "--code", CODE) as window:
        out, _ = await asyncio.wait_for(window.communicate(), 60)
    assert window.returncode == 0, out.decode()
    await again


async def test_a_server_that_cannot_be_reached_is_said_at_the_first_start(pc: CustomersPC) -> None:
    port, pc.server.port = pc.server.port, 9
    async with pc.first_window("123456789", "--yes") as window:
        out, _ = await asyncio.wait_for(window.communicate(b""), 30)
    pc.server.port = port
    assert window.returncode == 1 and "DP-201" in out.decode()
    assert nothing_is_installed(pc)


@asynccontextmanager
async def at_the_host(page: TechnicianPage, server: RunningServer) -> AsyncIterator[ClientConnection]:
    """A socket with the host on its other end, before any handshake."""
    admission = await page.ask_to_connect()
    url = f"{admission['relay_url']}?ticket={admission['ticket']}"
    origin: Any = server.address
    async with websockets.connect(url, origin=origin, proxy=None, compression=None) as socket:
        assert await socket.recv() == '{"event":"paired"}'
        yield socket


def hello(**changes: object) -> bytes:
    right = ConnectHello(
        protocol=1,
        mode=Mode.PASSWORD,
        sid=bytes(16),
        share=bytes(32),
        tool=Tool.REMOTE_CONTROL,
        technician_name="Technician One",
        connection_id=None,
    )
    return encode(msgspec.structs.replace(right, **changes))


async def test_whatever_a_technician_sends_the_host_answers_with_a_code_and_goes_on(
    server: RunningServer, pc: CustomersPC
) -> None:
    page = await activate(server, pc, "--consent", "always")
    read_refusal = decoder(ConnectRefused, 4096)
    for words, dp in (
        (b"\xc1 noise", "DP-205"),
        (b"", "DP-205"),
        (b"\x81" + b"\xa4type" + b"x" * 5000, "DP-206"),
        (hello(protocol=99), "DP-204"),
        (hello(protocol=0), "DP-204"),
        (hello(tool=Tool.FILES), "DP-505"),
    ):
        async with at_the_host(page, server) as socket:
            await socket.send(words)
            answer = await asyncio.wait_for(socket.recv(), 10)
            assert isinstance(answer, bytes)
            assert read_refusal(answer).dp == dp, words[:20]

    for frame in (b"not sealed", b"\x01" + bytes(40)):
        async with page.connect() as viewer:
            assert isinstance(viewer, TechnicianViewer), viewer
            await viewer.send_unsealed(frame)
            await viewer.see_everything()
            assert Bye(dp="DP-205") in viewer.messages

    assert (await server.session(page.session_id))["state"] == "active"
    async with page.connect() as viewer:  # no try of the password was spent
        assert isinstance(viewer, TechnicianViewer), viewer

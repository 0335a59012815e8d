"""The customer ends the help: by the bar, by the tray's menu, by *Uninstall* in Windows' list. All of it without waiting for a server."""

import asyncio
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import build_host
import codec_pack
import pytest
from tests.host.technician import TechnicianViewer
from tests.server.running import RunningServer, small_server
from tests.wine.pc import CustomerPc
from tests.wine.whole_pass import YOU_ENDED, activate, eventually, half_an_upload, until_clean

from daypass.host.connection.person_wishes import UNDO_S
from daypass.protocol.tool_line import Bye

pytestmark = [pytest.mark.wine, pytest.mark.slow]

INSTALLED = r"C:\Program Files\Daypass Support\pythonw.exe"
# Starts the entry's very command line, as Windows' list does.
UNINSTALL_AS_WINDOWS_DOES = r"""
import subprocess, sys, winreg
key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\DaypassSupport")
command = winreg.QueryValueEx(key, "UninstallString")[0]
print(command)
sys.exit(subprocess.call(command))
"""
REPORTS_FOR_S = 50


@pytest.mark.long
async def test_the_customer_ends_and_undoes_and_ends_for_good(
    pc: CustomerPc, server: RunningServer, packed: Path, pictures: Path
) -> None:
    before = await asyncio.to_thread(pc.inventory)
    offers_a_changed_codec_pack(server)
    page, customer = await activate(server, pc, packed, pictures)

    answer = asyncio.get_running_loop().create_task(customer.allows_the_connection())
    async with page.connect() as viewer:
        await answer
        x, y = await customer.finds_the_bars_end_button()
        await until_cut(viewer, customer.clicks(x, y))
        assert (await server.session(page.session_id))["state"] == "active", "nobody had to be asked"
        await customer.undoes_the_end()
    await asyncio.sleep(UNDO_S + 2)
    assert pc.path(INSTALLED).is_file()
    assert not [one for one in pc.path(INSTALLED).parent.iterdir() if one.is_dir() and one.name.startswith("codecs")]
    assert await asyncio.to_thread(pc.words_in, "Session ended") == []
    await eventually(server, page, state="active", presence="online")

    answer = asyncio.get_running_loop().create_task(customer.allows_the_connection())
    async with page.connect() as viewer:
        await answer
        assert isinstance(viewer, TechnicianViewer), viewer
        async with half_an_upload(pc, page, viewer, customer):
            x, y = await customer.finds_the_end_in_the_trays_menu()
            await until_cut(viewer, customer.clicks(x, y))
    await customer.sees("Session ended")
    await customer.reads_and_closes_the_last_window(YOU_ENDED)
    await eventually(server, page, state="ended", ending="by_customer", removal="confirmed")
    left = await until_clean(pc, before)
    assert not left, "\n".join(left)


def offers_a_changed_codec_pack(server: RunningServer) -> None:
    """Under the name of the right one. Remote control goes on without it."""
    pack = build_host.codec_pack_for(None)
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    target = server.parts.settings.host_program.with_name(f"codecs-{codec_pack.sha256_of(pack)}.zip")
    target.write_bytes(content)


async def until_cut(viewer: object, click: Coroutine[Any, Any, None]) -> None:
    """The technician's line is closed, with a word why, within a second of the click (0.03 s where this was written)."""
    assert isinstance(viewer, TechnicianViewer), viewer
    async with asyncio.TaskGroup() as both:
        began = time.monotonic()
        both.create_task(click, name="the customer's click")
        await viewer.see_everything(seconds=20)
        seconds = time.monotonic() - began
    print(f"cut {seconds:.2f} s after the click")
    assert viewer.messages[-1] == Bye(dp="DP-601")
    assert seconds < 1


@pytest.mark.long
async def test_uninstall_in_installed_apps_works_while_the_service_is_stopped(
    pc: CustomerPc, server: RunningServer, packed: Path, pictures: Path
) -> None:
    before = await asyncio.to_thread(pc.inventory)
    page, customer = await activate(server, pc, packed, pictures)
    await asyncio.to_thread(pc.run, "net", "stop", "DaypassSupport")
    await uninstalls(pc, page.session_id)
    await customer.reads_and_closes_the_last_window(YOU_ENDED)
    left = await until_clean(pc, before)
    assert not left, "\n".join(left)
    await eventually(server, page, state="ended", removal="confirmed")


@pytest.mark.long
async def test_uninstall_in_installed_apps_needs_no_server(
    pc: CustomerPc, tmp_path: Path, packed: Path, pictures: Path
) -> None:
    before = await asyncio.to_thread(pc.inventory)
    async with small_server(tmp_path / "server") as server:
        page, customer = await activate(server, pc, packed, pictures, leaves_ready_open=True)
    await uninstalls(pc, page.session_id)
    await customer.reads_and_closes_the_last_window(YOU_ENDED)
    left = await until_clean(pc, before, seconds=REPORTS_FOR_S + 40)
    assert not left, "\n".join(left)


async def uninstalls(pc: CustomerPc, session_id: str) -> None:
    """As Windows' list of apps does it: the signed file that the installation keeps, not a program of the runtime."""
    done = await asyncio.to_thread(pc.python, "-c", UNINSTALL_AS_WINDOWS_DOES)
    program = r'"C:\Program Files\Daypass Support\DaypassSupport.exe"'
    assert done.output.strip() == f"{program} uninstall --session {session_id}"
    assert done.code == 0

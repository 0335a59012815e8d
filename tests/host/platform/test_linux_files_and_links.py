"""Vault and local links on Linux keep other accounts out and never lose a message."""

import asyncio
import stat
from pathlib import Path

import pytest

from daypass.host.platform.linux.installation import DirectoryInstallation
from daypass.host.platform.linux.local_links import UnixSocketLinks
from daypass.host.platform.linux.machine import LinuxMachine
from daypass.host.platform.linux.vault import DirectoryVault
from daypass.host.platform.ports import LARGEST_LOCAL_MESSAGE, Artefact, LocalPeer


def test_a_secret_is_readable_by_its_owner_only_and_replaced_whole(tmp_path: Path) -> None:
    vault = DirectoryVault(tmp_path / "vault")
    assert vault.read("key") is None
    vault.write("key", b"one")
    vault.write("key", b"two")
    assert vault.read("key") == b"two"
    assert stat.S_IMODE((tmp_path / "vault/key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "vault").stat().st_mode) == 0o700
    assert [one.name for one in (tmp_path / "vault").iterdir()] == ["key"]


async def test_messages_arrive_whole_in_both_directions(tmp_path: Path) -> None:
    async def double(peer: LocalPeer) -> None:
        while True:
            await peer.send(await peer.receive() * 2)

    links = UnixSocketLinks(tmp_path)
    stop = await links.serve("echo", "person", _until_gone(double))
    assert stat.S_IMODE((tmp_path / "echo.sock").stat().st_mode) == 0o600
    peer = await links.connect("echo")
    await peer.send(b"ab" * 1_000_000)
    assert await peer.receive() == b"ab" * 2_000_000
    await peer.close()
    await stop()
    assert not (tmp_path / "echo.sock").exists()


async def test_a_message_above_the_limit_is_refused_before_it_is_sent(tmp_path: Path) -> None:
    links = UnixSocketLinks(tmp_path)
    stop = await links.serve("sink", "person", _until_gone(_read_all))
    peer = await links.connect("sink")
    with pytest.raises(ValueError, match="over the limit"):
        await peer.send(bytes(LARGEST_LOCAL_MESSAGE + 1))
    await peer.close()
    await stop()


async def test_the_other_side_going_away_is_an_end_of_file(tmp_path: Path) -> None:
    links = UnixSocketLinks(tmp_path)
    came = asyncio.Event()

    async def leave(peer: LocalPeer) -> None:
        came.set()

    stop = await links.serve("gone", "person", leave)
    peer = await links.connect("gone")
    with pytest.raises(EOFError):
        await peer.receive()
    await peer.close()
    await stop()


def test_a_linux_pc_takes_no_customer_unless_development_allows_it() -> None:
    assert list(LinuxMachine({}).obstacles()) == [("DP-101", "Linux")]
    assert list(LinuxMachine({"DAYPASS_HOST_LINUX": "1"}).obstacles()) == []


def test_removal_takes_everything_and_touches_nothing_else(tmp_path: Path) -> None:
    home, beside = tmp_path / "home", tmp_path / "beside.txt"
    beside.write_text("mine")
    installation, manifest = DirectoryInstallation(home, {}), []
    installation.install("s1", manifest.append)
    DirectoryVault(installation.directory("s1") / "vault").write("x", b"1")
    assert installation.installed_sessions() == ["s1"]
    installation.remove("s1", [*manifest, Artefact("file", str(beside)), Artefact("directory", str(tmp_path))])
    assert list(installation.leftovers(manifest)) == []
    assert beside.read_text() == "mine"
    assert not home.exists()


async def _read_all(peer: LocalPeer) -> None:
    while True:
        await peer.receive()


def _until_gone(handler):  # type: ignore[no-untyped-def]
    async def run(peer: LocalPeer) -> None:
        try:
            await handler(peer)
        except EOFError:
            return

    return run

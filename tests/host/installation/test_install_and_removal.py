"""A failed installation leaves nothing; a removal takes everything and proves it, or says what stayed."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from tests.host.installation.report_taker import report_taker
from tests.host.sample_session import HOST_KEY, SESSION, active_session, identity, prepared_session

from daypass.host.connection.problems import HostProblem
from daypass.host.installation import removal
from daypass.host.installation.install import install_host
from daypass.host.installation.removal import must_go, remove_host
from daypass.host.lifecycle.live_session import read_clocks
from daypass.host.lifecycle.session_record import SessionIdentity, SessionRecord
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.host.platform.fake.installation import ALL, FakeInstallation
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.vault import MemoryVault
from daypass.host.platform.linux.installation import DirectoryInstallation
from daypass.host.platform.linux.vault import DirectoryVault
from daypass.host.platform.ports import Artefact
from daypass.host.service import open_session
from daypass.host.windows.view import Step
from daypass.protocol.host_api import REMOVAL_BODY_CAP, Removal, RemovalReport, open_removal, read_json


@pytest.mark.parametrize("step", range(len(ALL)))
def test_an_installation_that_fails_at_any_step_leaves_nothing(step: int) -> None:
    installation = FakeInstallation(fail_at=step)
    with pytest.raises(HostProblem) as failed:
        install_host(installation, lambda _: MemoryVault(), identity(), lambda _: None)
    assert failed.value.dp == "DP-105", "no space left"
    assert installation.on_pc == []


def test_a_service_that_does_not_start_rolls_everything_back() -> None:
    installation = FakeInstallation(service_fails=True)
    with pytest.raises(HostProblem) as failed:
        install_host(installation, lambda _: MemoryVault(), identity(), lambda _: None)
    assert failed.value.dp == "DP-111"
    assert installation.on_pc == []


def test_an_installation_keeps_what_it_made_and_who_it_is() -> None:
    installation, vault, steps = FakeInstallation(), MemoryVault(), []
    install_host(installation, lambda _: vault, identity(), steps.append)
    record = SessionRecord(vault)
    assert record.manifest() == list(ALL)
    assert record.identity() == identity()
    assert installation.service_runs and steps == [Step.INSTALLING, Step.STARTING]


class PowerCut(BaseException):
    """Nothing runs any more, no rollback either."""


@pytest.mark.parametrize("steps", range(1, 4))
async def test_what_a_power_cut_left_of_an_installation_is_known_on_disk_and_removed(
    tmp_path: Path, steps: int
) -> None:
    home = tmp_path / "host"

    class Unlucky(DirectoryInstallation):
        def install(self, session_id: str, manifest: Callable[[Artefact], None]) -> Path:
            heard: list[Artefact] = []

            def until_the_lights_go_out(artefact: Artefact) -> None:
                if len(heard) == steps:
                    raise PowerCut
                heard.append(artefact)
                manifest(artefact)

            super().install(session_id, until_the_lights_go_out)
            raise PowerCut

    def vault(session_id: str) -> DirectoryVault:
        return DirectoryVault(home / "sessions" / session_id / "vault")

    with pytest.raises(PowerCut):
        install_host(Unlucky(home), vault, identity(), lambda _: None)

    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        platform.installation = DirectoryInstallation(home)  # type: ignore[assignment]
        platform.vaults[SESSION] = vault(SESSION)  # type: ignore[assignment]
        assert list(platform.installation.installed_sessions()) == [SESSION]
        assert len(SessionRecord(vault(SESSION)).manifest()) == (steps if steps > 1 else 0)
        session = open_session(platform, SESSION)
        assert must_go(session)
        removed = await remove_host(platform, session, SESSION)
    assert removed.leftovers == [] and not home.exists()


def test_nothing_is_installed_for_another_server_than_the_one_in_the_program_s_stamp() -> None:
    installation = FakeInstallation()
    ours = identity().address
    for stranger in (
        msgspec.structs.replace(ours, server_key=b"x" * 32),
        msgspec.structs.replace(ours, public_url="https://stranger.example.org"),
        msgspec.structs.replace(ours, ca_pem="another authority"),
    ):
        fed = msgspec.structs.replace(identity(), address=stranger)
        with pytest.raises(HostProblem) as refused:
            install_host(installation, lambda _: MemoryVault(), fed, lambda _: None, ours)
        assert refused.value.dp == "DP-112" and installation.on_pc == []
    install_host(installation, lambda _: MemoryVault(), identity(), lambda _: None, ours)
    assert installation.service_runs


@pytest.mark.parametrize("name", ["..", "../other", "..\\other", "C:\\Windows", "-now", "a b", "a\n", "con.txt", ""])
def test_a_session_s_name_that_is_no_plain_word_is_not_read_from_the_link(name: str) -> None:
    fed = msgspec.msgpack.encode(msgspec.structs.replace(identity(), session_id=name))
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(fed, type=SessionIdentity)


def test_a_damaged_record_reads_as_missing() -> None:
    vault = MemoryVault()
    vault.write("identity", b"\xc1 nonsense")
    assert SessionRecord(vault).identity() is None


def test_a_host_goes_when_its_session_ended_its_time_is_over_or_its_record_is_lost() -> None:
    machine, vault = FakeMachine(), MemoryVault()
    session = active_session(machine, vault)
    assert not must_go(session)
    machine.pass_ms(24 * 3_600_000)
    assert must_go(session)
    assert must_go(None)
    ended = active_session(FakeMachine(), MemoryVault())
    ended.change(ended_by="technician")
    assert must_go(ended)
    assert not must_go(prepared_session(FakeMachine(), MemoryVault()))


def test_a_host_whose_service_never_came_to_its_activation_goes_an_hour_later() -> None:
    hour = 3_600_000
    for wait in (FakeMachine.pass_ms, FakeMachine.reboot):
        for passed, gone in ((hour // 2, False), (2 * hour, True)):
            machine, vault = FakeMachine(), MemoryVault()
            session = prepared_session(machine, vault)
            session.change(installed=read_clocks(machine))
            wait(machine, passed)
            assert must_go(session) is gone
    machine = FakeMachine()
    session = active_session(machine, MemoryVault())
    session.change(installed=read_clocks(machine))
    machine.reboot(2 * hour)
    assert not must_go(session)


def _installed(platform: FakePlatform, public_url: str) -> None:
    vault = platform.vault(SESSION)
    install_host(platform.installation, platform.vault, identity(public_url), lambda _: None)
    active_session(platform.machine, vault, public_url).change(ended_by="technician")


async def test_the_removal_report_is_signed_by_the_host_and_names_everything() -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        with report_taker() as (url, bodies):
            _installed(platform, url)
            session = active_session(platform.machine, MemoryVault(), url)
            session.change(ended_by="technician")
            removed = await remove_host(platform, session, SESSION)
    assert removed.leftovers == [] and removed.reported
    report = _report(bodies[0])
    assert report.by == "technician" and report.leftovers == ()
    assert [(one.kind, one.name) for one in report.installed] == [(one.kind, one.name) for one in ALL]
    assert platform.installation.on_pc == []


async def test_what_could_not_be_removed_is_named_never_hidden() -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        with report_taker() as (url, bodies):
            _installed(platform, url)
            platform.installation.stubborn = {ALL[0]}
            session = active_session(platform.machine, MemoryVault(), url)
            removed = await remove_host(platform, session, SESSION)
    assert removed.leftovers == [ALL[0]]
    assert [one.name for one in _report(bodies[0]).leftovers] == [ALL[0].name]
    assert _report(bodies[0]).by == "customer", "removed before its end: somebody at the PC did it"


async def test_without_a_server_everything_is_removed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "_REPORT_PAUSES_S", (0.0, 0.01))
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        _installed(platform, "http://localhost:9")
        session = active_session(platform.machine, MemoryVault(), "http://localhost:9")
        removed = await remove_host(platform, session, SESSION)
    assert removed.leftovers == [] and not removed.reported
    assert platform.installation.on_pc == []


def _report(body: bytes) -> RemovalReport:
    return open_removal(HOST_KEY.public, read_json(Removal, REMOVAL_BODY_CAP)(body).report)

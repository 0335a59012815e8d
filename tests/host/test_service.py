"""The service on a PC in memory: what the customer reads and what becomes of the host when the session cannot begin."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.host.connection.test_activation import granting
from tests.host.connection.test_way_to_the_server import answering, reply
from tests.host.sample_session import SESSION, active_session, identity

from daypass.host.connection import activation
from daypass.host.connection.opened_again import HOST_LINK
from daypass.host.connection.person_side import follow_service
from daypass.host.connection.problems import HostProblem
from daypass.host.installation.install import install_host
from daypass.host.lifecycle.session_record import SessionRecord
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.host.platform.fake.local_links import Handler
from daypass.host.service import run_service

pytestmark = pytest.mark.slow


async def told_to_the_customer(platform: FakePlatform) -> str:
    """The DP code at which the first window ends, with the service beside it."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(run_service(platform, SESSION))
        async with follow_service(platform.links, SESSION) as service:
            with pytest.raises(HostProblem) as problem:
                await service.ready(lambda dp: None)
    return problem.value.dp


def installed(platform: FakePlatform, url: str) -> None:
    install_host(platform.installation, platform.vault, identity(url), lambda _: None)


@pytest.mark.parametrize("refusal", ["DP-601", "DP-305", "DP-309"])
async def test_a_refused_activation_is_told_and_the_host_removes_itself(refusal: str) -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        with answering(reply(410, f'{{"dp": "{refusal}"}}'.encode())) as url:
            installed(platform, url)
            assert await told_to_the_customer(platform) == refusal
    assert platform.installation.cleaners_started == [SESSION]
    progress = SessionRecord(platform.vault(SESSION)).progress()
    assert progress is not None and progress.ended_by == "refused" and progress.grant is None


async def test_a_server_that_stays_away_is_told_and_the_host_removes_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activation, "GIVE_UP_AFTER_MS", 0)
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        installed(platform, "http://localhost:9")
        assert await told_to_the_customer(platform) == "DP-211"
    assert platform.installation.cleaners_started == [SESSION]


async def test_a_service_that_starts_again_after_the_end_only_has_the_host_removed() -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        with answering(granting()) as url:
            installed(platform, url)
            active_session(platform.machine, platform.vault(SESSION), url).change(ended_by="refused")
            await run_service(platform, SESSION)
    assert platform.installation.cleaners_started == [SESSION] and platform.programs.started == []


async def test_a_stranger_who_took_the_well_known_link_does_not_stop_the_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        serve = platform.links.serve

        async def taken(name: str, who: str, handler: Handler, *largest: int) -> Callable[[], Awaitable[None]]:
            if name == HOST_LINK:
                raise PermissionError("the pipe host belongs to someone else")
            return await serve(name, who, handler, *largest)

        monkeypatch.setattr(platform.links, "serve", taken)
        with answering(reply(410, b'{"dp": "DP-601"}')) as url:
            installed(platform, url)
            assert await told_to_the_customer(platform) == "DP-601"
    assert platform.installation.cleaners_started == [SESSION]

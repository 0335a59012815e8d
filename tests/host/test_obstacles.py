"""Why a PC cannot take part, as the first window tells it."""

import asyncio

import pytest

from daypass.host.app import obstacles_on
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.protocol import sodium


async def test_a_processor_without_aes_is_the_first_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it nothing can be sealed, so nothing else matters."""
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        platform.machine.found_obstacles = [("DP-103", "LogMeIn")]
        assert [problem.dp for problem in obstacles_on(platform)] == ["DP-103"]
        monkeypatch.setattr(sodium, "aes_available", lambda: False)
        assert [problem.dp for problem in obstacles_on(platform)] == ["DP-110", "DP-103"]

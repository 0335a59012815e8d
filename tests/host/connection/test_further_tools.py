"""A further tool beside an open connection: no password again, consent for what was not told, and rights for each tool."""

import asyncio

from tests.host.connection.relay_in_memory import OpenTool, Technician, host_in_memory

from daypass.protocol.holding import Held
from daypass.protocol.messages import Consent, Tool

ALL = (Tool.REMOTE_CONTROL, Tool.FILES, Tool.CHAT)


def opened(outcome: OpenTool | str) -> OpenTool:
    assert isinstance(outcome, OpenTool), outcome
    return outcome


async def test_a_further_tool_opens_without_the_password_and_the_customer_is_asked_for_what_was_not_told() -> None:
    async with host_in_memory(*ALL) as host:
        one = Technician("Technician One", host)
        control = opened(await one.opens(Tool.REMOTE_CONTROL))
        files = opened(await one.opens(Tool.FILES, beside=control.secured))
        assert control.asked and files.asked
        assert host.asked == [("Technician One", "remote_control"), ("Technician One", "files")]
        assert host.connections.uses() == (("Technician One", Tool.REMOTE_CONTROL), ("Technician One", Tool.FILES))


async def test_words_beside_what_was_allowed_are_not_asked_for() -> None:
    async with host_in_memory(*ALL) as host:
        one = Technician("Technician One", host)
        control = opened(await one.opens(Tool.REMOTE_CONTROL))
        chat = opened(await one.opens(Tool.CHAT, beside=control.secured))
        assert not chat.asked
        again = opened(await one.opens(Tool.REMOTE_CONTROL, beside=chat.secured))
        assert not again.asked, "a second window shows nothing that the first does not"


async def test_nobody_is_asked_where_the_customer_always_allows() -> None:
    async with host_in_memory(*ALL) as host:
        host.session.change(consent=Consent.ALWAYS)
        one = Technician("Technician One", host)
        control = opened(await one.opens(Tool.REMOTE_CONTROL))
        opened(await one.opens(Tool.FILES, beside=control.secured))
        assert host.asked == []


async def test_a_no_to_one_tool_leaves_the_others_open() -> None:
    async with host_in_memory(*ALL) as host:
        one = Technician("Technician One", host)
        control = opened(await one.opens(Tool.REMOTE_CONTROL))
        host.answer = False
        assert await one.opens(Tool.FILES, beside=control.secured) == "DP-403"
        assert host.connections.uses() == (("Technician One", Tool.REMOTE_CONTROL),)


async def test_what_one_technician_proved_opens_nothing_for_another() -> None:
    async with host_in_memory(*ALL) as host:
        control = opened(await Technician("Technician One", host).opens(Tool.REMOTE_CONTROL))
        assert await Technician("Technician Two", host).opens(Tool.CHAT, beside=control.secured) == "DP-405"


async def test_a_connection_that_is_gone_opens_no_further_tool_but_its_own_line_heals() -> None:
    async with host_in_memory(*ALL) as host:
        one = Technician("Technician One", host)
        control = opened(await one.opens(Tool.REMOTE_CONTROL))
        await control.leave()
        assert await one.opens(Tool.CHAT, beside=control.secured) == "DP-405"
        healed = opened(await one.opens(Tool.REMOTE_CONTROL, resuming=control.secured))
        chat = opened(await one.opens(Tool.CHAT, beside=healed.secured))
        assert not healed.asked and not chat.asked


async def test_a_tool_outside_of_the_grant_is_refused_whatever_opens_it() -> None:
    async with host_in_memory(Tool.REMOTE_CONTROL, Tool.CHAT) as host:
        one = Technician("Technician One", host)
        control = opened(await one.opens(Tool.REMOTE_CONTROL))
        assert await one.opens(Tool.FILES) == "DP-505"
        assert await one.opens(Tool.FILES, beside=control.secured) == "DP-505"


async def test_after_a_pause_no_tool_opens_without_the_password() -> None:
    async with host_in_memory(*ALL) as host:
        one = Technician("Technician One", host)
        control = opened(await one.opens(Tool.REMOTE_CONTROL))
        await host.connections.cut_all("DP-404")
        assert await one.opens(Tool.CHAT, beside=control.secured) == "DP-405"


async def test_a_fault_in_one_tool_ends_its_own_line_and_says_so() -> None:
    async with host_in_memory(*ALL) as host:
        one = Technician("Technician One", host)
        control = opened(await one.opens(Tool.REMOTE_CONTROL))
        files = opened(await one.opens(Tool.FILES, beside=control.secured))
        assert b"DP-900" in await files.trip()
        await asyncio.sleep(0.01)
        assert host.connections.uses() == (("Technician One", Tool.REMOTE_CONTROL),)
        opened(await one.opens(Tool.CHAT, beside=control.secured))


async def test_whoever_is_at_the_pc_reads_when_a_tool_opened_and_closed_and_a_second_window_is_no_news() -> None:
    async with host_in_memory(*ALL) as host:
        one = Technician("Technician One", host)
        control = opened(await one.opens(Tool.REMOTE_CONTROL))
        second = opened(await one.opens(Tool.REMOTE_CONTROL, beside=control.secured))
        await second.leave()
        await host.used[0].hold(Held.INPUT)
        await host.used[0].record(True)
        await control.leave()
        assert [(what, detail) for _, what, detail in host.logged] == [
            ("opened", "remote_control"),
            ("held_input", ""),
            ("recording_started", ""),
            ("hold_ended", ""),
            ("recording_stopped", ""),
            ("closed", "remote_control"),
        ]

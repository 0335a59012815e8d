"""The clipboard's switch, its limit, and that no text goes round in circles."""

import asyncio

import pytest

from daypass.host.platform.fake.clipboard import FakeClipboard
from daypass.host.remote_control.clipboard import ClipboardSharing
from daypass.protocol.clipboard import CLIPBOARD_LIMIT, ClipboardShared, ClipboardText
from daypass.protocol.messages import Message
from daypass.protocol.remote_control import PictureAck
from daypass.protocol.tool_line import Notice


class Technician:
    def __init__(self) -> None:
        self.told: list[Message] = []

    def message(self, message: Message) -> None:
        self.told.append(message)


class Pc:
    """Every clipboard that was opened."""

    def __init__(self) -> None:
        self.opened: list[FakeClipboard] = []
        self.sharing = ClipboardSharing(self._open)

    def _open(self, copied: object) -> FakeClipboard:
        self.opened.append(FakeClipboard(copied))  # type: ignore[arg-type]
        return self.opened[-1]

    async def copies(self, text: str) -> None:
        self.opened[-1].copied(text)
        await asyncio.sleep(0)


@pytest.fixture
def pc() -> Pc:
    return Pc()


async def test_nothing_is_watched_or_taken_while_the_switch_is_off(pc: Pc) -> None:
    technician = Technician()
    assert pc.sharing.handle(technician, ClipboardText(text="unasked"))
    assert not pc.sharing.handle(technician, PictureAck(seq=1))
    assert pc.opened == []
    pc.sharing.handle(technician, ClipboardShared(on=True))
    pc.sharing.handle(technician, ClipboardShared(on=False))
    pc.sharing.handle(technician, ClipboardText(text="late"))
    await pc.copies("secret")
    assert pc.opened[0].closed and pc.opened[0].text == "" and technician.told == []


async def test_text_goes_both_ways_and_never_back(pc: Pc) -> None:
    technician = Technician()
    pc.sharing.handle(technician, ClipboardShared(on=True))
    pc.sharing.handle(technician, ClipboardText(text="from afar"))
    await pc.copies("from afar")
    await pc.copies("from here")
    await pc.copies("from here")
    assert pc.opened[0].text == "from afar"
    assert technician.told == [ClipboardText(text="from here")]


async def test_what_is_too_long_is_said_and_not_sent(pc: Pc) -> None:
    technician = Technician()
    pc.sharing.handle(technician, ClipboardShared(on=True))
    await pc.copies("x" * CLIPBOARD_LIMIT)
    await pc.copies("y" * (CLIPBOARD_LIMIT + 1))
    assert technician.told == [ClipboardText(text="x" * CLIPBOARD_LIMIT), Notice(dp="DP-412")]


async def test_a_clipboard_that_another_program_holds_is_said(pc: Pc) -> None:
    technician = Technician()
    pc.sharing.handle(technician, ClipboardShared(on=True))
    pc.opened[0].held = True
    pc.sharing.handle(technician, ClipboardText(text="a"))
    assert technician.told == [Notice(dp="DP-411")]


async def test_it_is_watched_once_for_all_and_until_the_last_leaves(pc: Pc) -> None:
    one, two, without = Technician(), Technician(), Technician()
    for technician in (one, two, two):
        pc.sharing.handle(technician, ClipboardShared(on=True))
    await pc.copies("for both")
    pc.sharing.leave(one)
    pc.sharing.leave(without)
    await pc.copies("for two")
    assert one.told == [ClipboardText(text="for both")]
    assert two.told == [ClipboardText(text="for both"), ClipboardText(text="for two")]
    assert len(pc.opened) == 1 and not pc.opened[0].closed
    pc.sharing.leave(two)
    assert pc.opened[0].closed

"""Chat on the whole way: real server, real host as its own processes, two tools of one technician on lines of their own."""

import asyncio
from typing import Any

import pytest
from tests.host.technician import TechnicianViewer
from tests.host.test_journey import CustomersPC, activate, pc, server, until  # noqa: F401 - fixtures
from tests.server.running import RunningServer

from daypass.protocol.chat import (
    Author,
    ChatLine,
    ChatLines,
    ChatPeople,
    ChatSay,
    ChatSince,
    first_head,
    next_head,
    read_to_technician,
)
from daypass.protocol.connecting import Mode
from daypass.protocol.messages import Tool

pytestmark = pytest.mark.slow
ANSWERS = ("It does not print", "Thank you")


async def hear(line: TechnicianViewer, wanted: type[Any], seconds: float = 20) -> Any:
    """The next message of this kind."""
    async with asyncio.timeout(seconds):
        while True:
            message = read_to_technician((await line.receive()).plain)
            if isinstance(message, wanted):
                return message


async def hear_lines(line: TechnicianViewer, count: int) -> tuple[list[ChatLine], bytes]:
    """So many lines, and the hash after them."""
    lines: list[ChatLine] = []
    head = b""
    while len(lines) < count:
        message = await hear(line, ChatLines)
        lines += message.lines
        head = message.head
    return lines, head


async def test_a_chat_beside_remote_control_and_its_hash_after_the_end(
    server: RunningServer,  # noqa: F811
    pc: CustomersPC,  # noqa: F811
) -> None:
    pc.environment["DAYPASS_HOST_CHAT_ANSWERS"] = "|".join(ANSWERS)
    page = await activate(server, pc)
    async with page.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer) and viewer.consent_was_asked
        secured = viewer.secured
        async with page.connect(Mode.CHANNEL, secured.channel_secret, secured.connection_id, Tool.CHAT) as chat:
            assert isinstance(chat, TechnicianViewer), chat
            assert not chat.consent_was_asked, "words beside what was allowed"
            await chat.send(ChatSince(number=0))
            while not (await hear(chat, ChatPeople)).customer_here:
                pass
            await chat.send(ChatSay(text="Good morning ☕", reference=1))
            await hear_lines(chat, 2)
            await chat.send(ChatSay(text="Now it should", reference=2))
            await hear_lines(chat, 2)
        async with page.connect(tool=Tool.CHAT) as again:
            assert isinstance(again, TechnicianViewer), again
            await again.send(ChatSince(number=0))
            lines, told_head = await hear_lines(again, 4)
    assert [(line.author, line.text) for line in lines] == [
        (Author.TECHNICIAN, "Good morning ☕"),
        (Author.CUSTOMER, ANSWERS[0]),
        (Author.TECHNICIAN, "Now it should"),
        (Author.CUSTOMER, ANSWERS[1]),
    ]
    head = first_head(page.session_id)
    for line in lines:
        head = next_head(head, line)
    assert head == told_head

    async def vouched_for() -> bool:
        return (await server.session(page.session_id))["log_lines"] >= 2

    await until(vouched_for, 20)  # what was opened, while the session lives
    known = await server.until(page.session_id, presence="online")
    assert known["log_head"]
    assert (await server.http.delete(f"/api/support-sessions/{page.session_id}")).status_code < 300
    await server.until(page.session_id, state="ended", removal="confirmed")
    await until(pc.is_clean)
    audit = (await server.http.get("/api/audit", params={"session": page.session_id})).json()
    removed = next(entry for entry in audit["items"] if entry["kind"] == "host.removed")
    assert (removed["details"]["chat_lines"], removed["details"]["chat_head"]) == (4, head.hex())
    over = (await server.http.get(f"/api/support-sessions/{page.session_id}")).json()
    assert (over["log_lines"], over["log_head"]) == (removed["details"]["log_lines"], removed["details"]["log_head"])
    assert over["log_lines"] > known["log_lines"] or over["log_head"] == known["log_head"]
    assert over["log_differs_at"] is None

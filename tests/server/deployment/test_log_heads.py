"""The server knows of the activity log how many lines it has and the hash over them; what it was told once no PC takes back."""

from typing import Any

import pytest
from tests.server.deployment.mail_server import smtp
from tests.server.deployment.test_receipt_mail import HOST, Pass, a_pass

from daypass.protocol.host_api import HostStatus, Key32, RemovalReport
from daypass.protocol.messages import Bytes32, Consent
from daypass.protocol.signed import Context
from daypass.server.audit.verification import entries_of
from daypass.server.sessions import storage
from daypass.server.sessions.models import SupportSession

__all__ = ["a_pass", "smtp"]
pytestmark = pytest.mark.slow


def head(number: int) -> bytes:
    return bytes([number]) * 32


async def tell(a_pass: Pass, lines: int, hash_: bytes | None) -> None:
    status = HostStatus(
        connected=(),
        consent=Consent.ASK,
        paused=False,
        receipt=True,
        log_lines=lines,
        log_head=Key32(hash_) if hash_ else None,
    )
    await a_pass.parts.news.handle(a_pass.id, status)


async def removed(a_pass: Pass, lines: int, hash_: bytes | None) -> None:
    report = RemovalReport(
        session_id=a_pass.id,
        removed_at=a_pass.clock(),
        by="technician",
        installed=(),
        leftovers=(),
        log_lines=lines,
        log_head=Bytes32(hash_) if hash_ else None,
    )
    await a_pass.parts.removals.report(HOST.blob(Context.REMOVAL, report))


async def session_of(a_pass: Pass) -> SupportSession:
    async with a_pass.parts.database.reading() as db:
        session = await storage.session_by_id(db, a_pass.id)
    assert session is not None
    return session


async def told_in_trail(a_pass: Pass) -> list[tuple[str, Any, Any]]:
    company_id = (await session_of(a_pass)).company_id
    async with a_pass.parts.database.reading() as db:
        return [
            (entry["kind"], entry["details"].get("log_lines"), entry["details"].get("log_head"))
            async for entry in entries_of(db, company_id)
            if "log_lines" in entry["details"]
        ]


async def test_the_newest_head_stands_with_the_session_in_the_trail_and_in_the_receipt(a_pass: Pass) -> None:
    await a_pass.begin()
    for lines in (0, 1, 5, 5, 12):
        await tell(a_pass, lines, head(lines) if lines else None)
    await a_pass.end()
    await removed(a_pass, 14, head(14))
    session = await session_of(a_pass)
    assert (session.log_lines, session.log_head, session.log_differs_at) == (14, head(14).hex(), None)
    assert await told_in_trail(a_pass) == [
        ("session.ended", 12, head(12).hex()),
        ("host.removed", 14, head(14).hex()),
    ]
    await a_pass.queue()
    assert f"\nActivity log: 14 lines. Fingerprint (SHA-256): {head(14).hex()}\n" in await a_pass.text()


async def test_a_host_that_died_leaves_the_last_one_it_told(a_pass: Pass) -> None:
    await a_pass.begin()
    await tell(a_pass, 7, head(7))
    await a_pass.end()
    a_pass.clock.turn(hours=25)
    await a_pass.queue()
    assert f"7 lines. Fingerprint (SHA-256): {head(7).hex()}" in await a_pass.text()
    assert (await session_of(a_pass)).log_at is not None


async def test_a_log_that_became_shorter_or_another_is_told_once_and_does_not_replace_what_was_known(
    a_pass: Pass,
) -> None:
    for lines, other in ((7, head(8)), (6, head(6)), (0, None)):
        await a_pass.begin()
        await tell(a_pass, 7, head(7))
        for _ in range(3):
            await tell(a_pass, lines, other)
        session = await session_of(a_pass)
        assert (session.log_lines, session.log_head) == (7, head(7).hex())
        assert session.log_differs_at is not None
        told = await told_in_trail(a_pass)
        assert [entry for entry in told if entry[0] == "host.log_differs"][-1] == (
            "host.log_differs",
            lines,
            other.hex() if other else "",
        )
        await a_pass.end()
    assert [kind for kind, _, _ in await told_in_trail(a_pass)].count("host.log_differs") == 3


async def test_a_removal_that_tells_of_less_than_was_known_is_noticed(a_pass: Pass) -> None:
    await a_pass.begin()
    await tell(a_pass, 7, head(7))
    await a_pass.end()
    await removed(a_pass, 0, None)
    session = await session_of(a_pass)
    assert session.log_differs_at is not None and session.log_lines == 7

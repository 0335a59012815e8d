"""A new session password: who may ask, when it is refused, and what a host must prove before the server believes it."""

import asyncio
import os
from typing import Any

import pytest
import websockets
from sqlalchemy import func, select
from tests.server.running import ActiveSession, RunningServer, active_session
from tests.server.sessions.test_handing_over import command_of

from daypass.protocol.commands import CommandNewPassword, CommandNewPasswordOver, CommandTime
from daypass.protocol.host_api import (
    Key32,
    NewPasswordNews,
    PairingStart,
    PasswordProof,
    Salt16,
    Signature64,
    to_base64url,
    write_json,
)
from daypass.protocol.pairing import CODE_FOR_MS
from daypass.protocol.signed import Context, SigningKey
from daypass.server.accounts.models import Role
from daypass.server.sessions.tables import new_password

pytestmark = pytest.mark.slow


def body(key: SigningKey, salt: bytes = bytes(16)) -> dict[str, str]:
    return {"technician_key": to_base64url(key.public), "verifier_salt": to_base64url(salt)}


def path(active: ActiveSession) -> str:
    return f"/api/support-sessions/{active.id}/new-password"


async def ask(running: RunningServer, active: ActiveSession, key: SigningKey, salt: bytes = bytes(16)) -> Any:
    return await running.http.post(path(active), json=body(key, salt))


async def able(active: ActiveSession, last_counter: int = 0) -> websockets.ClientConnection:
    """A control link of a host that knows new passwords; the time is heard."""
    link = await active.control(last_counter, abilities=("new_password",))
    assert await command_of(link.recv(), active.server, active.id) == CommandTime()
    return link


def done(active: ActiveSession, technician: SigningKey, order: CommandNewPassword, **change: bytes) -> str:
    """What a host tells when it has the new password."""
    transcript = os.urandom(32)
    proof = PasswordProof(
        technician_key=Key32(technician.public),
        transcript=Key32(transcript),
        technician_signature=Signature64(technician.sign(Context.PAIRING, change.get("signed", transcript))),
        host_signature=Signature64(active.key.sign(Context.PAIRING, transcript)),
    )
    return write_json(NewPasswordNews(request_id=Salt16(order.request_id), stage="done", proof=proof)).decode()


async def order_of(link: websockets.ClientConnection, active: ActiveSession) -> CommandNewPassword:
    order = await command_of(link.recv(), active.server, active.id)
    assert isinstance(order, CommandNewPassword)
    return order


async def stage(running: RunningServer, active: ActiveSession, wanted: str) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while (shown := await running.session(active.id))["new_password"]["stage"] != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return shown


async def test_the_salt_changes_only_with_the_hosts_proof(running: RunningServer) -> None:
    active, key, salt = await active_session(running), SigningKey(os.urandom(32)), os.urandom(16)
    link = await able(active)
    before = (await running.session(active.id))["technician_key"]

    answer = await ask(running, active, key, salt)

    assert answer.status_code == 201
    assert answer.json()["new_password"]["stage"] == "asked"
    assert answer.json()["technician_key"] == before
    order = await order_of(link, active)
    assert (order.technician, order.code_digits) == ("Technician One", 6)
    assert order.expires_at == answer.json()["new_password"]["expires_at"]
    await link.send(done(active, key, order))
    shown = await stage(running, active, "done")
    assert shown["technician_key"] == to_base64url(key.public)
    admission = await running.http.post(f"/api/support-sessions/{active.id}/connections", json={"tool": "chat"})
    assert admission.json()["verifier_salt"] == to_base64url(salt)
    await link.close()


@pytest.mark.parametrize("lie", ["another technician", "unsigned", "nothing"])
async def test_a_host_that_proves_nothing_changes_nothing(running: RunningServer, lie: str) -> None:
    active, key = await active_session(running), SigningKey(os.urandom(32))
    link = await able(active)
    await ask(running, active, key)
    order = await order_of(link, active)
    told = {
        "another technician": done(active, SigningKey(os.urandom(32)), order),
        "unsigned": done(active, key, order, signed=b"something else"),
        "nothing": write_json(NewPasswordNews(request_id=Salt16(order.request_id), stage="done")).decode(),
    }[lie]
    await link.send(told)
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await link.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4000
    shown = await running.session(active.id)
    assert shown["new_password"]["stage"] == "asked" and shown["technician_key"] != to_base64url(key.public)


async def test_it_is_refused_in_words_while_it_cannot_work(running: RunningServer) -> None:
    key = SigningKey(os.urandom(32))
    prepared = await running.prepare()
    answer = await running.http.post(f"/api/support-sessions/{prepared['id']}/new-password", json=body(key))
    assert (answer.status_code, answer.json()["dp"]) == (409, "DP-602")
    await running.http.delete(f"/api/support-sessions/{prepared['id']}")
    active = await active_session(running)
    answer = await ask(running, active, key)
    assert (answer.status_code, answer.json()["dp"]) == (409, "DP-406")
    link = await active.control()  # as hosts before this had it: no abilities
    await link.recv()
    answer = await ask(running, active, key)
    assert (answer.status_code, answer.json()["dp"]) == (409, "DP-408")
    assert (await running.session(active.id))["new_password"] is None
    await link.close()
    link = await able(active, last_counter=10)
    await running.http.delete(f"/api/support-sessions/{active.id}")
    answer = await ask(running, active, key)
    assert (answer.status_code, answer.json()["dp"]) == (410, "DP-601")
    await link.close()


@pytest.mark.parametrize(
    "nonsense", [{}, {"technician_key": "x"}, body(SigningKey(bytes(32))) | {"password": "secret"}]
)
async def test_what_is_no_request_is_refused(running: RunningServer, nonsense: dict[str, str]) -> None:
    active = await active_session(running)
    assert (await running.http.post(path(active), json=nonsense)).status_code == 422


async def test_stray_bits_in_a_key_are_refused(running: RunningServer) -> None:
    active = await active_session(running)
    asked = body(SigningKey(bytes(32))) | {"verifier_salt": "A" * 21 + "B"}
    assert (await running.http.post(path(active), json=asked)).status_code == 422


async def test_only_the_page_that_asked_last_answers_at_the_mailbox(running: RunningServer) -> None:
    active, first, second = await active_session(running), SigningKey(os.urandom(32)), SigningKey(os.urandom(32))
    link = await able(active)
    mailbox = f"/api/support-sessions/{active.id}/pairing"
    with pytest.raises(websockets.InvalidStatus):
        async with running.as_technician(mailbox):
            pass
    await ask(running, active, first)
    one = await order_of(link, active)
    await ask(running, active, second)
    two = await order_of(link, active)
    assert one.request_id != two.request_id
    async with running.as_technician(mailbox) as page:
        start = PairingStart(technician_key=Key32(first.public), verifier_salt=Salt16(bytes(16)))
        await page.send(write_json(start).decode())
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await page.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001
    # What the host holds counts, also when a newer request is under way.
    await link.send(done(active, first, one))
    shown = await running.until(active.id, technician_key=to_base64url(first.public))
    assert shown["new_password"]["stage"] == "asked"
    await link.close()


async def test_the_same_request_again_is_no_second_one(running: RunningServer) -> None:
    active, key = await active_session(running), SigningKey(os.urandom(32))
    link = await able(active)
    await ask(running, active, key)
    await ask(running, active, key)
    assert (await order_of(link, active)).request_id == (await order_of(link, active)).request_id
    await link.close()


async def test_a_host_that_comes_back_is_told_again_until_the_time_is_over(running: RunningServer) -> None:
    active, key = await active_session(running), SigningKey(os.urandom(32))
    link = await able(active)
    await ask(running, active, key)
    order = await order_of(link, active)
    await link.send(write_json(NewPasswordNews(request_id=Salt16(order.request_id), stage="code")).decode())
    await stage(running, active, "code")
    await link.close()
    link = await able(active, last_counter=20)
    assert (await order_of(link, active)).request_id == order.request_id
    await link.close()
    running.clock.shift_ms += CODE_FOR_MS + 1
    await running.sign_in_again()
    assert (await running.session(active.id))["new_password"]["stage"] == "expired"
    link = await able(active, last_counter=40)
    await link.send(done(active, key, order))  # it was in time, only the line was not there
    assert (await stage(running, active, "done"))["technician_key"] == to_base64url(key.public)
    await link.close()


async def test_withdrawing_and_handing_over_close_the_window(running: RunningServer) -> None:
    active = await active_session(running)
    link = await able(active)
    await ask(running, active, SigningKey(os.urandom(32)))
    order = await order_of(link, active)
    answer = await running.http.delete(path(active))
    assert (answer.status_code, answer.json()["new_password"]["stage"]) == (200, "cancelled")
    assert await command_of(link.recv(), running, active.id) == CommandNewPasswordOver(request_id=order.request_id)
    assert (await running.http.delete(path(active))).status_code == 200, "nothing under way is no error"

    await ask(running, active, SigningKey(os.urandom(32)))
    order = await order_of(link, active)
    me = (await running.http.get("/api/me")).json()
    colleague = await running.parts.accounts.create_technician(
        me["company"]["id"], "Technician Two", "two@example.org", "another password", Role.TECHNICIAN, "en"
    )
    await running.http.put(f"/api/support-sessions/{active.id}/technician", json={"technician_id": colleague.id})
    assert await command_of(link.recv(), running, active.id) == CommandNewPasswordOver(request_id=order.request_id)
    await link.close()


async def test_a_session_keeps_only_its_newest_requests(running: RunningServer) -> None:
    active = await active_session(running)
    link = await able(active)
    for _ in range(10):
        assert (await ask(running, active, SigningKey(os.urandom(32)))).status_code == 201
    async with running.parts.database.reading() as db:
        kept = (await db.execute(select(func.count()).select_from(new_password))).scalar_one()
    assert kept == 8
    await link.close()

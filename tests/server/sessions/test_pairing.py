"""The pairing mailbox and the activation, over real sockets."""

import asyncio
import os
from dataclasses import replace

import pytest
import websockets
from tests.server.running import RunningServer, active_session, next_binary, pair, until_peer

from daypass.protocol.grant import open_grant
from daypass.protocol.host_api import from_base64url, to_base64url
from daypass.protocol.messages import Consent
from daypass.protocol.signed import Context, SigningKey
from daypass.server.sessions import storage

pytestmark = pytest.mark.slow

START = f'{{"technician_key":"{to_base64url(bytes(32))}","verifier_salt":"{to_base64url(bytes(16))}"}}'


async def test_the_right_code_pairs_and_activates(running: RunningServer) -> None:
    session = await running.prepare()
    key, token, paired, _ = await pair(running, session["id"])
    assert paired is not None

    answer = await running.activate(session["id"], token, paired, Consent.ALWAYS)

    grant = open_grant(running.parts.server_key.public, from_base64url(answer.json()["grant"]))
    assert grant.host_key == key.public
    assert grant.deadline_at - grant.activated_at == 24 * 3_600_000
    shown = await running.session(session["id"])
    assert shown["state"] == "active"
    assert shown["deadline_at"] == grant.deadline_at
    assert shown["computer_name"] == "RECEPTION-PC"
    assert {"code", "active"} <= shown["milestones"].keys()


async def test_five_wrong_codes_burn_the_code_and_are_counted(running: RunningServer) -> None:
    session = await running.prepare()

    *_, paired, wrong = await pair(running, session["id"], typed=["111111"] * 5)

    assert paired is None
    assert wrong == [4, 3, 2, 1, 0]
    assert (await running.session(session["id"]))["pairing_attempts"] == 5


async def test_a_host_that_guesses_on_sends_the_page_for_a_new_code(running: RunningServer) -> None:
    session = await running.prepare()
    token = await running.greet(session["id"], SigningKey(os.urandom(32)))
    async with (
        running.as_technician(f"/api/support-sessions/{session['id']}/pairing") as page,
        running.as_host("/api/host/pairing", token) as host,
    ):
        await page.send(START)
        await until_peer(page)
        for _ in range(7):
            await host.send(b"\x80" * 200)

        passed_on = 0
        with pytest.raises(websockets.ConnectionClosed) as closed:
            async with asyncio.timeout(30):
                while True:
                    await next_binary(page)
                    passed_on += 1
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4003
        assert passed_on == 6


async def test_a_newer_socket_takes_the_side_of_an_older_one(running: RunningServer) -> None:
    session = await running.prepare()
    token = await running.greet(session["id"], SigningKey(os.urandom(32)))
    older = await running.as_host("/api/host/pairing", token)
    await older.recv()
    newer = await running.as_host("/api/host/pairing", token)
    await newer.recv()

    with pytest.raises(websockets.ConnectionClosed) as closed:
        await older.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001
    await newer.close()


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"technician_key":"AAAA","verifier_salt":"AAAA"}', "{" * 5000])
async def test_a_page_that_does_not_introduce_itself_is_sent_away(running: RunningServer, text: str) -> None:
    session = await running.prepare()
    async with running.as_technician(f"/api/support-sessions/{session['id']}/pairing") as page:
        await page.send(text)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await page.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4000


@pytest.mark.parametrize(("frame", "code"), [(b"x" * 4097, 1009), ("{}", 4000), (b"x" * 70_000, 1009)])
async def test_a_host_with_oversized_or_malformed_frames_is_sent_away(
    running: RunningServer, frame: bytes | str, code: int
) -> None:
    session = await running.prepare()
    token = await running.greet(session["id"], SigningKey(os.urandom(32)))
    async with running.as_host("/api/host/pairing", token) as host:
        await host.recv()
        await host.send(frame)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await host.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == code


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost"])
async def test_a_page_of_another_site_does_not_reach_the_mailbox(
    running: RunningServer, origin: str, caplog: pytest.LogCaptureFixture
) -> None:
    session = await running.prepare()
    with pytest.raises(websockets.InvalidStatus) as refused:
        await running.as_technician(f"/api/support-sessions/{session['id']}/pairing", Origin=origin)
    assert refused.value.response.status_code == 403
    assert caplog.records == [], "a refusal is no failure: strangers would fill the log with it"


async def test_a_host_without_a_token_is_refused(running: RunningServer) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        await running.as_host("/api/host/pairing", "invented")
    assert refused.value.response.status_code == 401


async def test_both_sides_learn_that_the_session_is_over(running: RunningServer) -> None:
    session = await running.prepare()
    token = await running.greet(session["id"], SigningKey(os.urandom(32)))
    async with running.as_host("/api/host/pairing", token) as host:
        await host.recv()
        await running.http.delete(f"/api/support-sessions/{session['id']}")

        assert await host.recv() == '{"event":"ended","code":"session_over"}'
        with pytest.raises(websockets.ConnectionClosed):
            await host.recv()


async def test_activation_answers_the_same_grant_again_and_no_second_host(running: RunningServer) -> None:
    active = await active_session(running)
    again = await running.activate(active.id, active.token, active.paired, Consent.ASK)
    assert again.status_code == 200

    other_key = SigningKey(os.urandom(32))
    other = await running.greet(active.id, other_key)
    signature = other_key.sign(Context.PAIRING, active.paired.transcript)
    stolen = replace(active.paired, host_key=other_key.public, host_signature=signature)
    refused = await running.activate(active.id, other, stolen, Consent.ASK)
    assert (refused.status_code, refused.json()["code"], refused.json()["dp"]) == (409, "link_used", "DP-305")


async def test_activation_by_a_page_that_never_registered_is_refused(running: RunningServer) -> None:
    session = await running.prepare()
    _, token, paired, _ = await pair(running, session["id"])
    assert paired is not None
    invented = SigningKey(os.urandom(32))
    signature = invented.sign(Context.PAIRING, paired.transcript)
    forged = replace(paired, technician_key=invented.public, technician_signature=signature)

    answer = await running.activate(session["id"], token, forged, Consent.ASK)

    assert (answer.status_code, answer.json()["code"]) == (403, "proof_refused")
    assert (await running.session(session["id"]))["state"] == "prepared"


async def test_a_session_that_nobody_activates_in_time_is_over(running: RunningServer) -> None:
    session = await running.prepare()
    _, token, paired, _ = await pair(running, session["id"])
    assert paired is not None
    running.clock.turn(hours=24)

    answer = await running.activate(session["id"], token, paired, Consent.ASK)

    assert (answer.status_code, answer.json()["dp"]) == (410, "DP-601")


async def test_nothing_that_was_paired_changes_once_the_session_is_active(running: RunningServer) -> None:
    session = await running.prepare()
    other_host = await running.greet(session["id"], SigningKey(os.urandom(32)))
    key, token, paired, _ = await pair(running, session["id"])
    assert paired is not None
    path = f"/api/support-sessions/{session['id']}/pairing"
    async with running.as_technician(path) as page, running.as_host("/api/host/pairing", other_host) as stranger:
        late = f'{{"technician_key":"{to_base64url(paired.technician_key)}","verifier_salt":"{to_base64url(paired.salt)}"}}'
        await page.send(late)
        await until_peer(page)
        assert (await running.activate(session["id"], token, paired, Consent.ASK)).status_code == 200

        await page.send(START)  # another tab, another colleague: too late
        await stranger.send('{"stage":"install_failed","dp":"DP-111"}')
        await stranger.send(b"\x80" * 200)
        async with asyncio.timeout(5):
            await next_binary(page)

    async with running.parts.database.reading() as db:
        kept = await storage.session_by_id(db, session["id"])
    assert kept is not None
    assert (kept.technician_key, kept.verifier_salt) == (paired.technician_key, paired.salt)
    assert (kept.host_stage, kept.host_stage_dp, kept.pairing_attempts) == (None, None, 0)
    for door in (running.as_technician(path), running.as_host("/api/host/pairing", other_host)):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await door
        assert refused.value.response.status_code == 409

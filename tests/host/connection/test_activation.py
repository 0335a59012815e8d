"""The installed service's first contact: repeated until the server answers, believed only when the stamped server signed it for us."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest
from tests.host.connection.test_way_to_the_server import answering, reply
from tests.host.sample_session import SERVER_KEY, grant, prepared_session

from daypass.host.connection.activation import activate
from daypass.host.connection.backoff import Backoff
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_requests import ServerRequests
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.grant import sign_grant
from daypass.protocol.host_api import Activated, Activation, Blob, read_json, write_json
from daypass.protocol.signed import SigningKey

NOW = 1_800_000_000_000


def granting(
    key: SigningKey = SERVER_KEY, receipt_to: str = "", **changes: object
) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    """Checks the proof as the server does, and answers a grant."""

    def respond(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        activation = read_json(Activation)(body)
        assert activation.is_proven() and handler.headers["Authorization"] == "Bearer token-of-this-host"
        answer = Activated(
            grant=Blob(sign_grant(key, grant(NOW, **changes))), server_time_at=NOW, receipt_to=receipt_to
        )
        reply(200, write_json(answer))(handler, body)

    return respond


class MinutesPass(Backoff):
    """Each wait takes no time here, and lets minutes pass on the fake PC."""

    def __init__(self, machine: FakeMachine, minutes: int) -> None:
        super().__init__(lambda: 0.0)
        self._machine, self._minutes, self.waits = machine, minutes, 0

    def next_wait_s(self) -> float:
        self.waits += 1
        self._machine.pass_ms(self._minutes * 60_000)
        return 0.0


class Told:
    """Keeps what was said to be in the way."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    async def waiting(self, dp: str) -> None:
        self.codes.append(dp)


async def activated_at(url: str, told: Told | None = None) -> LiveSession:
    session = prepared_session(FakeMachine(), MemoryVault(), url)
    requests = ServerRequests(session.identity.address, "test")
    await activate(session, requests, Backoff(lambda: 0.0), (told or Told()).waiting)
    return session


async def test_the_grant_is_kept_and_connections_are_allowed() -> None:
    with answering(granting()) as url:
        session = await activated_at(url)
    assert session.grant == grant(NOW)
    assert session.connections_allowed and session.now() >= NOW


async def test_a_receipt_is_offered_where_the_server_can_send_one() -> None:
    for receipt_to in ("c•••@example.org", ""):
        with answering(granting(receipt_to=receipt_to)) as url:
            session = await activated_at(url)
        assert (session.progress.receipt_to, session.progress.receipt) == (receipt_to, bool(receipt_to))


async def test_a_server_that_is_away_for_a_moment_is_asked_again() -> None:
    answers = [reply(502, b"<html>"), reply(407), granting()]
    told = Told()
    with answering(lambda handler, body: answers.pop(0)(handler, body)) as url:
        assert (await activated_at(url, told)).grant is not None
    assert told.codes == ["DP-201", "DP-202"]


@pytest.mark.parametrize(
    ("respond", "dp"),
    [
        (reply(410, b'{"code": "session_over", "dp": "DP-601"}'), "DP-601"),
        (reply(409, b'{"code": "link_used", "dp": "DP-305"}'), "DP-305"),
        (reply(401, b'{"code": "host_not_admitted"}'), "DP-304"),
        (granting(SigningKey(b"x" * 32)), "DP-309"),
        (granting(session_id="session-2"), "DP-309"),
        (granting(host_key=b"y" * 32), "DP-309"),
        (granting(technician_key=b"y" * 32), "DP-309"),
        (granting(deadline_at=NOW), "DP-309"),
        (reply(200, b"nonsense"), "DP-309"),
    ],
)
async def test_a_refusal_or_a_grant_that_is_not_ours_activates_nothing(
    respond: Callable[[BaseHTTPRequestHandler, bytes], None], dp: str
) -> None:
    with answering(respond) as url, pytest.raises(HostProblem) as raised:
        await activated_at(url)
    assert raised.value.dp == dp


@pytest.mark.parametrize(
    "answer", [reply(502, b"<html>"), reply(429, b'{"dp": "DP-308"}'), reply(500, b'{"dp": "DP-900"}')]
)
async def test_after_a_quarter_of_an_hour_without_a_grant_the_host_gives_up(
    answer: Callable[[BaseHTTPRequestHandler, bytes], None],
) -> None:
    machine = FakeMachine()
    passing = MinutesPass(machine, minutes=4)
    with answering(answer) as url, pytest.raises(HostProblem) as raised:
        session = prepared_session(machine, MemoryVault(), url)
        await activate(session, ServerRequests(session.identity.address, "test"), passing, Told().waiting)
    assert raised.value.dp == "DP-211" and passing.waits == 4
    assert session.grant is None and not session.connections_allowed

"""Links and numbers: made with the session, hashed in the database, closed with it."""

from pathlib import Path

import pytest
from tests.server.deployment.world import World

from daypass.protocol.lifecycle import Ending, State
from daypass.server.deployment.models import DeploymentLink, LinkSecrets, LinkState, link_state
from daypass.server.deployment.storage import number_is_taken

pytestmark = pytest.mark.slow

NOW = 1_000_000


def _link(**changes: int) -> DeploymentLink:
    return DeploymentLink("session", "418203775", 0, NOW + 1, **changes)


@pytest.mark.parametrize(
    ("link", "state", "ending", "expected"),
    [
        (_link(), State.PREPARED, None, LinkState.USABLE),
        (DeploymentLink("session", "418203775", 0, NOW), State.PREPARED, None, LinkState.EXPIRED),
        (_link(revoked_at=1, closed_at=1), State.PREPARED, None, LinkState.REVOKED),
        (_link(reported_at=1, revoked_at=1, closed_at=1), State.ENDED, Ending.BY_CUSTOMER, LinkState.REPORTED),
        (_link(used_at=1, closed_at=1), State.ACTIVE, None, LinkState.USED),
        (_link(used_at=1, closed_at=1), State.ENDED, Ending.EXPIRED, LinkState.ENDED),
        (_link(closed_at=1), State.ENDED, Ending.CANCELLED, LinkState.REVOKED),
        (_link(closed_at=1), State.ENDED, Ending.LINK_EXPIRED, LinkState.EXPIRED),
    ],
)
def test_each_end_of_a_link_has_its_own_answer(
    link: DeploymentLink, state: State, ending: Ending | None, expected: LinkState
) -> None:
    assert link_state(link, state, ending, NOW) is expected


def test_tokens_and_tickets_differ_by_session_purpose_and_server() -> None:
    one, other = LinkSecrets(b"a" * 32), LinkSecrets(b"b" * 32)
    tokens = {one.token("s1"), one.token("s2"), other.token("s1")}
    tickets = {one.ticket("s1"), one.ticket("s2"), other.ticket("s1")}
    assert len(tokens) == len(tickets) == 3
    assert {len(token) for token in tokens} == {22}
    assert {len(ticket) for ticket in tickets} == {10}


async def test_a_new_session_has_a_link_and_a_number_of_nine_digits(world: World) -> None:
    session = await world.prepare()
    assert session["link"].startswith("http://localhost:8400/d/")
    assert len(session["number"]) == 9
    assert session["number"].isdigit()


async def test_the_database_holds_neither_the_link_nor_the_mail(world: World, tmp_path: Path) -> None:
    session = await world.prepare()
    stored = _everything_stored(tmp_path)
    assert session["number"].encode() in stored
    assert session["link"].rpartition("/")[2].encode() not in stored


def _everything_stored(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("daypass.sqlite*"))


async def test_the_link_is_a_qr_code_too(world: World) -> None:
    session = await world.prepare()
    answer = await world.technician.get(f"/api/support-sessions/{session['id']}/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")


async def test_a_revoked_link_frees_its_number_and_keeps_the_session(world: World) -> None:
    session = await world.prepare()
    for _ in range(2):
        assert (await world.technician.delete(f"/api/support-sessions/{session['id']}/link")).status_code == 204
    after = await world.session(session["id"])
    assert (after["state"], after["link_revoked_at"]) == ("prepared", world.clock())
    async with world.parts.database.reading() as db:
        assert not await number_is_taken(db, session["number"])


async def test_revoking_the_link_of_an_ended_session_says_that_it_is_over(world: World) -> None:
    session = await world.prepare()
    await world.technician.delete(f"/api/support-sessions/{session['id']}")
    answer = await world.technician.delete(f"/api/support-sessions/{session['id']}/link")
    assert (answer.status_code, answer.json()["dp"]) == (410, "DP-601")


@pytest.mark.parametrize("path", ["mail", "qr.svg", "link"])
async def test_a_stranger_learns_nothing(world: World, path: str) -> None:
    session = await world.prepare()
    method = "DELETE" if path == "link" else "GET"
    assert (await world.customer.request(method, f"/api/support-sessions/{session['id']}/{path}")).status_code == 401
    assert (await world.technician.request(method, f"/api/support-sessions/unknown/{path}")).status_code == 404

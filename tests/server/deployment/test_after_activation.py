"""What a link, a second host and the page say once a session is active, and after its end. Paired and activated for real."""

from dataclasses import dataclass

import httpx
import pytest
from tests.server.deployment.world import hello_words
from tests.server.running import RunningServer, active_session

from daypass.protocol.download_name import ticket_text

pytestmark = pytest.mark.slow

WINDOWS = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36"}


@dataclass
class Used:
    """An active session and a customer's browser at its link."""

    server: RunningServer
    session_id: str
    path: str
    number: str

    async def page(self, below: str = "") -> httpx.Response:
        return await self.server.http.get(self.path + below, headers=WINDOWS)

    async def greet(self, **words: str) -> httpx.Response:
        return await self.server.http.post("/api/host/hello", json=hello_words(**words))


@pytest.fixture
async def used(running: RunningServer) -> Used:
    """A session that a host has activated."""
    session_id = (await active_session(running)).id
    session = await running.session(session_id)
    return Used(running, session_id, httpx.URL(session["link"]).path, session["number"])


async def test_a_used_link_says_so_and_how_to_stop_the_help(used: Used) -> None:
    page = await used.page("?lang=en")
    assert page.status_code == 200
    assert "DP-305" in page.text
    assert "End session and remove app" in page.text
    assert (await used.page("/download")).headers["content-type"].startswith("text/html")


async def test_the_open_page_follows_to_the_end(used: Used) -> None:
    assert (await used.page("/state")).json() == {"progress": "active", "question_in_s": None}
    await used.server.http.delete(f"/api/support-sessions/{used.session_id}")
    assert (await used.page("/state")).status_code == 410
    assert "DP-601" in (await used.page("?lang=en")).text


async def test_another_host_finds_the_link_used_and_the_number_unknown(used: Used) -> None:
    ticket = ticket_text(used.server.parts.deployment.link_secrets.ticket(used.session_id))
    answer = await used.greet(ticket=ticket)
    assert (answer.status_code, answer.json()["dp"]) == (409, "DP-305")
    assert (await used.greet(number=used.number)).json()["code"] == "unknown_number"
    await used.server.http.delete(f"/api/support-sessions/{used.session_id}")
    assert (await used.greet(ticket=ticket)).json()["dp"] == "DP-601"


async def test_a_report_cannot_end_an_active_session(used: Used) -> None:
    await used.server.http.post(used.path + "/report", headers=WINDOWS)
    assert (await used.server.session(used.session_id))["state"] == "active"


async def test_a_link_that_is_in_use_cannot_be_revoked(used: Used) -> None:
    answer = await used.server.http.delete(f"/api/support-sessions/{used.session_id}/link")
    assert (answer.status_code, answer.json()["dp"]) == (409, "DP-305")

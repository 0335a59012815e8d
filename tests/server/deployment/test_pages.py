"""The customer's pages over HTTP: looking consumes nothing, each end of a link says what to do, guesses are bounded."""

import re
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import update
from tests.server.deployment.world import World

from daypass.protocol.lifecycle import Ending
from daypass.server.accounts.tables import company
from daypass.server.audit.tables import audit_entry
from daypass.server.audit.verification import first_broken_entry
from daypass.server.deployment.models import Sight
from daypass.server.deployment.page_rendering import STATIC_PATH, web_address
from daypass.server.deployment.visits import Visits
from daypass.server.sessions.models import Milestone
from daypass.server.sessions.storage import session_by_id
from daypass.translation import LANGUAGES, catalogue

pytestmark = pytest.mark.slow

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 10; K) Chrome/142.0.0.0 Mobile Safari/537.36"}
LINUX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0 Safari/537.36"}
OLD = {"User-Agent": "Mozilla/5.0 (Windows NT 6.1; Win64; x64) Chrome/109.0.0.0 Safari/537.36"}


async def test_a_mail_filter_that_opens_every_address_consumes_nothing(world: World) -> None:
    session = await world.prepare()
    before = await world.session(session["id"])
    seen, waiting = set[str](), [world.path(session)]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("http", "tel:", "#")):
            continue
        seen.add(path)
        for method in ("HEAD", "GET"):
            answer = await world.customer.request(method, path)
            assert answer.status_code < 500
        waiting += [str(httpx.URL(path).join(found)) for found in re.findall(r'href="([^"]+)"', answer.text)]
    assert any(path.endswith("/report?lang=en") for path in seen)
    assert await world.session(session["id"]) == before


async def test_continue_counts_as_a_visit_and_leads_to_the_download(world: World) -> None:
    session = await world.prepare()
    answer = await world.customer.post(world.path(session))
    assert (answer.status_code, answer.headers["location"]) == (303, world.path(session) + "/start")
    page = await world.customer.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Technician One, from Example Computers, will help you on this computer." in page.text
    assert "visited" in (await world.session(session["id"]))["milestones"]


@pytest.mark.parametrize("headers", [PHONE, LINUX, OLD])
async def test_other_systems_are_sent_to_a_windows_pc_and_offered_no_download(
    world: World, headers: dict[str, str]
) -> None:
    session = await world.prepare()
    number = f"{session['number'][:3]} {session['number'][3:6]} {session['number'][6:]}"
    for path in (world.path(session), world.path(session) + "/start"):
        page = await world.customer.get(path, headers=headers)
        assert "download" not in page.text.replace("data-", "").lower().split("<main>")[1].split("</main>")[0]
        assert number in page.text
        assert "localhost:8400" in page.text
        assert ("DP-104" if headers is OLD else "DP-101") in page.text


async def test_the_page_speaks_the_customers_language_and_others_by_link(world: World) -> None:
    session = await world.prepare(language="pt-BR")
    page = await world.customer.get(world.path(session))
    assert '<html lang="pt-BR">' in page.text
    assert "vai ajudar você neste computador" in page.text
    page = await world.customer.get(world.path(session) + "?lang=es")
    assert "le ayudará en este equipo" in page.text
    answer = await world.customer.post(world.path(session) + "?lang=es")
    assert answer.headers["location"].endswith("/start?lang=es")


async def customers_language(world: World, session: dict[str, Any]) -> str:
    """What the host, the page and the technician's sentences speak."""
    answer = await world.technician.get(f"/api/support-sessions/{session['id']}")
    return str(answer.json()["customer_language"])


async def test_a_language_chosen_on_the_page_becomes_the_hosts_with_continue_or_download(world: World) -> None:
    session = await world.prepare(language="pt-BR")
    await world.customer.get(world.path(session) + "?lang=es")
    assert await customers_language(world, session) == "pt-BR"  # a look changes nothing
    await world.customer.post(world.path(session) + "?lang=es")
    assert await customers_language(world, session) == "es"
    assert "le ayudará en este equipo" in (await world.customer.get(world.path(session))).text
    await world.customer.post(world.path(session) + "?lang=xx")
    assert await customers_language(world, session) == "es"


async def test_what_is_read_aloud_follows_a_language_chosen_after_continue(world: World) -> None:
    session = await world.prepare(language="en")
    await world.customer.get(world.path(session) + "/start?lang=es")
    assert await customers_language(world, session) == "en"  # nobody has pressed Continue
    await world.customer.post(world.path(session))
    await world.customer.get(world.path(session) + "/start?lang=es")
    assert await customers_language(world, session) == "es"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_has_all_its_words_in_every_language(world: World, language: str) -> None:
    session = await world.prepare()
    path = world.path(session)
    for page in ("", "/start", "/report", *(f"/start?saw={sight.value}" for sight in Sight)):
        joint = "&" if "?" in page else "?"
        answer = await world.customer.get(f"{path}{page}{joint}lang={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert "{{" not in answer.text
    for path in ("/", "/d/unknown"):
        assert f'<html lang="{language}">' in (await world.customer.get(f"{path}?lang={language}")).text


def test_the_three_catalogues_have_the_same_keys_and_values() -> None:
    def shape(node: Any) -> Any:
        if isinstance(node, str):
            return sorted(set(re.findall(r"{{(\w+)}}", node)))
        return {key: shape(value) for key, value in node.items()}

    for section in ("customer", "mail"):
        shapes = [shape(catalogue(language)[section]) for language in LANGUAGES]
        assert shapes[0] == shapes[1] == shapes[2]


async def test_a_cancelled_link_says_so(world: World) -> None:
    session = await world.prepare()
    await world.technician.delete(f"/api/support-sessions/{session['id']}")
    page = await world.customer.get(world.path(session))
    assert page.status_code == 410
    assert "DP-304" in page.text
    assert "ask Technician One for a new link" in page.text


async def test_an_expired_link_says_so(world: World) -> None:
    session = await world.prepare()
    world.clock.turn(hours=24)
    for _ in range(2):
        page = await world.customer.get(world.path(session))
        assert page.status_code == 410
        assert "DP-303" in page.text
        await world.parts.sessions.sweep()
    async with world.parts.database.reading() as db:
        found = await session_by_id(db, session["id"])
    assert found is not None
    assert found.ending is Ending.LINK_EXPIRED


async def test_a_revoked_link_stops_everything_below_it(world: World) -> None:
    session = await world.prepare()
    path = world.path(session)
    await world.technician.delete(f"/api/support-sessions/{session['id']}/link")
    for page in ("", "/start", "/download", "/report", "/state"):
        assert (await world.customer.get(path + page)).status_code == 410
    for page in ("", "/sees", "/report"):
        assert (await world.customer.post(path + page)).status_code == 410
    assert "visited" not in (await world.session(session["id"]))["milestones"]


async def test_an_unknown_link_leads_to_the_front_page(world: World) -> None:
    page = await world.customer.get("/d/AAAAAAAAAAAAAAAAAAAAAA")
    assert page.status_code == 404
    assert 'href="/?lang=' in page.text


BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "es-MX"}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/suporte"), ("PUT", "/"), ("GET", "/customer/none.css"), ("GET", "/d/x/y/z"), ("GET", "/sees")],
)
async def test_an_address_that_is_none_is_a_page_in_words_for_a_person(world: World, method: str, path: str) -> None:
    page = await world.customer.request(method, path, headers=BROWSER)
    assert page.status_code in (404, 405)
    assert "Esta página no existe." in page.text
    assert 'href="/?lang=es"' in page.text
    assert "not found" not in page.text.lower()


async def test_what_a_browser_sends_malformed_is_answered_in_words_too(world: World) -> None:
    session = await world.prepare()
    headers = {**BROWSER, "content-type": "multipart/form-data; boundary=x"}
    for path in ("/", world.path(session) + "/sees"):
        page = await world.customer.post(path, content=b"--x\r\nnonsense", headers=headers)
        assert page.is_redirect or page.headers["content-type"].startswith("text/html"), page.text
        assert "urn:daypass" not in page.text
    assert (await world.session(session["id"]))["state"] == "prepared"


async def test_a_fault_of_ours_is_told_without_its_details_and_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await world.prepare()

    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail of the database")

    monkeypatch.setattr(Visits, "at", broken)
    wire = httpx.ASGITransport(world.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=wire, base_url="http://localhost:8400") as customer:
        page = await customer.get(world.path(session), headers=BROWSER)
    assert page.status_code == 500
    assert "Algo falló aquí." in page.text
    assert "DP-900" in page.text
    assert "secret detail" not in page.text
    assert (await world.session(session["id"]))["state"] == "prepared"


async def test_reporting_stops_the_link_and_ends_the_session_at_once(world: World) -> None:
    session = await world.prepare()
    path = world.path(session)
    answer = await world.customer.post(path + "/report")
    page = await world.customer.get(answer.headers["location"])
    assert "The link no longer works" in page.text
    assert "Hang up" in page.text
    after = await world.session(session["id"])
    assert (after["state"], after["ending"]) == ("ended", "by_customer")
    assert after["link_reported_at"] == world.clock()
    async with world.parts.database.reading() as db:
        entries = (await db.execute(audit_entry.select())).all()
        assert await first_broken_entry(db, entries[0].company_id) is None
    assert "link.reported" in [entry.kind for entry in entries]


async def test_the_technician_sees_what_the_customer_sees(world: World) -> None:
    session = await world.prepare()
    answer = await world.customer.post(world.path(session) + "/sees", data={"what": "smartscreen"})
    assert answer.headers["location"].endswith("/start?saw=smartscreen#saw")
    page = await world.customer.get(answer.headers["location"].partition("#")[0])
    assert "Run anyway" in page.text
    assert (await world.session(session["id"]))["sight"] == "smartscreen"


async def test_an_answer_that_is_no_picture_of_ours_is_ignored(world: World) -> None:
    session = await world.prepare()
    await world.customer.post(world.path(session) + "/sees", data={"what": "<script>"})
    assert (await world.session(session["id"]))["sight"] is None


async def test_after_a_minute_without_a_start_the_page_asks_what_is_seen(world: World) -> None:
    session = await world.prepare()
    state = world.path(session) + "/state"
    assert (await world.customer.get(state)).json() == {"progress": "ready", "question_in_s": None}
    await world.parts.sessions.reach(session["id"], Milestone.DOWNLOADED)
    assert (await world.customer.get(state)).json() == {"progress": "downloaded", "question_in_s": 60}
    world.clock.turn(seconds=61)
    assert (await world.customer.get(state)).json() == {"progress": "downloaded", "question_in_s": 0}
    await world.customer.post(world.path(session) + "/sees", data={"what": "nothing"})
    assert (await world.customer.get(state)).json() == {"progress": "downloaded", "question_in_s": None}


async def test_the_download_says_clearly_when_no_host_has_been_built(world: World) -> None:
    session = await world.prepare()
    page = await world.customer.get(world.path(session) + "/download")
    assert page.status_code == 503
    assert "Please tell Technician One" in page.text
    assert "downloaded" not in (await world.session(session["id"]))["milestones"]


async def test_a_number_leads_to_the_same_page_as_the_link(world: World) -> None:
    session = await world.prepare()
    digits = session["number"]
    for typed in (digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}", f" {digits[:3]}-{digits[3:6]}.{digits[6:]} "):
        answer = await world.customer.post("/?lang=es", data={"number": typed})
        assert (answer.status_code, answer.headers["location"]) == (303, world.path(session) + "?lang=es")


async def test_wrong_over_and_too_many_numbers_get_one_and_the_same_answer(world: World) -> None:
    ended = await world.prepare()
    await world.technician.delete(f"/api/support-sessions/{ended['id']}")
    session = await world.prepare()

    async def answer(typed: str) -> tuple[int, str]:
        page = await world.customer.post("/", data={"number": typed})
        return page.status_code, page.text.replace(f'value="{typed}"', "")

    over = await answer(ended["number"])
    assert over[0] == 404
    for wrong in ["999999999", "000 000 000", "12345", "not a number"] * 3:
        assert await answer(wrong) == over
    assert await answer(session["number"]) == over
    assert (await world.customer.post("/", data={"number": session["number"]})).status_code == 404


async def test_a_right_number_is_answered_again_after_a_minute(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = await world.prepare()
    for wrong in range(12):
        await world.customer.post("/", data={"number": str(900000000 + wrong)})
    assert (await world.customer.post("/", data={"number": session["number"]})).status_code == 404
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert (await world.customer.post("/", data={"number": session["number"]})).status_code == 303


async def test_guessing_links_is_stopped_without_harm_to_others(world: World) -> None:
    session = await world.prepare()
    for wrong in range(11):
        await world.customer.get(f"/d/{wrong:022}")
    assert (await world.customer.get(f"/d/{99:022}")).status_code == 429
    wire = httpx.ASGITransport(world.app, client=("203.0.113.8", 1))
    async with httpx.AsyncClient(transport=wire, base_url="http://localhost:8400") as neighbour:
        assert (await neighbour.get(world.path(session))).status_code == 200


async def test_names_are_text_never_markup(world: World) -> None:
    session = await world.prepare()
    async with world.parts.database.writing() as db:
        await db.execute(
            update(company).values(
                name="<script>alert(1)</script>", colour="#fff;}x{", website="javascript:alert(1)", phone='"><b>'
            )
        )
    page = await world.customer.get(world.path(session) + "/start")
    assert "<script>alert" not in page.text
    assert "javascript:" not in page.text
    assert '"><b>' not in page.text
    assert ";}x{" not in page.text


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("https://example.org/x", "https://example.org/x"),
        ("example.org", "https://example.org"),
        ("javascript:alert(1)", ""),
        ("javascript://example.org/%0aalert(1)", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(told: str, shown: str) -> None:
    assert web_address(told) == shown


async def test_pages_load_nothing_from_elsewhere_and_run_no_inline_script(world: World) -> None:
    session = await world.prepare()
    page = await world.customer.get(world.path(session) + "/start")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "'unsafe-eval'" not in policy
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    loaded = [source for source in sources if source.endswith((".js", ".css", ".svg"))]
    assert len(loaded) == 3
    assert all(source.startswith(STATIC_PATH) for source in loaded)
    assert not re.search(r"<script(?![^>]*src=)", page.text)
    assert not re.search(r'\son\w+="', page.text)
    for source in loaded:
        file = await world.customer.get(source)
        assert file.status_code == 200
        assert "immutable" in file.headers["cache-control"]


@pytest.mark.parametrize("name", ["page.css", "../pages.py", "%2e%2e%2fpages.py", "page.0000.js"])
async def test_static_files_are_found_by_name_only(world: World, name: str) -> None:
    assert (await world.customer.get(STATIC_PATH + name)).status_code == 404

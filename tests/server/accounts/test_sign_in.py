"""First set-up, signing in and out, on both databases."""

import asyncio
from collections import Counter

import pytest
from tests.server.asking import OWNER, PASSWORD, asking, owner_of
from tests.server.running import ShiftedClock

from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.passwords import PasswordPool
from daypass.server.app import Parts, create_app
from daypass.server.later import Work
from daypass.server.problems import Refusal

SETUP = {
    "company_name": "Example Computers",
    "name": "Technician One",
    "email": OWNER,
    "password": PASSWORD,
    "language": "en",
}


async def test_the_setup_link_makes_one_owner_however_many_press_it(parts_on: Parts) -> None:
    token = await parts_on.accounts.setup_link()
    async with asking(create_app(parts_on.settings, parts_on)) as browser:
        assert (await browser.get(f"/api/setup/{token}")).status_code == 204
        answers = await asyncio.gather(
            *(browser.post(f"/api/setup/{token}", json={**SETUP, "email": f"o{n}@example.org"}) for n in range(8))
        )
        assert Counter(answer.status_code for answer in answers) == {204: 1, 404: 7}
        assert (await browser.get(f"/api/setup/{token}")).status_code == 404
    assert await parts_on.accounts.setup_link() is None


NO_LINKS = ["", "x", "%2e%2e%2f", "0" * 43, "0" * 5000]


async def test_without_a_valid_link_there_is_no_setup(parts_on: Parts) -> None:
    await parts_on.accounts.setup_link()
    async with asking(create_app(parts_on.settings, parts_on)) as browser:
        for token in NO_LINKS:
            assert (await browser.get(f"/api/setup/{token}")).status_code == 404, token
            assert (await browser.post(f"/api/setup/{token}", json=SETUP)).status_code == 404, token


MALFORMED_SETUPS = [
    {"name": " \t"},
    {"company_name": ""},
    {"name": "a\x00b"},
    {"password": "short"},
    {"email": "x"},
    {"language": "fr"},
]


async def test_a_malformed_setup_leaves_the_link_usable(parts_on: Parts) -> None:
    token = await parts_on.accounts.setup_link()
    async with asking(create_app(parts_on.settings, parts_on)) as browser:
        for wrong in MALFORMED_SETUPS:
            assert (await browser.post(f"/api/setup/{token}", json={**SETUP, **wrong})).status_code == 422, wrong
        assert (await browser.post(f"/api/setup/{token}", json=SETUP)).status_code == 204


async def test_a_setup_link_is_over_after_a_day_and_a_newer_one_replaces_it(
    parts_on: Parts, clock: ShiftedClock
) -> None:
    first, second = await parts_on.accounts.setup_link(), await parts_on.accounts.setup_link()
    async with asking(create_app(parts_on.settings, parts_on)) as browser:
        assert (await browser.get(f"/api/setup/{first}")).status_code == 404
        assert (await browser.get(f"/api/setup/{second}")).status_code == 204
        clock.turn(hours=24)
        assert (await browser.get(f"/api/setup/{second}")).status_code == 404


async def test_the_cookie_is_out_of_reach_and_lasts_twelve_hours(parts_on: Parts, clock: ShiftedClock) -> None:
    app, _ = await owner_of(parts_on)
    async with asking(app) as browser:
        answer = await browser.post("/api/sign-in", json={"email": f" {OWNER.upper()} ", "password": PASSWORD})
        assert answer.status_code == 204
        given = answer.headers["set-cookie"]
        assert given.startswith(f"{COOKIE}=")
        for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/", "Max-Age=43200"):
            assert part in given
        assert "Domain" not in given
    cookie = given.partition("=")[2].partition(";")[0]
    async with asking(app, cookie) as signed_in:
        assert (await signed_in.get("/api/me")).json()["technician"]["email"] == OWNER
        clock.turn(hours=12)
        assert (await signed_in.get("/api/me")).json()["code"] == "not_signed_in"


async def test_asking_who_is_signed_in_is_no_error_for_nobody(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app) as nobody, asking(app, cookie) as owner, asking(app, "forged") as forger:
        for browser in (nobody, forger):
            answer = await browser.get("/api/sign-in")
            assert (answer.status_code, answer.json()) == (200, None)
        assert (await owner.get("/api/sign-in")).json()["technician"]["email"] == OWNER


async def test_signing_out_ends_this_browser_only(parts_on: Parts) -> None:
    app, first = await owner_of(parts_on)
    second = (await parts_on.accounts.sign_in(OWNER, PASSWORD, "127.0.0.1")).token
    async with asking(app, first) as one, asking(app, second) as other:
        assert (await one.post("/api/sign-out")).status_code == 204
        assert (await one.get("/api/me")).status_code == 401
        assert (await other.get("/api/me")).status_code == 200


async def test_unknown_address_and_wrong_password_get_one_answer(parts_on: Parts) -> None:
    app, _ = await owner_of(parts_on)
    async with asking(app) as browser:
        wrong = await browser.post("/api/sign-in", json={"email": OWNER, "password": "wrong"})
        unknown = await browser.post("/api/sign-in", json={"email": "nobody@example.org", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_guessing_is_slowed_down_for_the_guesser_only(parts_on: Parts) -> None:
    app, _ = await owner_of(parts_on)
    async with asking(app, client="203.0.113.7") as guesser, asking(app, client="127.0.0.1") as owner:
        wrong = {"email": OWNER, "password": "wrong"}
        codes = [(await guesser.post("/api/sign-in", json=wrong)).status_code for _ in range(11)]
        assert codes == [401] * 10 + [429]
        right = await owner.post("/api/sign-in", json={"email": OWNER, "password": PASSWORD})
        assert right.status_code == 204


async def test_a_guesser_with_a_whole_ipv6_network_is_one_guesser(parts_on: Parts) -> None:
    app, _ = await owner_of(parts_on)
    codes = []
    for number in range(11):
        async with asking(app, client=f"2001:db8:1:2::{number:x}") as guesser:
            answer = await guesser.post("/api/sign-in", json={"email": OWNER, "password": "wrong"})
            codes.append(answer.status_code)
    assert codes == [401] * 10 + [429]


OTHER_SITES = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost:8400.evil.example"},
]


async def test_another_site_cannot_act_with_the_cookie(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        for headers in OTHER_SITES:
            refused = await browser.post("/api/support-sessions", json={}, headers=headers)
            assert refused.json()["code"] == "wrong_origin", headers
            assert (await browser.get("/api/support-sessions")).json()["items"] == [], headers


async def test_a_full_password_pool_refuses_instead_of_queueing() -> None:
    pool = PasswordPool(memory_kib=8192, workers=1, most_waiting=2)
    answers = await asyncio.gather(*(pool.matches(None, "password") for _ in range(10)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert len(refused) == 7 and {refusal.status for refusal in refused} == {503}
    assert answers.count(False) == 3
    pool.close()


async def test_what_is_done_for_a_known_address_is_done_beside_the_answer(
    parts_on: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, cookie = await owner_of(parts_on)
    waiting: list[Work] = []

    async def put_off(work: Work) -> None:
        waiting.append(work)

    monkeypatch.setattr(parts_on.people.later, "do", put_off)
    async with asking(app) as stranger, asking(app, cookie) as owner:
        assert (await stranger.post("/api/sign-in", json={"email": OWNER, "password": "wrong"})).status_code == 401
        assert (await stranger.post("/api/password-reset", json={"email": OWNER})).status_code == 202
        path = "/api/audit?kind=sign_in.refused"
        assert ((await owner.get(path)).json()["items"], len(waiting)) == ([], 2)
        for work in waiting:
            await work()
        assert len((await owner.get(path)).json()["items"]) == 1

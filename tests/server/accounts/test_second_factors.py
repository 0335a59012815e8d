"""Second factors: an app whose codes count once, recovery codes, passkeys. On both databases."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pyotp
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.server.accounts.authenticator import PRESENT, SoftwarePasskey
from tests.server.accounts.people import Person, person_of
from tests.server.asking import OWNER, PASSWORD, asking, owner_of
from tests.server.ready_database import make_ready
from tests.server.running import ShiftedClock
from webauthn.helpers import bytes_to_base64url

from daypass.server.accounts.account_secrets import AccountSecrets
from daypass.server.accounts.rights import Role
from daypass.server.accounts.tables import recovery_code, technician
from daypass.server.app import Parts, create_app
from daypass.server.audit.tables import audit_entry

pytestmark = pytest.mark.slow

SIGN_IN = {"email": OWNER, "password": PASSWORD}


@pytest.fixture
async def app_and_owner(parts_on: Parts) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    """The application, and the owner's browser."""
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as owner:
        yield app, owner


async def set_up_totp(owner: httpx.AsyncClient, clock: ShiftedClock) -> tuple[pyotp.TOTP, list[str]]:
    """The owner's app, and the recovery codes that came with it."""
    offer = (await owner.post("/api/me/totp")).json()
    totp = pyotp.TOTP(offer["secret"])
    assert offer["secret"] in offer["address"] and offer["qr"].startswith("<svg")
    body = {"offer": offer["offer"], "code": totp.at(clock() // 1000)}
    accepted = await owner.put("/api/me/totp", json=body)
    assert accepted.status_code == 200, accepted.text
    clock.turn(seconds=60)
    return totp, accepted.json()["recovery_codes"]


async def test_a_code_of_the_app_opens_once_and_never_again(
    app_and_owner: tuple[FastAPI, httpx.AsyncClient], clock: ShiftedClock
) -> None:
    app, owner = app_and_owner
    totp, codes = await set_up_totp(owner, clock)
    assert len(codes) == 10
    async with asking(app) as browser:
        asked = await browser.post("/api/sign-in", json=SIGN_IN)
        assert (asked.status_code, asked.json()["code"], asked.json()["methods"]) == (
            401,
            "second_factor_needed",
            ["totp"],
        )
        code = totp.at(clock() // 1000)
        answers = await asyncio.gather(
            *(browser.post("/api/sign-in", json={**SIGN_IN, "totp": code}) for _ in range(5))
        )
        assert Counter(answer.status_code for answer in answers) == {204: 1, 401: 4}
        clock.turn(seconds=30)
        again = await browser.post("/api/sign-in", json={**SIGN_IN, "totp": code})
        assert again.json()["code"] == "second_factor_wrong"  # the step before would do, had it not been used
        fresh = totp.at(clock() // 1000)
        spaced = await browser.post("/api/sign-in", json={**SIGN_IN, "totp": f"{fresh[:3]} {fresh[3:]}"})
        assert spaced.status_code == 204


async def test_a_wrong_password_says_nothing_about_second_factors(
    app_and_owner: tuple[FastAPI, httpx.AsyncClient], clock: ShiftedClock
) -> None:
    app, owner = app_and_owner
    totp, _ = await set_up_totp(owner, clock)
    async with asking(app) as browser:
        body = {**SIGN_IN, "password": "wrong", "totp": totp.at(clock() // 1000)}
        assert (await browser.post("/api/sign-in", json=body)).json()["code"] == "sign_in_refused"


async def test_ten_wrong_codes_make_everybody_wait_who_knows_the_password(
    app_and_owner: tuple[FastAPI, httpx.AsyncClient], clock: ShiftedClock
) -> None:
    app, owner = app_and_owner
    await set_up_totp(owner, clock)
    answers = []
    for number in range(12):
        async with asking(app, client=f"203.0.113.{number}") as guesser:
            answer = await guesser.post("/api/sign-in", json={**SIGN_IN, "totp": "000000"})
            answers.append(answer.status_code)
    assert answers == [401] * 10 + [429] * 2


async def test_each_recovery_code_works_once_and_new_ones_replace_them(
    app_and_owner: tuple[FastAPI, httpx.AsyncClient], clock: ShiftedClock
) -> None:
    app, owner = app_and_owner
    _, codes = await set_up_totp(owner, clock)
    async with asking(app) as browser:
        typed = codes[0].upper().replace("-", " ")
        answers = await asyncio.gather(
            *(browser.post("/api/sign-in", json={**SIGN_IN, "totp": typed}) for _ in range(3))
        )
        assert Counter(answer.status_code for answer in answers) == {204: 1, 401: 2}
    assert (await owner.get("/api/me/second-factors")).json()["recovery_codes_left"] == 9
    fresh = (await owner.post("/api/me/recovery-codes")).json()["recovery_codes"]
    assert len(set(fresh) | set(codes)) == 20
    async with asking(app) as browser:
        old = await browser.post("/api/sign-in", json={**SIGN_IN, "totp": codes[1]})
        assert old.json()["code"] == "second_factor_wrong"
        assert (await browser.post("/api/sign-in", json={**SIGN_IN, "totp": fresh[1]})).status_code == 204


async def test_the_database_holds_neither_the_secret_nor_a_recovery_code(
    parts_on: Parts, app_and_owner: tuple[FastAPI, httpx.AsyncClient], clock: ShiftedClock
) -> None:
    totp, codes = await set_up_totp(app_and_owner[1], clock)
    async with parts_on.database.reading() as db:
        kept = repr((await db.execute(select(technician))).all()) + repr(
            (await db.execute(select(recovery_code))).all()
        )
    assert totp.secret not in kept
    assert not [code for code in codes if code.replace("-", "") in kept]


async def test_an_offer_counts_for_the_person_it_was_made_for_and_a_quarter_of_an_hour(
    parts_on: Parts, app_and_owner: tuple[FastAPI, httpx.AsyncClient], clock: ShiftedClock
) -> None:
    app, owner = app_and_owner
    other = await person_of(parts_on, Role.TECHNICIAN)
    offer = (await owner.post("/api/me/totp")).json()
    totp = pyotp.TOTP(offer["secret"])
    async with asking(app, other.cookie) as colleague:
        body = {"offer": offer["offer"], "code": totp.at(clock() // 1000)}
        assert (await colleague.put("/api/me/totp", json=body)).json()["code"] == "offer_over"
        assert (await colleague.put("/api/me/totp", json={**body, "offer": "zz"})).json()["code"] == "offer_over"
    clock.turn(seconds=890)
    assert (await owner.put("/api/me/totp", json={**body, "code": "000000"})).json()["code"] == "second_factor_wrong"
    clock.turn(seconds=10)
    await owner.post("/api/me/confirmation", json={"password": PASSWORD})
    late = {"offer": offer["offer"], "code": totp.at(clock() // 1000)}
    assert (await owner.put("/api/me/totp", json=late)).json()["code"] == "offer_over"


async def test_removing_the_last_factor_forgets_the_recovery_codes_and_the_password_is_enough_again(
    app_and_owner: tuple[FastAPI, httpx.AsyncClient], clock: ShiftedClock
) -> None:
    app, owner = app_and_owner
    await set_up_totp(owner, clock)
    assert (await owner.delete("/api/me/totp")).status_code == 204
    assert (await owner.delete("/api/me/totp")).status_code == 404
    assert (await owner.get("/api/me/second-factors")).json()["recovery_codes_left"] == 0
    assert (await owner.post("/api/me/recovery-codes")).json()["code"] == "no_second_factor"
    async with asking(app) as browser:
        assert (await browser.post("/api/sign-in", json=SIGN_IN)).status_code == 204


# --- passkeys ---------------------------------------------------------------------------------------------------------


async def add_passkey(owner: httpx.AsyncClient, key: SoftwarePasskey) -> httpx.Response:
    """Register a key as the profile page does."""
    options = (await owner.post("/api/me/passkeys/options")).json()
    return await owner.post("/api/me/passkeys", json={"name": "laptop", "credential": key.make(options)})


async def sign_in(browser: httpx.AsyncClient, key: SoftwarePasskey) -> httpx.Response:
    """Sign in with a key as the sign-in page does."""
    options = (await browser.post("/api/sign-in/passkey/options")).json()
    return await browser.post("/api/sign-in/passkey", json={"credential": key.sign(options)})


async def test_a_passkey_signs_in_alone_and_the_password_alone_no_longer_does(
    parts_on: Parts, app_and_owner: tuple[FastAPI, httpx.AsyncClient]
) -> None:
    app, owner = app_and_owner
    key = SoftwarePasskey()
    added = await add_passkey(owner, key)
    assert added.status_code == 201 and len(added.json()["recovery_codes"]) == 10
    async with asking(app) as browser:
        assert (await browser.post("/api/sign-in", json=SIGN_IN)).json()["methods"] == ["passkey"]
        assert (await sign_in(browser, key)).status_code == 204
        spare = {**SIGN_IN, "totp": added.json()["recovery_codes"][0]}
        assert (await browser.post("/api/sign-in", json=spare)).status_code == 204
    async with parts_on.database.reading() as db:
        ways = [row.details["way"] for row in await db.execute(select(audit_entry)) if row.kind == "sign_in"]
    assert ways[-2:] == ["passkey", "recovery"]


async def test_a_passkey_confirms_who_it_is_and_only_the_persons_own(parts_on: Parts, clock: ShiftedClock) -> None:
    app, cookie = await owner_of(parts_on)
    key, foreign = SoftwarePasskey(), SoftwarePasskey()
    stranger = await person_of(parts_on, Role.OWNER, "Other Company")
    async with asking(app, cookie) as owner, asking(app, stranger.cookie) as other:
        await add_passkey(owner, key)
        await add_passkey(other, foreign)
        clock.turn(hours=0.3)
        change = {"role": "admin"}
        nobody = f"/api/technicians/{stranger.who.technician.id}"
        assert (await owner.patch(nobody, json=change)).json()["code"] == "confirm_needed"
        for body in ({}, {"password": "a", "credential": {}}):
            assert (await owner.post("/api/me/confirmation", json=body)).status_code == 422
        for signs, status in ((foreign, 401), (key, 204)):
            options = (await owner.post("/api/sign-in/passkey/options")).json()
            answer = await owner.post("/api/me/confirmation", json={"credential": signs.sign(options)})
            assert answer.status_code == status, answer.text
        assert (await owner.patch(nobody, json=change)).json()["code"] == "not_found"


async def test_an_answer_of_a_passkey_is_accepted_once_in_its_time_and_for_its_purpose(
    app_and_owner: tuple[FastAPI, httpx.AsyncClient], clock: ShiftedClock
) -> None:
    app, owner = app_and_owner
    key = SoftwarePasskey()
    await add_passkey(owner, key)
    async with asking(app) as browser:
        options = (await browser.post("/api/sign-in/passkey/options")).json()
        answer = {"credential": key.sign(options)}
        same = await asyncio.gather(*(browser.post("/api/sign-in/passkey", json=answer) for _ in range(4)))
        assert Counter(one.status_code for one in same) == {204: 1, 401: 3}
        other_purpose = (await owner.post("/api/me/passkeys/options")).json()
        refused = await browser.post("/api/sign-in/passkey", json={"credential": key.sign(other_purpose)})
        assert refused.json()["code"] == "passkey_refused"
        options = (await browser.post("/api/sign-in/passkey/options")).json()
        clock.turn(seconds=300)
        refused = await browser.post("/api/sign-in/passkey", json={"credential": key.sign(options)})
        assert refused.json()["code"] == "passkey_refused"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"host_name": "evil.example"},
        {"flags": PRESENT},
        {"id": b"somebody else's"},
        {"count": -1},
    ],
)
async def test_a_passkey_of_another_site_without_verification_or_gone_back_in_its_count_is_refused(
    app_and_owner: tuple[FastAPI, httpx.AsyncClient], wrong: dict[str, Any]
) -> None:
    app, owner = app_and_owner
    key = SoftwarePasskey()
    await add_passkey(owner, key)
    async with asking(app) as browser:
        for _ in range(2):
            assert (await sign_in(browser, key)).status_code == 204
        for name, value in wrong.items():
            setattr(key, name, value if name != "count" else 0)
        assert (await sign_in(browser, key)).json()["code"] == "passkey_refused"


async def test_a_passkey_belongs_to_one_person(
    parts_on: Parts, app_and_owner: tuple[FastAPI, httpx.AsyncClient]
) -> None:
    app, owner = app_and_owner
    key = SoftwarePasskey()
    await add_passkey(owner, key)
    other: Person = await person_of(parts_on, Role.TECHNICIAN)
    async with asking(app, other.cookie) as colleague:
        assert (await add_passkey(colleague, key)).json()["code"] == "passkey_refused"
    listed = (await owner.get("/api/me/second-factors")).json()["passkeys"]
    assert (await owner.delete(f"/api/me/passkeys/{listed[0]['id']}")).status_code == 204
    async with asking(app) as browser:
        assert (await sign_in(browser, key)).json()["code"] == "passkey_refused"


NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    spoiled=st.dictionaries(st.sampled_from(["id", "rawId", "type", "response"]), NONSENSE), data=st.binary(max_size=80)
)
def test_nonsense_instead_of_a_passkey_is_refused_in_words(
    spoiled: dict[str, Any], data: bytes, tmp_path_factory: Any
) -> None:
    asyncio.run(_ask_with_nonsense(spoiled, data, tmp_path_factory.mktemp("nonsense")))


async def _ask_with_nonsense(spoiled: dict[str, Any], data: bytes, folder: Any) -> None:
    from pydantic import SecretStr
    from webauthn.helpers import bytes_to_base64url

    from daypass.server.app import build, create_app
    from daypass.server.settings import Settings

    parts = build(
        Settings(
            _env_file=None,
            data_dir=folder,
            public_url="http://localhost:8400",
            hash_memory_kib=8192,
            database_url=SecretStr(""),
        )
    )
    await make_ready(parts.database)
    app, cookie = create_app(parts.settings, parts), (await person_of(parts, Role.OWNER)).cookie
    key = SoftwarePasskey()
    async with asking(app, cookie) as owner, asking(app) as browser:
        made = key.make((await owner.post("/api/me/passkeys/options")).json())
        made["response"]["attestationObject"] = bytes_to_base64url(data)
        answer = await owner.post("/api/me/passkeys", json={"name": "x", "credential": {**made, **spoiled}})
        assert answer.status_code in (401, 422), answer.text
        signed = key.sign((await browser.post("/api/sign-in/passkey/options")).json())
        signed["response"]["authenticatorData"] = bytes_to_base64url(data)
        answer = await browser.post("/api/sign-in/passkey", json={"credential": {**signed, **spoiled}})
        assert answer.status_code in (401, 422), answer.text
    await parts.close()


# --- secrets ----------------------------------------------------------------------------------------------------------


def test_what_was_made_for_one_purpose_or_under_one_secret_opens_nothing_else() -> None:
    ours, others = AccountSecrets(b"a" * 32), AccountSecrets(b"b" * 32)
    link_id = "a" * 26
    token = ours.link_token(link_id)
    assert ours.link_id(token) == link_id
    assert [ours.link_id(bad) for bad in ("", token[:-1], token + "x", "b" + token[1:], "ü" * 48)] == [None] * 5
    assert others.link_id(token) is None
    sealed = ours.seal("one", b"content")
    assert ours.open("one", sealed) == b"content"
    assert [ours.open("two", sealed), others.open("one", sealed), ours.open("one", b"short")] == [None] * 3
    challenge = ours.challenge("one", 1000)
    assert ours.challenge_expiry("one", challenge) == 1000
    assert [ours.challenge_expiry("two", challenge), others.challenge_expiry("one", challenge)] == [None] * 2


@pytest.mark.parametrize("said", [b"[" * 200_000, b'{"a":' * 100_000])
async def test_nesting_without_end_is_no_passkey(parts_on: Parts, said: bytes) -> None:
    answer = {"id": "AAAA", "rawId": "AAAA", "response": {"clientDataJSON": bytes_to_base64url(said)}}
    async with asking(create_app(parts_on.settings, parts_on)) as browser:
        refused = await browser.post("/api/sign-in/passkey", json={"credential": answer})
    assert (refused.status_code, refused.json()["code"]) == (401, "passkey_refused")


async def test_a_map_whose_keys_all_hash_alike_keeps_the_server_from_nothing(
    parts_on: Parts, clock: ShiftedClock
) -> None:
    """60,000 of them took two minutes of the one loop that serves everybody."""
    keys = [(number * (2**61 - 1)).to_bytes(10, "big") for number in range(1, 60_001)]
    bomb = b"\xba" + len(keys).to_bytes(4, "big") + b"".join(b"\xc2\x4a" + key + b"\0" for key in keys)
    owner, passkey = await person_of(parts_on, Role.OWNER), SoftwarePasskey()
    async with asking(create_app(parts_on.settings, parts_on), owner.cookie) as browser:
        made = passkey.make((await browser.post("/api/me/passkeys/options")).json())
        whole = {**made, "response": {**made["response"], "attestationObject": bytes_to_base64url(bomb)}}
        begun = time.monotonic()
        answer = await browser.post("/api/me/passkeys", json={"name": "x", "credential": whole})
        assert (answer.status_code, answer.json()["code"]) == (401, "passkey_refused"), answer.text
        assert time.monotonic() - begun < 5
        answer = await browser.post("/api/me/passkeys", json={"name": "x", "credential": made})
        assert answer.status_code == 201, "the honest answer to the same question still counts"

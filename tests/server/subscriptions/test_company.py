"""What a company may change of itself, what only its operator may, and that a lowered number ends nothing."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.server.asking import asking, owner_of
from tests.server.running import PASSWORD

from daypass.server.__main__ import main
from daypass.server.accounts.models import Role
from daypass.server.app import Parts, create_app
from daypass.server.audit.tables import audit_entry
from daypass.server.audit.verification import first_broken_entry
from daypass.server.subscriptions.companies import CompanyChanges, SubscriptionChanges
from daypass.server.subscriptions.models import Plan, highest_claimable_slot

pytestmark = pytest.mark.slow


async def test_an_owner_changes_name_look_and_limits_and_the_chain_says_so(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        before = (await browser.get("/api/company")).json()
        assert before["subscription"] == {
            "plan": "premier",
            "seats": None,
            "started_at": before["subscription"]["started_at"],
            "ends_at": None,
            "tools": ["remote_control", "files", "dashboard", "chat"],
        }
        asked = {
            "name": " Example\u202e  Support ",
            "colour": "#123abc",
            "phone": "+55 11 5555-0100",
            "website": "https://example.org/support",
            "language": "es",
            "limits": {"sessions_per_company": 9},
        }
        answer = await browser.patch("/api/company", json=asked)
        assert answer.status_code == 200, answer.text
        after = answer.json()
        assert after == (await browser.get("/api/company")).json()
    assert after["name"] == "Example Support"
    assert after["limits"] == {**before["limits"], "sessions_per_company": 9}
    async with parts_on.database.reading() as db:
        newest = (await db.execute(select(audit_entry).order_by(audit_entry.c.no.desc()).limit(1))).one()
        assert await first_broken_entry(db, after["id"]) is None
    assert newest.kind == "company.changed"
    assert newest.details == {
        "sessions_per_company": 9,
        "texts": ["colour", "language", "name", "phone", "website"],
    }


async def test_what_changes_nothing_is_no_change(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        before = (await browser.get("/api/company")).json()
        for asked in ({}, {"name": before["name"]}, {"limits": {}}, {"name": None}):
            assert (await browser.patch("/api/company", json=asked)).json() == before
    async with parts_on.database.reading() as db:
        kinds = {row.kind for row in await db.execute(select(audit_entry.c.kind))}
    assert "company.changed" not in kinds


BAD_CHANGES: list[dict[str, object]] = [
    {"plan": "premier"},
    {"subscription": {"seats": 5}},
    {"name": ""},
    {"name": "\u202e\u200b"},
    {"name": "x" * 81},
    {"name": "a\u0000b"},
    {"colour": "red"},
    {"colour": "#12345\n"},
    {"website": "javascript:alert(1)"},
    {"website": "https://"},
    {"website": "https://user:secret@example.org"},
    {"website": "http://["},
    {"phone": "1" * 41},
    {"language": "fr"},
    {"limits": {"sessions_per_company": 0}},
    {"limits": {"sessions_per_technician": 10**9}},
    {"limits": {"seats": 3}},
]


async def test_bad_changes_are_refused_and_nothing_is_kept_of_them(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        before = (await browser.get("/api/company")).json()
        for asked in BAD_CHANGES:
            answer = await browser.patch("/api/company", json={"phone": "1", **asked})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), asked
            assert (await browser.get("/api/company")).json() == before, asked


async def test_a_technician_reads_the_company_and_changes_nothing(parts_on: Parts) -> None:
    app, _ = await owner_of(parts_on)
    async with parts_on.database.reading() as db:
        company_id = (await db.execute(select(audit_entry.c.company_id).limit(1))).scalar_one()
    await parts_on.accounts.create_technician(
        company_id, "Technician Two", "two@example.org", PASSWORD, Role.TECHNICIAN, "en"
    )
    cookie = (await parts_on.accounts.sign_in("two@example.org", PASSWORD, "127.0.0.1")).token
    async with asking(app, cookie) as browser:
        assert (await browser.get("/api/company")).status_code == 200
        refused = await browser.patch("/api/company", json={"name": "Mine"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


async def test_lowering_seats_and_limits_ends_nothing_and_raising_them_makes_room(parts_on: Parts) -> None:
    _, cookie = await owner_of(parts_on)
    app = create_app(parts_on.settings, parts_on)
    async with asking(app, cookie) as browser:
        made = [(await browser.post("/api/support-sessions", json={})).status_code for _ in range(4)]
        assert made == [201] * 4
        company_id = (await browser.get("/api/company")).json()["id"]
        await parts_on.companies.change(company_id, CompanyChanges(), SubscriptionChanges(seats=2, plan=Plan.BASIC))
        refused = (await browser.post("/api/support-sessions", json={})).json()
        assert (refused["code"], refused["used"], refused["seats"]) == ("no_seat", 4, 2)
        assert (await browser.get("/api/usage")).json()["company"] == 4

        changes = CompanyChanges(sessions_per_technician=20, sessions_per_company=20)
        await parts_on.companies.change(company_id, changes, SubscriptionChanges(seats=None))
        made = [(await browser.post("/api/support-sessions", json={})).status_code for _ in range(17)]
        assert made == [201] * 16 + [409]
        rights = {tuple(one["rights"]) for one in (await browser.get("/api/support-sessions")).json()["items"]}
    assert rights == {("remote_control", "chat")}


def test_no_set_of_claims_below_the_highest_claimable_slot_exceeds_what_may_be_live() -> None:
    for most_live in range(6):
        for bits in range(2**8):
            taken = {no for no in range(1, 9) if bits >> (no - 1) & 1}
            highest = highest_claimable_slot(most_live, taken)
            above = sum(1 for no in taken if no > highest)
            assert highest == 0 or highest + above <= most_live
            if len(taken) < most_live:
                assert any(no not in taken for no in range(1, highest + 1)), (most_live, taken)


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A machine with one company: its id."""
    monkeypatch.setenv("DAYPASS_HOME", str(tmp_path))
    assert main(["company", "create", "Example Computers"]) == 0
    return capsys.readouterr().out.strip()


def test_the_operator_sets_plan_seats_time_and_limits(operator: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = "--plan plus --seats 3 --starts 2026-01-31 --ends 2027-01-31 --per-technician 2 --per-company 7".split()
    assert main(["company", "set", *asked]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown == {
        "id": operator,
        "name": "Example Computers",
        "logo": None,
        "plan": "plus",
        "seats": 3,
        "starts": "2026-01-31",
        "ends": "2027-01-31",
        "per_technician": 2,
        "per_company": 7,
    }
    assert main(["company", "set", "--seats", "unlimited", "--ends", "never"]) == 0
    assert main(["company", "show", "--company", operator]) == 0
    after = json.loads(capsys.readouterr().out.split("}\n")[1] + "}")
    assert after == {**shown, "seats": "unlimited", "ends": "never"}
    assert main(["company", "list"]) == 0
    assert capsys.readouterr().out == f"{operator}  plus      seats unlimited  Example Computers\n"


def test_what_cannot_be_set_is_said_in_a_sentence(operator: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["company", "set"]) == 1
    assert "Say what to change" in capsys.readouterr().err
    assert main(["company", "set", "--starts", "2026-02-01", "--ends", "2026-01-01"]) == 1
    assert "would end before it begins" in capsys.readouterr().err
    assert main(["company", "set", "--seats", "2", "--company", "unknown"]) == 1
    for wrong in (["--seats", "-1"], ["--seats", "1e3"], ["--ends", "tomorrow"], ["--per-company", "0"]):
        with pytest.raises(SystemExit):
            main(["company", "set", *wrong])
    assert "is not a day from 1970 on, for example 2026-01-31, or never" in capsys.readouterr().err

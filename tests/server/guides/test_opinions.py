"""Was this article helpful? Answers are kept once, without who gave them; robots and floods are kept out; each company reads its own."""

import re
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from tests.server.accounts.people import person_of
from tests.server.asking import asking, owner_of
from tests.server.running import ShiftedClock

from daypass.server.accounts.rights import Role
from daypass.server.app import Parts
from daypass.server.guides.models import LONGEST_COMMENT, OpinionRefused
from daypass.server.guides.robot_check import LONGEST_MS, SHORTEST_MS, RobotCheck
from daypass.server.guides.storage import tallied
from daypass.server.guides.tables import guide_opinion

pytestmark = pytest.mark.slow

ARTICLE = "/guide/connect"
NUMBERS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine".split())}


async def filled_form(
    http: httpx.AsyncClient, clock: ShiftedClock, path: str = ARTICLE, **changes: Any
) -> dict[str, Any]:
    """The form as a person sends it, some seconds after the page came."""
    page = (await http.get(path, params={"lang": "en"})).text
    token = re.search(r'name="form" value="([^"]+)"', page)
    asked = re.search(r"How much is (\w+) plus (\w+)\?", page)
    assert token and asked
    clock.turn(seconds=5)
    total = NUMBERS[asked[1]] + NUMBERS[asked[2]]
    form = {"form": token[1], "total": str(total), "helpful": "yes", "reasons": [], "comment": "", "website": ""}
    return {**form, **changes}


async def kept(parts: Parts) -> int:
    """How many answers are stored."""
    async with parts.database.reading() as db:
        return int((await db.execute(select(func.count()).select_from(guide_opinion))).scalar_one())


async def send(http: httpx.AsyncClient, form: dict[str, Any], path: str = ARTICLE) -> httpx.Response:
    return await http.post(path, params={"lang": "en"}, data=form)


async def test_yes_is_thanked_for_and_no_is_apologised_for(parts_on: Parts, clock: ShiftedClock) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app) as visitor:
        answer = await send(visitor, await filled_form(visitor, clock, reasons=["solved"]))
        assert answer.status_code == 303
        assert "Thank you." in (await visitor.get(answer.headers["location"])).text
        form = await filled_form(
            visitor, clock, helpful="no", reasons=["unclear", "wrong"], comment=" Where\r\nis it? "
        )
        answer = await send(visitor, form)
        assert "We are sorry" in (await visitor.get(answer.headers["location"])).text
    async with asking(app, cookie) as owner:
        report = (await owner.get("/api/guide-opinions")).json()["items"]
        assert [(item["article"], item["helpful"], item["reasons"], item["comment"]) for item in report] == [
            ("connect", False, ["unclear", "wrong"], "Where\nis it?"),
            ("connect", True, ["solved"], ""),
        ]
        (tally,) = (await owner.get("/api/guide-opinions/tallies")).json()["items"]
        assert tally == {
            "article": "connect",
            "helpful": 1,
            "not_helpful": 1,
            "reasons": {"unclear": 1, "wrong": 1, "solved": 1},
        }


WRONG_ANSWERS: list[tuple[dict[str, Any], str]] = [
    ({"helpful": ""}, "choose “Yes” or “No”"),
    ({"helpful": "perhaps"}, "choose “Yes” or “No”"),
    ({"helpful": "no"}, "at least one reason"),
    ({"helpful": "no", "reasons": ["solved"]}, "at least one reason"),
    ({"comment": "x" * (LONGEST_COMMENT + 1)}, "longer than 1,000 characters"),
    ({"total": "99"}, "The sum was not right"),
    ({"total": "²"}, "The sum was not right"),
    ({"form": "nonsense"}, "open too long"),
]


async def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(parts_on: Parts, clock: ShiftedClock) -> None:
    app, _cookie = await owner_of(parts_on)
    async with asking(app) as visitor:
        for changes, says in WRONG_ANSWERS:
            form = {"comment": "a <b>comment</b> to keep", **await filled_form(visitor, clock, **changes)}
            form["comment"] = form["comment"] or "a <b>comment</b> to keep"
            page = await send(visitor, form)
            assert page.status_code == 422 and says in page.text, changes
            if "comment" not in changes:
                assert "a &lt;b&gt;comment&lt;/b&gt; to keep" in page.text, changes
            assert await kept(parts_on) == 0, changes


async def test_a_form_is_taken_once_and_a_robots_trap_keeps_nothing(parts_on: Parts, clock: ShiftedClock) -> None:
    app, _cookie = await owner_of(parts_on)
    async with asking(app) as visitor:
        form = await filled_form(visitor, clock)
        for _ in range(3):
            assert (await send(visitor, form)).status_code == 303
        assert await kept(parts_on) == 1
        trapped = await filled_form(visitor, clock, website="https://example.org/buy")
        assert (await send(visitor, trapped)).status_code == 303
        assert await kept(parts_on) == 1
        elsewhere = await filled_form(visitor, clock)
        assert (await send(visitor, elsewhere, "/guide/questions")).status_code == 422  # a form belongs to its article


async def test_one_place_cannot_flood_the_report_and_others_are_not_shut_out(
    parts_on: Parts, clock: ShiftedClock
) -> None:
    app, _cookie = await owner_of(parts_on)
    async with asking(app, client="203.0.113.5") as visitor:
        answers = [(await send(visitor, await filled_form(visitor, clock))).status_code for _ in range(12)]
    assert answers == [303] * 10 + [429] * 2
    async with asking(app, client="203.0.113.6") as other:
        assert (await send(other, await filled_form(other, clock))).status_code == 303
    assert await kept(parts_on) == 11


async def test_bytes_that_no_person_types_are_refused_or_left_out(parts_on: Parts, clock: ShiftedClock) -> None:
    app, _cookie = await owner_of(parts_on)
    async with asking(app) as visitor:
        form = await filled_form(
            visitor, clock, comment="one\x00two\u202e three\x1b[31m", reasons=["solved", "\x00", "no such"]
        )
        assert (await send(visitor, form)).status_code == 303
        for body in (b"helpful=%ff%fe", b"helpful=yes&comment=" + b"x" * 60_000, b"\xff" * 100):
            header = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
            assert 400 <= (await visitor.post(ARTICLE, content=body, headers=header)).status_code < 500
    async with parts_on.database.reading() as db:
        (row,) = (await db.execute(select(guide_opinion))).all()
    assert (row.comment, row.reasons) == ("onetwo three[31m", ["solved"])


async def test_a_technician_answers_in_the_console_and_a_foreign_company_does_not_read_it(
    parts_on: Parts, clock: ShiftedClock
) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app) as visitor:
        assert (await send(visitor, await filled_form(visitor, clock))).status_code == 303
    async with asking(app, cookie) as owner:
        article = (await owner.get("/api/guides/technician", params={"language": "en"})).json()
        clock.turn(seconds=5)
        body = {
            "language": "en",
            "helpful": False,
            "reasons": ["incomplete"],
            "form": article["form"],
            "total": article["first"] + article["second"],
        }
        wrong = await owner.post("/api/guides/technician/opinions", json={**body, "total": 1})
        assert (wrong.status_code, wrong.json()["code"], wrong.json()["reason"]) == (
            422,
            "opinion_refused",
            "wrong_sum",
        )
        assert (await owner.post("/api/guides/technician/opinions", json=body)).status_code == 204
        assert len((await owner.get("/api/guide-opinions")).json()["items"]) == 2  # alone on the server: visitors' too
        foreign = await person_of(parts_on, Role.OWNER, "Other Company", "Other Owner", "other@example.org")
        seen = (await owner.get("/api/guide-opinions")).json()["items"]
        assert [item["article"] for item in seen] == ["technician"]
    async with asking(app, foreign.cookie) as other:
        assert (await other.get("/api/guide-opinions")).json()["items"] == []
        assert (await other.get("/api/guide-opinions/tallies")).json()["items"] == []


async def test_the_report_is_read_page_by_page(parts_on: Parts, clock: ShiftedClock) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app) as visitor:
        for number in range(5):
            await send(visitor, await filled_form(visitor, clock, comment=str(number)))
    async with asking(app, cookie) as owner:
        read, after = [], {}
        while after is not None:
            page = (await owner.get("/api/guide-opinions", params={"limit": 2, **after})).json()
            read += [item["comment"] for item in page["items"]]
            after = {"cursor": page["next"]} if page["next"] else None
        assert read == ["4", "3", "2", "1", "0"]
        assert (await owner.get("/api/guide-opinions", params={"cursor": "nonsense"})).status_code == 422


async def test_answers_are_a_file_too_and_nothing_in_it_is_a_formula(parts_on: Parts, clock: ShiftedClock) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app) as visitor:
        await send(visitor, await filled_form(visitor, clock, comment="=1+1"))
    async with asking(app, cookie) as owner:
        answer = await owner.get("/api/guide-opinions/file.csv", params={"language": "en", "zone": "America/Sao_Paulo"})
        assert answer.headers["content-disposition"] == 'attachment; filename="daypass-guide-answers.csv"'
        lines = answer.text.splitlines()
        assert lines[0] == "\ufeffTime (America/Sao_Paulo),Article,Helpful?,Reasons,Comment,Language"
        assert len(lines) == 2 and ",'=1+1," in lines[1]
        wrong = await owner.get("/api/guide-opinions/file.csv", params={"zone": "Nowhere/Town"})
        assert wrong.status_code == 422
    async with asking(app) as nobody:
        assert (await nobody.get("/api/guide-opinions/file.csv")).status_code == 401


async def test_the_console_gets_articles_as_blocks(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as owner:
        contents = (await owner.get("/api/guides", params={"language": "pt-BR"})).json()
        assert [item["slug"] for item in contents["items"][:3]] == ["technician", "connect", "questions"]
        assert [item["about"] for item in contents["items"]] == ["guide"] * 3 + ["error"] * (len(contents["items"]) - 3)
        for slug in ("technician", "connect", "DP-301"):
            article = (await owner.get(f"/api/guides/{slug}", params={"language": "pt-BR"})).json()
            assert article["title"] and article["blocks"]
        assert (await owner.get("/api/guides/nothing", params={"language": "en"})).status_code == 404
    async with asking(app) as nobody:
        assert (await nobody.get("/api/guides", params={"language": "en"})).status_code == 401


def test_a_form_is_good_from_two_seconds_to_a_day() -> None:
    check = RobotCheck(b"k" * 32)
    question = check.ask("connect", 1_780_000_000_000)
    total = str(question.first + question.second)
    for after in (SHORTEST_MS, LONGEST_MS):
        assert check.judge("connect", question.token, total, 1_780_000_000_000 + after)
    for after, reason in ((SHORTEST_MS - 1, "too_quick"), (LONGEST_MS + 1, "form_old")):
        with pytest.raises(OpinionRefused) as refused:
            check.judge("connect", question.token, total, 1_780_000_000_000 + after)
        assert refused.value.reason == reason


def test_a_token_of_another_server_or_with_another_time_is_not_taken() -> None:
    question = RobotCheck(b"k" * 32).ask("connect", 1_780_000_000_000)
    total = str(question.first + question.second)
    later = "1780000001000" + question.token[13:]
    for check, token in ((RobotCheck(b"x" * 32), question.token), (RobotCheck(b"k" * 32), later)):
        with pytest.raises(OpinionRefused):
            check.judge("connect", token, total, 1_780_000_010_000)


def test_the_least_helpful_article_comes_first() -> None:
    rows = [("a", True, ["clear"]), ("b", False, ["wrong"]), ("b", False, ["wrong", "unclear"])]
    assert [(t.article, t.helpful, t.not_helpful, t.reasons) for t in tallied(rows)] == [
        ("b", 0, 2, {"wrong": 2, "unclear": 1}),
        ("a", 1, 0, {"clear": 1}),
    ]

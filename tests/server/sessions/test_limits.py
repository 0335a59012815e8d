"""Limits hold exactly whatever the concurrency, on both databases."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update
from tests.server.running import ShiftedClock

from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import Role, SignedIn
from daypass.server.accounts.tables import company
from daypass.server.accounts.team_storage import set_role
from daypass.server.app import Parts
from daypass.server.audit.verification import first_broken_entry
from daypass.server.problems import Refusal
from daypass.server.sessions.models import NewSession
from daypass.server.sessions.tables import support_session as s
from daypass.server.subscriptions.tables import subscription


async def technicians(parts: Parts, count: int, role: Role = Role.TECHNICIAN) -> list[SignedIn]:
    """A company with this many technicians."""
    firm = await parts.accounts.create_company("Example Computers", "en")
    people = []
    for number in range(count):
        async with parts.database.writing() as db:
            person = await parts.accounts.add_technician(
                db, firm.id, f"Technician {number}", f"t{number}@{firm.id}.example", "no hash", role, "en", 0
            )
        people.append(SignedIn(person, firm, 2**53))
    return people


async def prepare(parts: Parts, who: SignedIn, **options: object) -> str:
    """The new session's id, or the code of the refusal."""
    try:
        return (await parts.sessions.prepare(who, NewSession(), None, **options)).card.session.id  # type: ignore[arg-type]
    except Refusal as refusal:
        return refusal.code


async def live_per(parts: Parts, column: object) -> Counter[str]:
    """Live sessions by this column."""
    async with parts.database.reading() as db:
        rows = await db.execute(select(column, func.count()).where(s.c.ended_at.is_(None)).group_by(column))  # type: ignore[call-overload]
        return Counter({row[0]: row[1] for row in rows})


async def test_a_hundred_creates_of_one_technician_leave_one(parts_on: Parts) -> None:
    (who,) = await technicians(parts_on, 1)
    answers = Counter(await asyncio.gather(*(prepare(parts_on, who) for _ in range(100))))
    assert answers.pop("technician_limit") == 99
    assert list(answers.values()) == [1]
    assert await live_per(parts_on, s.c.technician_id) == {who.technician.id: 1}


async def test_a_hundred_creates_of_a_company_leave_five(parts_on: Parts) -> None:
    people = await technicians(parts_on, 20)
    answers = Counter(await asyncio.gather(*(prepare(parts_on, people[n % 20]) for n in range(100))))
    made = [answer for answer in answers if answer not in ("technician_limit", "company_limit")]
    assert len(made) == 5
    assert answers["technician_limit"] + answers["company_limit"] == 95
    assert await live_per(parts_on, s.c.company_id) == {people[0].company.id: 5}
    assert max((await live_per(parts_on, s.c.technician_id)).values()) == 1


async def test_limits_hold_while_sessions_end_and_begin(parts_on: Parts) -> None:
    people = await technicians(parts_on, 12)
    for _ in range(3):
        await asyncio.gather(*(prepare(parts_on, person, end_first=True) for person in people for _ in range(3)))
        assert (await live_per(parts_on, s.c.company_id))[people[0].company.id] == 5
        assert max((await live_per(parts_on, s.c.technician_id)).values()) == 1
    async with parts_on.database.reading() as db:
        assert await first_broken_entry(db, people[0].company.id) is None


async def test_the_same_key_makes_one_session_however_often_it_is_pressed(parts_on: Parts) -> None:
    (who,) = await technicians(parts_on, 1)
    asked = NewSession(customer_email="customer@example.org")
    made = await asyncio.gather(*(parts_on.sessions.prepare(who, asked, "one press") for _ in range(20)))
    assert len({prepared.card.session.id for prepared in made}) == 1
    assert sum(prepared.is_new for prepared in made) == 1

    with pytest.raises(Refusal) as refused:
        await parts_on.sessions.prepare(who, NewSession(note="another"), "one press")
    assert refused.value.code == "idempotency_conflict"


async def test_the_refusal_names_the_session_in_the_way_and_one_press_ends_it(parts_on: Parts) -> None:
    (who,) = await technicians(parts_on, 1)
    first = await prepare(parts_on, who)
    with pytest.raises(Refusal) as refused:
        await parts_on.sessions.prepare(who, NewSession(), None)
    assert refused.value.facts["in_the_way"]["id"] == first

    second = await prepare(parts_on, who, end_first=True)

    assert (await parts_on.sessions.session(who, first)).session.ending == "cancelled"
    assert (await parts_on.sessions.session(who, second)).session.life.live


async def test_an_admin_may_end_a_colleagues_session_and_a_technician_may_not(parts_on: Parts) -> None:
    people = await technicians(parts_on, 6)
    oldest, *_ = [await prepare(parts_on, person) for person in people[:5]]
    assert await prepare(parts_on, people[5]) == "company_limit"
    assert await prepare(parts_on, people[5], end_first=oldest) == "not_found"

    async with parts_on.database.writing() as db:
        await set_role(db, people[5].technician.id, Role.ADMIN)
    admin = replace(people[5], technician=replace(people[5].technician, role=Role.ADMIN))
    assert len(await prepare(parts_on, admin, end_first=oldest)) == 26
    assert (await live_per(parts_on, s.c.company_id)).total() == 5


async def test_seats_and_plan_are_limits_too(parts_on: Parts) -> None:
    people = await technicians(parts_on, 4)
    async with parts_on.database.writing() as db:
        await db.execute(update(subscription).values(seats=2))
    assert [len(await prepare(parts_on, person)) for person in people[:2]] == [26, 26]
    with pytest.raises(Refusal) as refused:
        await parts_on.sessions.prepare(people[2], NewSession(), None)
    assert (refused.value.code, refused.value.facts) == ("no_seat", {"used": 2, "seats": 2, "in_the_way": None})

    async with parts_on.database.writing() as db:
        await db.execute(update(subscription).values(plan="trial"))
    assert await prepare(parts_on, people[3]) == "trial_plan"


async def test_lowering_a_limit_ends_nothing_and_refuses_new_sessions(parts_on: Parts) -> None:
    people = await technicians(parts_on, 4)
    for person in people[:3]:
        await prepare(parts_on, person)
    async with parts_on.database.writing() as db:
        await db.execute(update(company).values(sessions_per_company=2))
        lowered = await accounts.company_by_id(db, people[3].company.id)
    assert lowered is not None
    assert await prepare(parts_on, SignedIn(people[3].technician, lowered, 2**53)) == "company_limit"
    assert (await live_per(parts_on, s.c.company_id)).total() == 3


async def test_a_lowered_limit_holds_while_many_ask_at_once_and_high_slots_are_still_held(parts_on: Parts) -> None:
    people = await technicians(parts_on, 12)
    first = [await prepare(parts_on, person) for person in people[:5]]
    for person, session_id in zip(people[:3], first, strict=False):
        await parts_on.sessions.end(person, session_id)  # slots 4 and 5 stay held
    async with parts_on.database.writing() as db:
        await db.execute(update(company).values(sessions_per_company=3))

    answers = Counter(await asyncio.gather(*(prepare(parts_on, person) for person in people[5:])))

    assert answers["company_limit"] == 6
    assert (await live_per(parts_on, s.c.company_id)).total() == 3


async def test_outside_its_subscription_a_company_starts_nothing_and_loses_nothing(
    parts_on: Parts, clock: ShiftedClock
) -> None:
    people = await technicians(parts_on, 3)
    live = await prepare(parts_on, people[0])
    async with parts_on.database.writing() as db:
        await db.execute(update(subscription).values(ends_at=clock() + 3_600_000))
    assert len(await prepare(parts_on, people[1])) == 26
    clock.turn(hours=1)
    assert await prepare(parts_on, people[2]) == "no_subscription"
    assert (await parts_on.sessions.session(people[0], live)).session.life.live

    async with parts_on.database.writing() as db:
        await db.execute(update(subscription).values(ends_at=None, started_at=clock() + 3_600_000))
    assert await prepare(parts_on, people[2]) == "no_subscription"


async def test_without_a_free_seat_one_press_ends_the_own_session_and_starts_another(parts_on: Parts) -> None:
    people = await technicians(parts_on, 2)
    async with parts_on.database.writing() as db:
        await db.execute(update(subscription).values(seats=1))
        await db.execute(update(company).values(sessions_per_technician=2))
    first = await prepare(parts_on, people[0])
    with pytest.raises(Refusal) as refused:
        await parts_on.sessions.prepare(people[0], NewSession(), None)
    assert (refused.value.code, refused.value.facts["in_the_way"]["id"]) == ("no_seat", first)
    assert len(await prepare(parts_on, people[0], end_first=first)) == 26
    assert (await live_per(parts_on, s.c.company_id)).total() == 1


async def test_a_session_past_its_time_is_in_nobodys_way(parts_on: Parts, clock: ShiftedClock) -> None:
    (who,) = await technicians(parts_on, 1)
    first = await prepare(parts_on, who)
    clock.turn(hours=24)

    second = await prepare(parts_on, who)

    assert len(second) == 26
    ended = (await parts_on.sessions.session(who, first)).session
    assert (ended.ending, ended.ended_at) == ("link_expired", ended.prepared_until)


async def test_sweeps_of_many_nodes_end_each_session_once(parts_on: Parts, clock: ShiftedClock) -> None:
    for person in await technicians(parts_on, 5):
        await prepare(parts_on, person)
    clock.turn(hours=24)
    ended = await asyncio.gather(*(parts_on.sessions.sweep() for _ in range(6)))
    assert sum(ended) == 5
    assert await parts_on.sessions.sweep() == 0


NO_IDS = ["", "\x00", "a" * 5000, "%", "é", "x' OR 1=1 --"]


async def test_what_cannot_be_an_id_is_not_found_on_either_database(parts_on: Parts) -> None:
    (who,) = await technicians(parts_on, 1)
    for session_id in NO_IDS:
        with pytest.raises(Refusal) as refused:
            await parts_on.sessions.session(who, session_id)
        assert refused.value.code == "not_found", session_id

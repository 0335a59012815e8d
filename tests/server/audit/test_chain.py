"""The audit chain on both databases: what breaks it, what may be erased, and what a signed head adds."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from tests.server.running import ShiftedClock, owner_cookie

from daypass.protocol.signed import SigningKey
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import Role
from daypass.server.accounts.tables import technician
from daypass.server.app import Parts
from daypass.server.audit.chain import FIRST, ChainEnd, entry_hash
from daypass.server.audit.signed_heads import sign_start
from daypass.server.audit.tables import audit_address, audit_entry, audit_head, audit_key
from daypass.server.audit.verification import verify
from daypass.server.database import AsyncConnection
from daypass.server.reports import audit_log

DAY_S = 86_400


async def company_with_entries(parts: Parts, count: int = 5) -> str:
    """A company whose chain has some entries of a technician."""
    await owner_cookie(parts)
    async with parts.database.writing() as db:
        company_id = (await accounts.companies(db))[0].id
        owner = (await accounts.owners_of(db, company_id))[0]
        for no in range(count):
            await parts.audit.add(db, company_id, "test.happened", owner.id, place=no, customer="Customer@Example.org ")
    return company_id


async def broken(parts: Parts, company_id: str) -> int | None:
    return (await parts.reports.audit_log.verify(company_id)).broken


async def test_people_stand_in_the_chain_as_keyed_pseudonyms_only(parts_on: Parts) -> None:
    company_id = await company_with_entries(parts_on)
    async with parts_on.database.reading() as db:
        owner = (await accounts.owners_of(db, company_id))[0]
        rows = (await db.execute(select(audit_entry))).all()
        address = (await db.execute(select(audit_address.c.address))).scalars().all()
    written = "\n".join(f"{row.kind} {row.technician_id} {json.dumps(row.details)}" for row in rows)
    for plain in (owner.id, owner.name, owner.email, "example.org", "127.0.0.1"):
        assert plain not in written
    assert address == ["127.0.0.1"], "the address of the sign-in is beside the chain"
    assert len({row.details["customer"] for row in rows if row.kind == "test.happened"}) == 1


async def test_erasing_people_addresses_and_even_the_key_leaves_the_chain_valid(parts_on: Parts) -> None:
    company_id = await company_with_entries(parts_on)
    other = await parts_on.accounts.create_technician(
        company_id, "Technician Two", "two@example.org", "a long password", Role.TECHNICIAN, "en"
    )
    async with parts_on.database.writing() as db:
        await parts_on.audit.add(db, company_id, "test.happened", other.id)
        await db.execute(delete(technician).where(technician.c.id == other.id))
        await db.execute(delete(audit_address))
        await db.execute(delete(audit_key))
        await parts_on.audit.add(db, company_id, "test.happened", other.id)
    assert await broken(parts_on, company_id) is None


@pytest.mark.parametrize("how", ["changed", "removed", "renumbered", "head moved back"])
async def test_a_chain_that_was_touched_names_the_first_broken_entry(parts_on: Parts, how: str) -> None:
    company_id = await company_with_entries(parts_on)
    async with parts_on.database.writing() as db:
        no = (await db.execute(select(audit_entry.c.no).where(audit_entry.c.kind == "test.happened"))).scalars().all()
        third = audit_entry.c.no == no[2]
        if how == "changed":
            await db.execute(update(audit_entry).where(third).values(details={"place": 99}))
        elif how == "removed":
            await db.execute(delete(audit_entry).where(third))
        elif how == "renumbered":
            await db.execute(update(audit_entry).where(third).values(no=no[-1] + 7))
        else:
            await db.execute(delete(audit_entry).where(audit_entry.c.no >= no[2]))
    assert await broken(parts_on, company_id) == no[2]


async def test_a_chain_written_anew_is_told_by_a_head_signed_before(parts_on: Parts) -> None:
    company_id = await company_with_entries(parts_on)
    assert await parts_on.reports.heads.sign_moved() == 1
    assert await parts_on.reports.heads.sign_moved() == 0, "nothing moved"
    async with parts_on.database.writing() as db:
        await rewrite(db)
        await parts_on.audit.add(db, company_id, "test.happened")
    async with parts_on.database.snapshot() as db:
        assert (await verify(db, company_id, {}, parts_on.server_key.public, 0)).broken is None, (
            "alone, the new chain looks whole"
        )
    signed = await parts_on.reports.heads.of(company_id)
    assert await broken(parts_on, company_id) == max(signed)


async def rewrite(db: AsyncConnection, **values: int) -> None:
    """What somebody with the whole database in hand could do: change an entry and compute every later hash again."""
    previous = FIRST
    for row in (await db.execute(select(audit_entry).order_by(audit_entry.c.no))).all():
        entry = {**row._mapping, "kind": "test.nothing" if row.kind == "test.happened" else row.kind, **values}
        previous = entry_hash(previous, entry)
        changed = update(audit_entry).where(audit_entry.c.no == row.no)
        await db.execute(changed.values(kind=entry["kind"], at=entry["at"], hash=previous))
    await db.execute(update(audit_head).values(hash=previous))


def heads_file(parts: Parts) -> Path:
    (file,) = (parts.settings.data_dir / "audit-heads").iterdir()
    return file


async def test_entries_cut_off_at_the_end_are_missed_by_a_signed_head(parts_on: Parts) -> None:
    company_id = await company_with_entries(parts_on)
    await parts_on.reports.heads.sign_moved()
    async with parts_on.database.writing() as db:
        last = (await db.execute(select(audit_entry).order_by(audit_entry.c.no.desc()).limit(2))).all()
        await db.execute(delete(audit_entry).where(audit_entry.c.no == last[0].no))
        await db.execute(update(audit_head).values(no=last[1].no, hash=last[1].hash))
    assert await broken(parts_on, company_id) == last[0].no


async def cut_before(db: AsyncConnection, no: int, signature: str = "") -> None:
    """What somebody with the whole database in hand could do: begin the chain after an entry."""
    hash_ = (await db.execute(select(audit_entry.c.hash).where(audit_entry.c.no == no))).scalar_one()
    await db.execute(delete(audit_entry).where(audit_entry.c.no <= no))
    await db.execute(update(audit_head).values(start_no=no, start_hash=hash_, start_signature=signature))


@pytest.mark.parametrize("signature", ["nothing", "nonsense", "another key's", "another company's", "of another entry"])
async def test_entries_cut_off_at_the_start_are_missed(parts_on: Parts, signature: str) -> None:
    company_id = await company_with_entries(parts_on)
    async with parts_on.database.writing() as db:
        hash_ = (await db.execute(select(audit_entry.c.hash).where(audit_entry.c.no == 3))).scalar_one()
        key = parts_on.server_key
        told = {
            "nothing": "",
            "nonsense": "é=",
            "another key's": sign_start(SigningKey(bytes(32)), company_id, ChainEnd(3, hash_)),
            "another company's": sign_start(key, "a" * 26, ChainEnd(3, hash_)),
            "of another entry": sign_start(key, company_id, ChainEnd(2, hash_)),
        }
        await cut_before(db, 3, told[signature])
    assert await broken(parts_on, company_id) == 3


async def test_a_cut_after_the_oldest_were_removed_is_missed_too(parts_on: Parts, clock: ShiftedClock) -> None:
    company_id = await company_with_entries(parts_on)
    clock.turn(seconds=370 * DAY_S)
    async with parts_on.database.writing() as db:
        for place in range(4):
            await parts_on.audit.add(db, company_id, "test.late", place=place)
    await parts_on.reports.retention.sweep()
    assert await broken(parts_on, company_id) is None
    async with parts_on.database.writing() as db:
        was = (await db.execute(select(audit_head))).one()
        await cut_before(db, was.start_no + 2, was.start_signature)
    assert await broken(parts_on, company_id) == was.start_no + 2
    clock.turn(seconds=370 * DAY_S)
    assert await parts_on.reports.retention.sweep() == 0, "no signature for what hides the cut"
    assert await broken(parts_on, company_id) == was.start_no + 2


async def test_entries_that_changed_places_are_told(parts_on: Parts) -> None:
    company_id = await company_with_entries(parts_on)
    async with parts_on.database.writing() as db:
        for old, new in ((2, 900), (3, 2), (900, 3)):
            await db.execute(update(audit_entry).where(audit_entry.c.no == old).values(no=new))
    assert await broken(parts_on, company_id) == 2


async def test_a_chain_whose_head_is_gone_is_broken_from_its_first_entry(parts_on: Parts) -> None:
    company_id = await company_with_entries(parts_on)
    async with parts_on.database.writing() as db:
        await db.execute(delete(audit_head))
    assert await broken(parts_on, company_id) == 1


@pytest.mark.parametrize("how", ["one date", "every date, with hashes that fit"])
async def test_who_dates_entries_back_has_them_removed_under_no_signature(parts_on: Parts, how: str) -> None:
    company_id = await company_with_entries(parts_on)
    await parts_on.reports.heads.sign_moved()
    async with parts_on.database.writing() as db:
        if how == "one date":
            await db.execute(update(audit_entry).where(audit_entry.c.no == 1).values(at=1))
        else:
            await rewrite(db, at=1)
    assert await parts_on.reports.retention.sweep() == 0
    assert await broken(parts_on, company_id) is not None


async def test_old_entries_go_and_the_rest_is_still_a_chain(parts_on: Parts, clock: ShiftedClock) -> None:
    company_id = await company_with_entries(parts_on)
    await parts_on.reports.heads.sign_moved()
    clock.turn(seconds=31 * DAY_S)
    assert await parts_on.reports.retention.sweep() == 1, "the address of the sign-in"
    clock.turn(seconds=340 * DAY_S)
    async with parts_on.database.writing() as db:
        await parts_on.audit.add(db, company_id, "test.late")
    assert await parts_on.reports.retention.sweep() >= 5
    async with parts_on.database.reading() as db:
        assert (await db.execute(select(audit_entry.c.kind))).scalars().all() == ["test.late"]
    assert await broken(parts_on, company_id) is None
    clock.turn(seconds=400 * DAY_S)
    assert await parts_on.reports.retention.sweep() == 1
    assert await broken(parts_on, company_id) is None, "an emptied chain goes on"
    async with parts_on.database.writing() as db:
        await parts_on.audit.add(db, company_id, "test.later")
    assert await broken(parts_on, company_id) is None


async def test_a_line_cut_by_a_power_failure_does_not_hide_other_heads(parts_on: Parts) -> None:
    company_id = await company_with_entries(parts_on)
    await parts_on.reports.heads.sign_moved()
    file = heads_file(parts_on)
    assert file.stat().st_mode & 0o777 == 0o600
    with file.open("a") as out:
        out.write('{"company_id":"' + company_id)
    assert len(await parts_on.reports.heads.of(company_id)) == 1


async def test_a_head_with_a_wrong_signature_says_nothing(parts_on: Parts) -> None:
    company_id = await company_with_entries(parts_on)
    await parts_on.reports.heads.sign_moved()
    file = heads_file(parts_on)
    head = json.loads(file.read_text())
    file.write_text(json.dumps({**head, "hash": "0" * 64}) + "\n")
    assert await parts_on.reports.heads.of(company_id) == {}


async def test_many_who_ask_at_once_for_a_check_share_its_work(
    parts_on: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = await parts_on.accounts.create_company("Example Computers", "en")
    began, verify = 0, audit_log.verify

    async def slowly(*arguments: Any) -> Any:
        nonlocal began
        began += 1
        await asyncio.sleep(0.05)
        return await verify(*arguments)

    monkeypatch.setattr(audit_log, "verify", slowly)
    check = parts_on.reports.audit_log.verify
    async with asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(check(company.id)) for _ in range(20)]
    assert began <= 2 and {one.result().broken for one in asked} == {None}

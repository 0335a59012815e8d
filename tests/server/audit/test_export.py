"""An exported chain is checked without server and database; every way to touch the file is told."""

import json
from collections.abc import Callable

import pytest
from tests.server.audit.test_chain import company_with_entries

from daypass.protocol.signed import SigningKey
from daypass.server.app import Parts
from daypass.server.audit.chain import ChainEnd
from daypass.server.audit.export import NotAnExport, check_export, lines_of
from daypass.server.audit.signed_heads import sign_head, sign_start


@pytest.fixture
def both_databases(tmp_path: object) -> str:
    """A file is a file: one database is enough."""
    return f"sqlite:///{tmp_path}/daypass.sqlite"


async def exported(parts: Parts) -> tuple[str, list[str]]:
    company_id = await company_with_entries(parts)
    async with parts.database.snapshot() as db:
        return company_id, [line async for line in lines_of(db, company_id, parts.server_key, parts.clock())]


async def test_an_untouched_file_is_whole_and_signed(parts_on: Parts) -> None:
    company_id, lines = await exported(parts_on)
    verdict = check_export(lines, [], parts_on.server_key.public)
    assert (verdict.company_id, verdict.broken, verdict.signed) == (company_id, None, True)
    assert verdict.entries == len(lines) - 2
    assert not check_export(lines, [], SigningKey(bytes(32)).public).signed
    assert not check_export(lines, [], None).signed


def change(line: str, **values: object) -> str:
    return json.dumps({**json.loads(line), **values})


TOUCHED: list[tuple[str, Callable[[list[str]], list[str]], int]] = [
    ("an entry changed", lambda lines: [*lines[:3], change(lines[3], kind="x"), *lines[4:]], 3),
    ("an entry left out", lambda lines: [*lines[:3], *lines[4:]], 3),
    ("two entries exchanged", lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], 3),
    ("a number that is none", lambda lines: [*lines[:3], change(lines[3], no=1.5), *lines[4:]], 0),
    ("the newest left out", lambda lines: [*lines[:-2], lines[-1]], -1),
]


@pytest.mark.parametrize(("how", "touch", "broken"), TOUCHED, ids=[how for how, _, _ in TOUCHED])
async def test_a_touched_file_names_the_first_broken_entry(
    parts_on: Parts, how: str, touch: Callable[[list[str]], list[str]], broken: int
) -> None:
    _, lines = await exported(parts_on)
    if broken == 0:
        with pytest.raises(NotAnExport):
            check_export(touch(lines), [], parts_on.server_key.public)
        return
    expected = broken if broken > 0 else len(lines) - 2
    assert check_export(touch(lines), [], parts_on.server_key.public).broken == expected


async def test_a_file_cut_at_its_start_needs_the_servers_signature_under_the_new_one(parts_on: Parts) -> None:
    company_id, lines = await exported(parts_on)
    second = json.loads(lines[2])
    start = ChainEnd(second["no"], second["hash"])
    for signature, broken in (
        ("", 2),
        (sign_start(SigningKey(bytes(32)), company_id, start), 2),
        (sign_start(parts_on.server_key, company_id, start), None),
    ):
        first = change(lines[0], start={"no": start.no, "hash": start.hash, "signature": signature})
        verdict = check_export([first, *lines[3:]], [], parts_on.server_key.public)
        assert (verdict.broken, verdict.signed) == (broken, True)


async def test_a_file_that_was_cut_has_no_head(parts_on: Parts) -> None:
    _, lines = await exported(parts_on)
    verdict = check_export(lines[:-1], [], parts_on.server_key.public)
    assert (verdict.head, verdict.signed, verdict.broken) == (None, False, None)


async def test_heads_kept_elsewhere_vouch_for_a_file_or_contradict_it(parts_on: Parts) -> None:
    company_id, lines = await exported(parts_on)
    third = json.loads(lines[3])
    right = sign_head(parts_on.server_key, company_id, ChainEnd(third["no"], third["hash"]), 1)
    other = sign_head(parts_on.server_key, company_id, ChainEnd(third["no"], "0" * 64), 1)
    forged = sign_head(SigningKey(bytes(32)), company_id, ChainEnd(third["no"], "0" * 64), 1)
    later = sign_head(parts_on.server_key, company_id, ChainEnd(10_000, "0" * 64), 1)
    public = parts_on.server_key.public
    assert check_export(lines, [right, forged, later], public).broken is None
    assert check_export(lines, [right], public).vouched == 1
    assert check_export(lines, [other], public).broken == third["no"]


@pytest.mark.parametrize(
    "text", ["", "nonsense", "{}", '{"daypass_audit":2}', "[" * 5000, '{"daypass_audit":1,"company_id":1}', "é" * 70000]
)
def test_what_is_no_export_is_said_so(text: str) -> None:
    with pytest.raises(NotAnExport):
        check_export([text], [], None)

"""The CSV files open in spreadsheets as tables of text, and run nothing."""

import csv
import io

import pytest

from daypass.server.csv_file import csv_line, csv_lines
from daypass.server.local_times import local_times
from daypass.server.problems import Refusal


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+55 11 99999", "-2", "@SUM(A1)", "\t1", "\r1", ' =cmd|"/C calc"!A0', "\n =1", "\uff1d1+1", "\u202e=1"],
)
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_line([text]), newline=""))
    assert row == ["'" + text.replace("\u202e", "").replace("\n =", "\n '=")]


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize(
    "text",
    ["PC;=1+1", 'a;"=1"', "a; @SUM(A1)", "note\n=1", "note\r\n -2", "a\t=1", 'say "hi"\n=1', ";;+1", "a;\uff0b1"],
)
def test_no_cell_is_a_formula_where_a_spreadsheet_splits_at_something_else(text: str, separator: str) -> None:
    line = csv_line(["first", text, "last"])
    for row in csv.reader(io.StringIO(line, newline=""), delimiter=separator):
        assert not any(cell.strip().startswith(("=", "+", "-", "@", "\uff0b")) for cell in row), row


@pytest.mark.parametrize("text", ['Maçã; pêra, "uva"', "two\r\nlines", "plain", "", "a=b", "日本語"])
def test_other_text_comes_back_as_it_was(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_line([text, 12, None, 1.5]), newline=""))
    assert row == [text, "12", "", "1.5"]


async def test_the_file_begins_with_a_byte_order_mark_and_its_lines_end_as_in_rfc_4180() -> None:
    async def rows():  # type: ignore[no-untyped-def]
        yield ["a", 1]

    text = "".join([piece async for piece in csv_lines(["name", "count"], rows())])
    assert text.encode() == b"\xef\xbb\xbfname,count\r\na,1\r\n"


def test_a_nul_from_anywhere_is_left_out() -> None:
    assert csv_line(["a\0b"]) == "ab\r\n"


def test_times_are_the_readers_own_over_a_change_to_summer_time() -> None:
    lisbon = local_times("Europe/Lisbon")
    assert lisbon.written(1_774_744_200_000) == "2026-03-29 00:30:00"
    assert lisbon.written(1_774_747_800_000) == "2026-03-29 02:30:00"
    assert local_times("").written(0) == "1970-01-01 00:00:00"
    assert local_times("America/Sao_Paulo").written(None) == ""


@pytest.mark.parametrize("name", ["../../etc/passwd", "Nowhere/Town", "/etc/localtime", "\0", "a" * 60, "Europe"])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(Refusal):
        local_times(name)

"""A saved activity log or chat shows each change, and what it is worth without the fingerprint that the server knows."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.vectors.evidence_samples import CHAT, LINES, LOG, SALT

from daypass.evidence import saved_record
from daypass.evidence.__main__ import CHANGED, NO_RECORD, WHOLE, main
from daypass.evidence.saved_record import MARK, Changed, NotARecord, SavedActivities, SavedChat, check, written
from daypass.protocol.activity_log import Activity, first_head, next_head
from daypass.protocol.chat import Author, ChatLine

FILE = written(LOG, "pt-BR", -180)


@pytest.mark.parametrize("record", [LOG, CHAT, SavedActivities("s", SALT, ()), SavedChat("s", ())])
@pytest.mark.parametrize("language", ["pt-BR", "en", "es"])
def test_what_was_saved_is_whole_also_with_other_line_ends(record: SavedActivities | SavedChat, language: str) -> None:
    text = written(record, language, 330)
    for data in (text.encode(), text.replace("\n", "\r\n").encode("utf-8-sig"), text.rstrip("\n").encode()):
        checked = check(data)
        assert len(checked.record.lines) == len(record.lines)
        assert checked.heads == record.heads() and checked.heads[-1].hex() in text


def test_it_can_be_read_by_people() -> None:
    rows = FILE.split("\n")
    assert rows[0].startswith("Registro de atividades") and rows[1] == "Horários em UTC-03:00."
    assert rows[4] == "2  2026-11-18 08:08:43  Technician One enviou para este computador: C:\\Relatório ☕😀.txt"
    assert "⟨U+202E⟩" in rows[5] and "a b {{technician}} $t(x)" in rows[5]


def test_every_character_that_is_changed_is_noticed() -> None:
    noticed = 0
    for place in range(len(FILE.rstrip("\n"))):
        other = "0" if FILE[place] != "0" else "1"
        with pytest.raises((Changed, NotARecord)):
            print(place, check((FILE[:place] + other + FILE[place + 1 :]).encode()))
        noticed += 1
    assert noticed > 1500


def test_every_row_that_is_missing_doubled_or_elsewhere_is_noticed() -> None:
    rows = FILE.rstrip("\n").split("\n")
    for place in range(len(rows)):
        doubled = [*rows[: place + 1], *rows[place:]]
        missing = [*rows[:place], *rows[place + 1 :]]
        swapped = [*rows[:place], *rows[place : place + 2][::-1], *rows[place + 2 :]]
        for changed in (doubled, missing, *([swapped] if swapped != rows else [])):
            with pytest.raises((Changed, NotARecord)):
                check("\n".join(changed).encode())


def test_a_file_that_was_written_anew_has_another_fingerprint() -> None:
    fingerprint = LOG.heads()[-1]
    nicer = replace(LOG, lines=[*LINES[:1], *(replace_number(line, line.number - 1) for line in LINES[2:])])
    forged = check(written(nicer, "pt-BR", -180).encode())
    assert forged.line_of(fingerprint) is None
    assert forged.line_of(LOG.heads()[1]) == 1, "what the server knew before the change still fits"
    assert check(FILE.encode()).line_of(fingerprint) == len(LINES)


def replace_number(line: Activity, number: int) -> Activity:
    return Activity(number=number, at=line.at, technician=line.technician, what=line.what, detail=line.detail)


def test_nobody_can_try_names_of_files_with_what_the_server_knows() -> None:
    known, guess = LOG.heads()[1], LINES[1]
    assert next_head(known, bytes(16), guess) != LOG.heads()[2] == next_head(known, SALT, guess)
    assert first_head("session-1", bytes(16)) != LOG.heads()[0]


def test_no_line_of_a_chat_looks_like_another_one_or_like_the_part_for_the_check() -> None:
    pretended = f"ok\n2  2026-11-18 08:53:20  Cliente\n    sim\n\n{MARK}\n{{}}"
    line = ChatLine(number=1, at=1, author=Author.TECHNICIAN, name=f"Technician\n{MARK}", text=pretended)
    text = written(SavedChat("s", [line]), "pt-BR", 0)
    assert [row for row in text.split("\n") if row == MARK] == [MARK] and "\n    2  2026-11-18" in text
    assert check(text.encode()).record.lines[0] == line


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\xff\xfe\x00",
        MARK.encode(),
        f"{MARK}\n[]".encode(),
        f"{MARK}\n".encode() + b"[" * 100_000,
        FILE.replace('"zone":-180', '"zone":99999').encode(),
        FILE.replace('"language":"pt-BR"', '"language":"xx"').encode(),
        FILE.replace('"what":"paused"', '"what":"unheard_of"').encode(),
        FILE.replace('"record":"activity log"', '"record":"other"').encode(),
        b"x" * (saved_record.LARGEST_FILE + 1),
    ],
    ids=lambda data: repr(data[-40:]),
)
def test_what_is_no_record_is_said_to_be_none(hostile: bytes) -> None:
    with pytest.raises((NotARecord, Changed)):
        check(hostile)


def test_times_that_no_calendar_has_are_refused() -> None:
    late = Activity(number=1, at=2**53 - 1, technician="", what="paused", detail="")
    head = next_head(first_head("s", SALT), SALT, late)
    told = {"record": "activity log", "session": "s", "language": "en", "zone": 0, "lines": 1, "salt": SALT.hex()}
    line = {"number": 1, "at": 2**53 - 1, "technician": "", "what": "paused", "detail": ""}
    rows = [MARK, json.dumps(told), json.dumps([head.hex(), line])]
    with pytest.raises(NotARecord):
        check("\n".join(rows).encode())


def test_the_command_compares_with_the_fingerprint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "log.txt"
    file.write_text(FILE, encoding="utf-8-sig")
    heads = [head.hex() for head in LOG.heads()]
    assert main([str(file)]) == WHOLE and heads[-1] in capsys.readouterr().out
    assert main([str(file), "--fingerprint", heads[-1].upper()]) == WHOLE
    assert "up to its last line" in capsys.readouterr().out
    assert main([str(file), "--fingerprint", heads[2]]) == WHOLE
    assert "up to line 2" in capsys.readouterr().out
    assert main([str(file), "--fingerprint", "00" * 32]) == CHANGED
    file.write_text(FILE.replace("Technician One", "Technician Two", 1), encoding="utf-8")
    assert main([str(file)]) == CHANGED
    assert main([str(tmp_path / "none.txt")]) == NO_RECORD
    file.write_bytes(b"\x00" * 100)
    assert main([str(file)]) == NO_RECORD
    with pytest.raises(SystemExit):
        main([str(file), "--fingerprint", "abc"])


def test_a_full_log_is_checked_in_seconds() -> None:
    lines = [
        Activity(number=number, at=number, technician="Technician One", what="uploaded", detail="x" * 300)
        for number in range(1, 20_001)
    ]
    text = written(SavedActivities("s", SALT, lines), "en", 0)
    assert len(text) < saved_record.LARGEST_FILE / 2
    assert len(check(text.encode()).record.lines) == 20_000

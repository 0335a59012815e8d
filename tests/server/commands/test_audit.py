"""`daypass audit` and `daypass webhook`, as an operator runs them on the server's machine."""

import re
import sqlite3
from pathlib import Path

import pytest
from tests.server.running import OWNER, PASSWORD

from daypass.server.__main__ import main

pytestmark = pytest.mark.slow


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A machine with one company and some entries: its data directory."""
    monkeypatch.setenv("DAYPASS_HOME", str(tmp_path))
    monkeypatch.setenv("DAYPASS_HASH_MEMORY_KIB", "8192")
    monkeypatch.setenv("DAYPASS_PASSWORD", PASSWORD)
    main(["company", "create", "Example Computers"])
    main(["technician", "create", OWNER, "--name", "Technician One", "--role", "owner"])
    main(["technician", "create", "two@example.org", "--name", "Technician Two"])
    capsys.readouterr()
    return tmp_path / "var"


def test_a_whole_trail_is_verified_exported_and_verified_again_without_the_database(
    operator: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["audit", "verify"]) == 0
    assert "Example Computers: whole, 2 entries" in capsys.readouterr().out
    file = tmp_path / "trail.jsonl"
    assert main(["audit", "export", "--out", str(file)]) == 0
    key = re.search(r"public key is (\S{43})\n", capsys.readouterr().err)
    assert key is not None
    assert "Technician" not in file.read_text()
    assert main(["audit", "export", "--out", str(file)]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert main(["audit", "verify", str(file)]) == 0
    monkeypatch.setenv("DAYPASS_HOME", str(tmp_path / "another machine"))
    assert main(["audit", "verify", str(file), f"--server-key={key[1]}"]) == 0
    assert "whole, 2 entries, until" in capsys.readouterr().out
    assert not (tmp_path / "another machine").exists(), "a check of a file makes nothing"
    assert main(["audit", "verify", str(file)]) == 1
    assert "not signed by the key" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["audit", "verify", str(file), "--server-key=nonsense"])
    assert "not a whole key" in capsys.readouterr().err


def test_a_changed_entry_ends_with_status_1_and_its_number(operator: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(operator / "daypass.sqlite") as database:
        database.execute("UPDATE audit_entry SET kind = 'technician.nothing' WHERE no = 2")
    database.close()
    assert main(["audit", "verify"]) == 1
    said = capsys.readouterr()
    assert "BROKEN at entry 2" in said.out
    assert "was changed" in said.err


def test_a_file_that_was_touched_cut_or_is_something_else_is_told(
    operator: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "trail.jsonl"
    main(["audit", "export", "--out", str(file)])
    whole = file.read_text()
    file.write_text(whole.replace('"owner"', '"admin"'))
    assert main(["audit", "verify", str(file)]) == 1
    assert "Entry 1 is the first" in capsys.readouterr().err
    file.write_text("\n".join(whole.splitlines()[:-1]))
    assert main(["audit", "verify", str(file)]) == 1
    assert "ends before its signed head" in capsys.readouterr().err
    file.write_bytes(b"\xff\xfe nothing")
    assert main(["audit", "verify", str(file)]) == 1
    assert main(["audit", "verify", str(tmp_path / "missing")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_an_unknown_company_is_answered_with_those_there_are(
    operator: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "export", "--company", "nothing"]) == 1
    assert "Example Computers" in capsys.readouterr().err
    main(["company", "create", "Other Computers"])
    assert main(["audit", "export"]) == 1
    assert "--company" in capsys.readouterr().err
    assert main(["audit", "verify"]) == 0


def test_a_webhook_is_made_listed_tested_renewed_and_removed(
    operator: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["webhook", "create", "http://hooks.example.org/"]) == 1
    assert "cannot receive webhooks" in capsys.readouterr().err
    assert main(["webhook", "create", "https://localhost:1/hook", "--event", "session.ended"]) == 0
    made = re.search(r"webhook  (\w{26})\nsecret   (whsec_\S{44})\n", capsys.readouterr().out)
    assert made is not None
    assert main(["webhook", "list"]) == 0
    assert f"{made[1]}  0 waiting     https://localhost:1/hook  session.ended\n" == capsys.readouterr().out
    assert main(["webhook", "test", made[1]]) == 1
    assert "did not take it: address_refused" in capsys.readouterr().err
    assert main(["webhook", "renew-secret", made[1]]) == 0
    assert capsys.readouterr().out.strip() not in ("", made[2])
    assert main(["webhook", "remove", made[1]]) == 0
    assert main(["webhook", "test", made[1]]) == 1
    assert "not found" in capsys.readouterr().err

"""The operator's hand in a team, and API tokens, at the command line."""

import re
from pathlib import Path

import pytest
from tests.server.running import OWNER, PASSWORD

from daypass.server.__main__ import main

pytestmark = pytest.mark.slow

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured) -> None:
    """A company with an owner."""
    monkeypatch.setenv("DAYPASS_HOME", str(tmp_path))
    monkeypatch.setenv("DAYPASS_HASH_MEMORY_KIB", "8192")
    monkeypatch.setenv("DAYPASS_PASSWORD", PASSWORD)
    assert main(["company", "create", "Example Computers"]) == 0
    assert main(["technician", "create", OWNER, "--name", "Technician One", "--role", "owner"]) == 0
    capsys.readouterr()


def said(capsys: Captured) -> str:
    """What the command printed."""
    return capsys.readouterr().out.strip()


@pytest.mark.usefixtures("company")
def test_a_token_is_printed_once_listed_and_revoked(capsys: Captured) -> None:
    made = ["token", "create", OWNER, "--name", "ticket system", "--scope", "sessions:read", "--scope", "team:read"]
    assert main(made) == 0
    secret = said(capsys)
    assert re.fullmatch(r"daypass_[\w-]{43}", secret)
    assert main(["token", "list", OWNER]) == 0
    listed = said(capsys)
    assert "ticket system" in listed and "sessions:read,team:read" in listed and secret not in listed
    assert main(["token", "revoke", listed.split()[0]]) == 0
    assert main(["token", "revoke", listed.split()[0]]) == 1
    capsys.readouterr()
    assert main(["token", "list", OWNER]) == 0
    assert said(capsys) == ""


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["token", "create", "nobody@example.org", "--name", "x", "--scope", "team:read"], "Nobody signs in with"),
        (["token", "create", OWNER, "--name", "x"], "Say what it may do"),
        (["technician", "disable", OWNER], "without an owner"),
        (["technician", "role", OWNER, "admin"], "without an owner"),
        (["technician", "invite", OWNER], "already has access"),
        (["technician", "reset-link", "nobody@example.org"], "Nobody signs in with"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(asked: list[str], words: str, capsys: Captured) -> None:
    assert main(asked) == 1
    assert words in capsys.readouterr().err


@pytest.mark.usefixtures("company")
def test_people_are_invited_listed_promoted_disabled_and_let_in_again(capsys: Captured) -> None:
    assert main(["technician", "invite", "two@example.org"]) == 0
    assert "/console/join/" in said(capsys)
    assert main(["technician", "create", "three@example.org", "--name", "Technician Three"]) == 0
    for command in (["role", "three@example.org", "owner"], ["disable", OWNER], ["forget-keys", OWNER]):
        assert main(["technician", *command]) == 0
    capsys.readouterr()
    assert main(["technician", "list"]) == 0
    lines = said(capsys).splitlines()
    assert "disabled" in lines[0] and OWNER in lines[0]
    assert "owner" in lines[1] and "three@example.org" in lines[1]
    assert main(["technician", "enable", OWNER]) == 0
    assert main(["technician", "reset-link", OWNER]) == 0
    assert "/console/new-password/" in said(capsys)

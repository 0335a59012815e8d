"""What cannot serve says so in a sentence, before anybody is told that it answers."""

import socket
from pathlib import Path

import pytest

from daypass.server.__main__ import main


@pytest.fixture(autouse=True)
def a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DAYPASS_PORT", "0")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"DAYPASS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "PostgreSQL does not answer"),
        ({"DAYPASS_DATABASE_URL": "nonsense"}, "DAYPASS_DATABASE_URL is not postgresql://"),
        ({"DAYPASS_SMTP_URL": "nonsense"}, "DAYPASS_SMTP_URL must look like"),
        ({"DAYPASS_DATA_DIR": "/dev/null/none"}, "DAYPASS_DATA_DIR /dev/null/none cannot be used"),
        (
            {
                "DAYPASS_TLS": "file",
                "DAYPASS_TLS_CERTIFICATE": "none.pem",
                "DAYPASS_TLS_KEY": "none.pem",
                "DAYPASS_PUBLIC_URL": "https://support.example.org",
            },
            "none.pem",
        ),
        ({"DAYPASS_PUBLIC_URL": "http://support.example.org"}, "DAYPASS_PUBLIC_URL must be https://"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_is_promised(
    settings: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert main(["serve", "--setup-link"]) in (1, 2)
    printed = capsys.readouterr()
    assert says in printed.err
    assert printed.out == ""


def test_a_port_that_is_taken_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("DAYPASS_PORT", str(port))
        assert main(["serve", "--setup-link"]) == 1
    printed = capsys.readouterr()
    assert f"port {port}" in printed.err
    assert "running here already" in printed.err
    assert printed.out == ""
    assert not (tmp_path / "var").exists()


def test_the_looks_before_the_start_leave_a_database_that_only_its_owner_reads(tmp_path: Path) -> None:
    main(["doctor"])
    assert (tmp_path / "var/daypass.sqlite").stat().st_mode & 0o077 == 0


def test_the_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    printed = capsys.readouterr().out
    for name in ("PUBLIC_URL", "TLS", "SMTP_URL", "DATABASE_URL", "SIGN_COMMAND", "PORT"):
        assert f"DAYPASS_{name}" in printed

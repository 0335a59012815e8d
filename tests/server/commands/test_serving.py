"""What cannot serve says so in a sentence, before anybody is told that it answers."""

import asyncio
import os
import re
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from daypass.server.__main__ import main

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYPASS_HOME", str(tmp_path))
    monkeypatch.setenv("DAYPASS_PORT", "0")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"DAYPASS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "PostgreSQL does not answer"),
        ({"DAYPASS_DATABASE_URL": "nonsense"}, "DAYPASS_DATABASE_URL is not postgresql://"),
        ({"DAYPASS_SMTP_URL": "nonsense"}, "DAYPASS_SMTP_URL names no mail server. Write smtp://"),
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
        ({"DAYPASS_PUBLIC_URL": "http://support.example.org"}, "Write DAYPASS_PUBLIC_URL=https://support.example.org"),
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


@pytest.mark.parametrize("folder", ["", "data"])
def test_the_doctor_leaves_nothing_behind(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if folder:
        monkeypatch.setenv("DAYPASS_DATA_DIR", folder)
        main(["setup-link"])  # now there is a database to look at
    before = sorted(tmp_path.rglob("*"))
    main(["doctor"])
    assert sorted(tmp_path.rglob("*")) == before


def test_the_doctor_names_a_data_folder_that_cannot_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAYPASS_DATA_DIR", "/dev/null/none")
    assert main(["doctor"]) == 1
    assert "DAYPASS_DATA_DIR /dev/null/none cannot be used" in capsys.readouterr().out


async def test_a_start_says_where_it_answers_and_where_its_data_are(tmp_path: Path) -> None:
    environment = os.environ | {"DAYPASS_PORT": "0", "DAYPASS_HOME": str(tmp_path)}
    arguments = ("-m", "daypass.server", "serve", "--setup-link")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd="/", env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        async with asyncio.timeout(60):
            lines = [(await process.stdout.readline()).decode() for _ in range(5)]
    finally:
        process.terminate()
        await process.wait()
    assert "/console/setup/" in lines[1]
    assert lines[2:4] == ["Daypass answers at http://localhost:0/\n", f"Its data are in {tmp_path}/var\n"]
    assert re.fullmatch(r"It listens on 127\.0\.0\.1 port [1-9]\d*\n", lines[4])
    assert (tmp_path / "var/daypass.sqlite").stat().st_mode & 0o077 == 0


def test_few_open_files_are_told_before_they_are_used_up(capsys: pytest.CaptureFixture[str]) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, 1024))\n"
        "from daypass.server.__main__ import _tell_of_few_open_files as tell; tell()\n"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Only 1024 files and connections" in told.stderr
    assert told.stdout == "1024\n"
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (soft, hard)


@pytest.mark.parametrize("words", [[], ["session"], ["company"], ["technician"], ["host"]])
def test_a_word_too_few_brings_the_help_with_a_sentence_for_each_command(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    listed = capsys.readouterr().out.partition("  COMMAND\n")[2].partition("\n\n")[0]
    commands = re.findall(r"^    (\S+) +(\S.*)$", listed, re.MULTILINE)
    assert commands
    assert len(commands) == len(re.findall(r"^    \S", listed, re.MULTILINE))
    assert all(re.match(r"[A-Z]", says) for _, says in commands)


def test_the_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    printed = capsys.readouterr().out
    for name in ("PUBLIC_URL", "TLS", "SMTP_URL", "DATABASE_URL", "SIGN_COMMAND", "PORT"):
        assert re.search(rf"^  DAYPASS_{name}\n      \S", printed, re.MULTILINE)
    assert "named proxy's are not counted (default: 512)" in printed
    assert "(default: 127.0.0.0/8,::1/128)" in printed


def test_a_misspelled_setting_is_refused_with_the_name_that_was_meant(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DAYPASS_PUBLIC_ULR", "https://support.example.org")
    (tmp_path / ".env").write_text("DAYPASS_SMPT_URL=smtp://mail.example.org\n")
    assert main(["serve"]) == 2
    printed = capsys.readouterr()
    assert "DAYPASS_PUBLIC_ULR is no setting" in printed.err
    assert "Write DAYPASS_PUBLIC_URL" in printed.err
    assert "Write DAYPASS_SMTP_URL" in printed.err


def test_the_doctor_says_when_nothing_answers_at_the_public_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAYPASS_PUBLIC_URL", "https://127.1.2.3:1")
    monkeypatch.setenv("DAYPASS_TLS", "proxy")
    monkeypatch.setenv("DAYPASS_TRUSTED_PROXIES", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as proxied:
        monkeypatch.setenv("DAYPASS_PORT", str(proxied.getsockname()[1]))
        assert main(["doctor"]) == 1
        assert re.search(r"BAD +address .*does not answer .*Let the proxy there hand requests", capsys.readouterr().out)
    assert main(["doctor"]) == 1
    assert re.search(r"BAD +address .*start it with `daypass serve`", capsys.readouterr().out)


async def test_the_port_of_the_public_address_is_listened_on_and_the_doctor_reaches_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.1.2.3", 0)) as free:
        address = f"https://127.1.2.3:{free.getsockname()[1]}"  # in no list of loopback names: a public one to Daypass
    monkeypatch.delenv("DAYPASS_PORT")
    monkeypatch.setenv("DAYPASS_BIND", "127.1.2.3")
    monkeypatch.setenv("DAYPASS_PUBLIC_URL", address)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "daypass.server", "serve", cwd="/", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        async with asyncio.timeout(60):
            lines = [(await process.stdout.readline()).decode() for _ in range(6)]
            out = ""
            while f"{address} answers\n" not in out:  # a server that is still starting turns callers away
                await asyncio.to_thread(main, ["doctor"])
                out = capsys.readouterr().out
    finally:
        process.terminate()
        await process.wait()
    assert lines[2] == f"It listens on 127.1.2.3 port {address.rpartition(':')[2]}\n"
    assert f"{tmp_path}/var/tls/authority.pem, also at {address}/daypass-authority.crt" in lines[4]
    assert "browsers warn until they trust" in out

"""The command line, against a real server and as its own process would run it."""

import asyncio
import contextlib
import io
import os
import re
from pathlib import Path

import pytest
from tests.server.running import OWNER, PASSWORD, SYSTEM, RunningServer, next_binary, until_peer

from daypass.protocol.messages import Consent
from daypass.protocol.pairing import HostPairing, Paired, Send
from daypass.protocol.secrets import SecurityCode
from daypass.protocol.signed import SigningKey
from daypass.server.__main__ import _parser, main
from daypass.server.accounts.rights import Right
from daypass.server.commands.outcome import CommandFailed

pytestmark = pytest.mark.slow


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with nothing set up yet: its data directory."""
    monkeypatch.setenv("DAYPASS_HOME", str(tmp_path))
    monkeypatch.setenv("DAYPASS_HASH_MEMORY_KIB", "8192")
    monkeypatch.setenv("DAYPASS_PASSWORD", PASSWORD)
    monkeypatch.setenv("DAYPASS_EMAIL", OWNER)
    return tmp_path / "var"


def test_the_setup_link_is_printed_until_somebody_can_sign_in(
    operator: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["setup-link"]) == 0
    assert re.fullmatch(r"http://localhost:8400/console/setup/[\w-]{43}\n", capsys.readouterr().out)
    assert main(["company", "create", "Example Computers"]) == 0
    assert main(["technician", "create", OWNER, "--name", "Technician One", "--role", "owner"]) == 0
    capsys.readouterr()
    assert main(["setup-link"]) == 0
    assert "An owner exists already" in capsys.readouterr().out
    assert operator.stat().st_mode & 0o777 == 0o700
    assert (operator / "server-key").stat().st_mode & 0o777 == 0o600


def test_a_second_technician_needs_another_address(operator: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["company", "create", "Example Computers"])
    assert main(["technician", "create", OWNER, "--name", "Technician One"]) == 0
    assert main(["technician", "create", OWNER.upper(), "--name", "Technician Two"]) == 1
    assert "already has access" in capsys.readouterr().err


def test_what_readers_said_is_printed_as_csv(operator: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["company", "create", "Example Computers"])
    capsys.readouterr()
    assert main(["guide", "answers"]) == 0
    assert capsys.readouterr().out == "\ufeffTime (UTC),Article,Helpful?,Reasons,Comment,Language\r\n"
    assert main(["guide", "answers", "--company", "a" * 26]) == 1
    assert "There is no company aaa" in capsys.readouterr().err


def test_half_an_address_makes_no_technician(operator: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["company", "create", "Example Computers"])
    for words in (["create", "bobacme", "--name", "Technician One"], ["invite", "bobacme"]):
        with pytest.raises(SystemExit):
            main(["technician", *words])
        assert '"bobacme" is not an e-mail address' in capsys.readouterr().err
    assert main(["technician", "create", OWNER, "--name", "Technician One"]) == 0
    assert "signs in at http://localhost:8400/console/" in capsys.readouterr().out


def test_without_a_terminal_the_password_has_another_way(
    operator: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody_types(_question: str) -> str:
        raise EOFError

    monkeypatch.delenv("DAYPASS_PASSWORD")
    monkeypatch.setattr("getpass.getpass", nobody_types)
    assert main(["technician", "create", OWNER, "--name", "Technician One"]) == 1
    assert "Use DAYPASS_PASSWORD" in capsys.readouterr().err


def test_settings_that_contradict_one_another_end_with_status_2(
    operator: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAYPASS_CODE_DIGITS", "5")
    assert main(["doctor"]) == 2
    assert "DAYPASS_CODE_DIGITS" in capsys.readouterr().err


def test_the_doctor_names_what_is_missing(operator: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert re.search(r"BAD +host .*make host", out)
    assert re.search(r"note +database +SQLite, not there yet", out)


async def command(running: RunningServer, *words: str) -> str:
    """Run a session command inside this event loop; what it printed."""
    asked = _parser().parse_args(["session", *words, "--server", f"http://localhost:{running.port}"])
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        await asked.run(asked, running.parts.settings)
    return printed.getvalue()


async def test_a_session_is_created_listed_shown_and_ended(running: RunningServer, operator: Path) -> None:
    made = await command(running, "create", "--to", "customer@example.org")
    session_id = re.search(r"session +(\w{26})", made)
    assert session_id is not None
    assert re.search(r"number +\d{3} \d{3} \d{3}\n", made)
    assert "This link works on the server's own computer only" in made
    assert "No e-mail went out" in made
    assert f"/console/sessions/{session_id[1]}, or create with --wait" in made
    assert "customer@example.org" in await command(running, "list", "--live")
    assert '"state": "prepared"' in await command(running, "show", session_id[1])
    await command(running, "end", session_id[1])
    assert (await running.session(session_id[1]))["ending"] == "cancelled"
    assert "Cancelled before it began" in await command(running, "list")


async def test_the_list_is_searched_and_filtered(
    running: RunningServer, operator: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await command(running, "create", "--customer", "José Ângelo")
    await command(running, "create", "--customer", "Customer Two")
    found = await command(running, "list", "--search", "jose angelo", "--state", "prepared", "--since", "2026-01-01")
    assert len(found.splitlines()) == 1 and "José Ângelo" in found
    assert len((await command(running, "list", "--most", "1")).splitlines()) == 1
    assert await command(running, "list", "--search", "nobody") == ""
    assert "No session fits." in capsys.readouterr().err
    for wrong in (
        ("--search", "a b c d e f g h i j k l m"),
        ("--since", "yesterday"),
        ("--most", "0"),
        ("--presence", "away"),
        ("--live", "--state", "all"),
    ):
        with pytest.raises(SystemExit):
            await command(running, "list", *wrong)


async def test_a_session_in_the_way_is_told_in_english_with_the_option_that_ends_it(
    running: RunningServer, operator: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    await command(running, "list")
    assert "No sessions yet." in capsys.readouterr().err
    for _ in range(5):  # as many as this server lets a technician have
        await command(running, "create")
    with pytest.raises(CommandFailed, match=r"as many live sessions as one person may have.*add --end-first"):
        await command(running, "create")


async def test_an_api_token_needs_no_password_and_says_what_it_lacks(
    running: RunningServer, operator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await running.parts.accounts.who_is(running.cookie)
    assert who is not None
    made = await running.parts.people.tokens.create(who.technician, "reading", [Right.SESSIONS_READ], None)
    monkeypatch.setenv("DAYPASS_TOKEN", made.secret)
    monkeypatch.delenv("DAYPASS_PASSWORD")
    await running.prepare(customer_email="customer@example.org")
    assert "customer@example.org" in await command(running, "list")
    with pytest.raises(CommandFailed, match="lacks the permission"):
        await command(running, "create")


async def test_a_wrong_password_says_so_and_nothing_else(
    running: RunningServer, operator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAYPASS_PASSWORD", "wrong password")
    with pytest.raises(CommandFailed, match="E-mail or password is wrong"):
        await command(running, "list")


async def test_waiting_in_the_terminal_pairs_and_activates(running: RunningServer, operator: Path) -> None:
    asked = _parser().parse_args(["session", "create", "--wait", "--server", f"http://localhost:{running.port}"])
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        async with asyncio.TaskGroup() as both, asyncio.timeout(60):
            both.create_task(asked.run(asked, running.parts.settings))
            while not (code := re.search(r"code +(\d{3} \d{3})", printed.getvalue())):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            session_id = re.findall(r"session +(\w{26})", printed.getvalue())[0]
            await activate_with(running, session_id, code[1])
    assert "Active on RECEPTION-PC." in printed.getvalue()
    assert re.search(r"password +[\w-]{19}\n", printed.getvalue())


async def activate_with(running: RunningServer, session_id: str, code: str) -> None:
    """The customer's side: type the code, install, activate."""
    key = SigningKey(os.urandom(32))
    token = await running.greet(session_id, key)
    host = HostPairing(
        identity=key,
        server_address=running.address,
        session_id=session_id,
        computer_name="RECEPTION-PC",
        system=SYSTEM,
        random=os.urandom,
    )
    async with running.as_host("/api/host/pairing", token) as socket:
        await until_peer(socket)
        events = list(host.attempt(SecurityCode.parse(code)))
        while True:
            for event in events:
                if isinstance(event, Send):
                    await socket.send(event.data)
                elif isinstance(event, Paired):
                    answer = await running.activate(session_id, token, event, Consent.ASK)
                    assert answer.status_code == 200, answer.text
                    return
            events = list(host.receive(await next_binary(socket)))

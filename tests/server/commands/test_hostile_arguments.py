"""Whatever stands behind whichever option: a sentence and status 1 or 2, no traceback, nothing stored half.

The table is held against the parser itself: a command or an option without a row fails the test.
"""

import argparse
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.running import OWNER, PASSWORD

from daypass.server.__main__ import _parser, main

pytestmark = pytest.mark.slow

HOSTILE = {
    "endless": "x" * 100_000,
    "a second line": "support\r\nBcc: other@example.org",
    "turned around": "exe.\u202egpj",
    "invisible": "Exa\u200bmple\x1b[2J",
    "half a surrogate pair": b"caf\xe9".decode(errors="surrogateescape"),
    "a zero byte": "nobody\x00",
}
"""No kind of argument takes these."""
NUMBERS = {
    "negative": "-1",
    "huge": "9" * 5000,
    "half": "1.5",
    "other digits": "\u0663",
    "nothing": "",
    "words": "many",
}
DAYS = {
    "day 0": "0000-00-00",
    "before 1970": "1969-12-31",
    "too late": "9999-12-31",
    "no such day": "2026-02-30",
    "": "",
}
HTML = {"html": "<script>alert(1)</script>"}
NOTHING = {"nothing": "", "blank": "   "}
UNKNOWN = {"unknown": "a" * 26, "a way out": "../../sign-in"} | HTML | NOTHING

KINDS: dict[str, dict[str, str]] = {  # what else each refuses
    "name": NOTHING,
    "name or nothing": {},
    "note": {},
    "words to look for": {"too many": "a " * 13},
    "email": {"half": "bobacme", "two": "a@example.org,b@example.org"} | HTML | NOTHING,
    "email or nothing": {"half": "bobacme"} | HTML,
    "id": UNKNOWN,
    "number": NUMBERS | HTML,
    "number from 0": {word: text for word, text in NUMBERS.items()},
    "day": DAYS | HTML,
    "choice": UNKNOWN,
    "zone": {"none": "Nowhere/Town", "a way out": "../../etc/passwd", "absolute": "/etc/passwd"} | HTML,
    "file to read": {"none": "/nowhere/at-all", "a folder": "/", "nothing": ""},
    "file to write": {"nowhere": "/nowhere/at-all", "a folder": "/", "nothing": ""},
    "server": {"no scheme": "support.example.org", "ftp": "ftp://example.org", "port": "http://localhost:99999"}
    | {"dots": "http://a..b", "name in it": "http://me:secret@localhost:1", "nobody": "http://127.0.0.1:1"}
    | HTML
    | NOTHING,
    "receiver": {"plain": "http://example.org", "inside": "https://127.0.0.1/", "dots": "https://a..b"}
    | HTML
    | NOTHING,
    "key": {"short": "abc", "padding": "=" * 43} | HTML | NOTHING,
}

COMPANY = {"--company": "id"}
SIGNED_IN = {"--as": "email", "--server": "server", "--authority": "file to read"}
FILTERS = {"--state": "choice", "--search": "words to look for", "--presence": "choice", "--removal": "choice"}
FILTERS |= {"--technician": "id", "--since": "day", "--until": "day", "--most": "number"}
# Command → what it takes, and a use of it that holds; `{…}` are ids.
ROWS: dict[str, tuple[dict[str, str], list[str]]] = {
    "serve": ({"--role": "choice"}, []),
    "setup-link": ({}, []),
    "doctor": ({}, []),
    "technician create": (
        {"email": "email", "--name": "name", "--role": "choice", "--language": "choice"} | COMPANY,
        ["new@example.org", "--name", "Technician Two"],
    ),
    "technician list": (COMPANY, []),
    "technician invite": (
        {"email": "email", "--name": "name or nothing", "--role": "choice", "--language": "choice"} | COMPANY,
        ["invited@example.org"],
    ),
    "technician role": ({"email": "email", "role": "choice"}, [OWNER, "owner"]),
    "technician disable": ({"email": "email"}, [OWNER]),
    "technician enable": ({"email": "email"}, [OWNER]),
    "technician reset-link": ({"email": "email"}, [OWNER]),
    "technician forget-keys": ({"email": "email"}, [OWNER]),
    "company create": ({"name": "name", "--language": "choice"}, ["Example Two"]),
    "company list": ({}, []),
    "company show": (COMPANY, []),
    "company set": (
        COMPANY
        | {"--plan": "choice", "--seats": "number", "--starts": "day", "--ends": "day", "--logo": "file to read"}
        | {"--per-technician": "number", "--per-company": "number"},
        ["--seats", "7"],
    ),
    "token create": (
        {"email": "email", "--name": "name", "--scope": "choice", "--days": "number from 0"},
        [OWNER, "--name", "x", "--scope", "team:read"],
    ),
    "token list": ({"email": "email"}, [OWNER]),
    "token revoke": ({"id": "id"}, ["a" * 26]),
    "session create": (
        {"--to": "email or nothing", "--customer": "name or nothing", "--language": "choice", "--note": "note"}
        | SIGNED_IN,
        [],
    ),
    "session list": (FILTERS | SIGNED_IN, []),
    "session show": ({"id": "id"} | SIGNED_IN, ["a" * 26]),
    "session end": ({"id": "id"} | SIGNED_IN, ["a" * 26]),
    "audit verify": (COMPANY | {"file": "file to read", "--heads": "file to read", "--server-key": "key"}, []),
    "audit export": (COMPANY | {"--out": "file to write"}, []),
    "webhook list": (COMPANY, []),
    "webhook create": ({"url": "receiver", "--event": "choice"} | COMPANY, ["https://example.org/"]),
    "webhook test": ({"id": "id"} | COMPANY, ["a" * 26]),
    "webhook renew-secret": ({"id": "id"} | COMPANY, ["a" * 26]),
    "webhook remove": ({"id": "id"} | COMPANY, ["a" * 26]),
    "guide answers": ({"--language": "choice", "--zone": "zone"} | COMPANY, []),
    "host build": ({"--out": "file to write"}, []),
}
# Optional file arguments of `audit verify` count only together with the file.
WITH = {("audit verify", "--heads"): ["{export}"], ("audit verify", "--server-key"): ["{export}"]}
SECRETS = {"DAYPASS_TOKEN": "API token", "DAYPASS_EMAIL": "DAYPASS_EMAIL", "DAYPASS_PASSWORD": "UTF-8"}


def leaves(parser: argparse.ArgumentParser, words: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command with its parser."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield words, parser
    for group in groups:
        for word, inner in group.choices.items():
            yield from leaves(inner, f"{words} {word}".strip())


def arguments_of(parser: argparse.ArgumentParser) -> set[str]:
    """What takes a value: `--name`, or the name of a positional."""
    taking = [action for action in parser._actions if action.nargs != 0]
    return {next((word for word in action.option_strings if word[:2] == "--"), action.dest) for action in taking}


def test_every_command_and_every_option_stands_in_the_table() -> None:
    offered = {words: arguments_of(parser) for words, parser in leaves(_parser())}
    assert offered == {words: set(takes) for words, (takes, _) in ROWS.items()}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A company with an owner, and an exported trail."""
    folder = tmp_path_factory.mktemp("operator")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DAYPASS_HOME", str(folder))
        environment.setenv("DAYPASS_HASH_MEMORY_KIB", "8192")
        environment.setenv("DAYPASS_PASSWORD", PASSWORD)
        environment.setenv("DAYPASS_EMAIL", OWNER)
        environment.setenv("DAYPASS_PUBLIC_URL", "http://localhost:1")
        assert main(["company", "create", "Example Computers"]) == 0
        assert main(["technician", "create", OWNER, "--name", "Technician One", "--role", "owner"]) == 0
        assert main(["audit", "export", "--out", str(folder / "export")]) == 0
        yield folder


def stored(home: Path) -> list[str]:
    """Everything in the database."""
    with sqlite3.connect(home / "var" / "daypass.sqlite") as db:
        lines = list(db.iterdump())
    db.close()
    return lines


def asked_with(words: str, argument: str, value: str, home: Path) -> list[str]:
    """A use of the command that holds, but for this argument."""
    takes, good = ROWS[words]
    extra = [word.format(export=home / "export") for word in WITH.get((words, argument), [])]
    if argument.startswith("--"):
        return [*words.split(), *good, *extra, f"{argument}={value}"]
    # Positionals come first in a good use; `--` lets one begin with a hyphen, and then the options must stand before it.
    places = [name for name in takes if not name.startswith("--")]
    positionals = [value if name == argument else word for name, word in zip(places, [*good, ""], strict=False)]
    return [*words.split(), *good[len(places) :], "--", *positionals]


def refused_status(asked: list[str]) -> int | str | None:
    try:
        return main(asked)
    except SystemExit as ended:
        return ended.code


CASES = [
    pytest.param(words, argument, HOSTILE | KINDS[kind], id=f"{words} {argument}")
    for words, (takes, _) in ROWS.items()
    for argument, kind in takes.items()
]


@pytest.mark.parametrize(("words", "argument", "values"), CASES)
def test_what_cannot_be_is_refused_in_a_sentence(
    words: str, argument: str, values: dict[str, str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(home)
    for how, value in values.items():
        status = refused_status(asked_with(words, argument, value, home))
        printed = capsys.readouterr()
        said = printed.err.rsplit("error: ", 1)[-1].strip()
        assert status in (1, 2), f"{how}: status {status}, {printed.out[:200]}"
        assert len(said) > 20 and " " in said and len(said) < 900, f"{how}: {said!r}"
        assert said.replace("\n", "").isprintable(), f"{how}: {said!r}"
        assert printed.out == "", f"{how}: something was done"
    assert stored(home) == before


@pytest.mark.parametrize(
    "asked", [["company", "create"], ["session", "create", "--customer"], ["session", "create", "--note"]]
)
def test_what_only_looks_dangerous_is_text(asked: list[str]) -> None:
    assert HTML["html"] in vars(_parser().parse_args([*asked, HTML["html"]])).values()


def test_a_note_keeps_its_lines() -> None:
    assert _parser().parse_args(["session", "create", "--note", "one\r\ntwo"]).note == "one\ntwo"


@pytest.mark.parametrize("variable", SECRETS)
@pytest.mark.parametrize(
    "value", ["caf\udce9\udce9\udce9\udce9\udce9\udce9\udce9\udce9\udce9", "x\ny" * 99], ids=["no text", "long"]
)
def test_a_variable_that_cannot_be_is_named(
    variable: str, value: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, value)
    asked = (
        ["session", "list"] if variable != "DAYPASS_PASSWORD" else ["technician", "create", "b@example.org", "--name=x"]
    )
    assert main(asked) == 1
    said = capsys.readouterr().err
    assert SECRETS[variable] in said or "to 256 characters" in said or "UTF-8" in said
    assert said.strip().isprintable()

"""Settings that contradict one another are refused with words that say what to set."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.server.conftest import SettingsOf

from daypass.server.app import build
from daypass.server.migrations.run import migrate
from daypass.server.settings import Settings, SettingsRefused, Tls, own_folder, read_settings
from daypass.server.settings_words import TAKES


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"public_url": "http://support.example.org"}, "Write DAYPASS_PUBLIC_URL=https://support.example.org"),
        ({"public_url": "support.example.org"}, "does not begin with https://"),
        ({"public_url": "https://support.example.org", "tls": "off-on-localhost"}, "local, file or proxy"),
        ({"public_url": "https://support.example.org", "tls": "proxy"}, "DAYPASS_TRUSTED_PROXIES"),
        ({"public_url": "https://support.example.org", "tls": "file"}, "DAYPASS_TLS_CERTIFICATE"),
    ],
)
def test_a_contradiction_is_refused_in_plain_words(settings_of: SettingsOf, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        settings_of(**wrong)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A process whose only setting is where its folder is."""
    monkeypatch.setenv("DAYPASS_HOME", str(tmp_path / "home"))
    return monkeypatch


IMPOSSIBLE = {
    "PUBLIC_URL": "https://support.example.org:99999",
    "PORT": "eighty",
    "DATABASE_URL": None,
    "SMTP_URL": None,
    "MAIL_FROM": "Support <support@example.org>",
    "RELAY_URL": "https://relay.example.org",
    "SERVER_PUBLIC_KEY": "abc",
    "TLS": "maybe",
    "TRUSTED_PROXIES": "10.0.0.5,not a network",
    "LINUX_HOST": "perhaps",
    "CODE_DIGITS": "7",
    "SIGN_IN_HOURS": "48",
    "BODY_LIMIT_BYTES": "1k",
    "CONNECTIONS_PER_ADDRESS": "0",
    "SILENCE_S": "0",
    "METRICS_FROM": "300.0.0.1",
    "WEBHOOK_NETWORKS": "10.0.0.0/99",
    "WEBHOOKS_TO_LOCALHOST": "perhaps",
    "AUDIT_DAYS": "0",
    "CUSTOMER_DAYS": "0",
    "COMPUTER_DAYS": "-1",
    "INVITATION_DAYS": "a week",
    "ADDRESS_DAYS": "a month",
    "HASH_MEMORY_KIB": "64",
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, value in IMPOSSIBLE.items() if value])
def test_an_impossible_setting_is_named_repeated_and_corrected_in_our_words(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(f"DAYPASS_{name}", value)
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    says = str(refused.value)
    assert says.startswith(f'DAYPASS_{name} "{value}" cannot be used. ')
    assert f"Write for example DAYPASS_{name}=" in says
    assert not re.search(r"Input should|validation error|Value error|pydantic", says)


def test_every_setting_says_what_it_takes_and_its_example_would_do(environment: pytest.MonkeyPatch) -> None:
    assert set(TAKES) == set(Settings.model_fields)
    free = {"HOME", "BIND", "DATA_DIR", "TLS_CERTIFICATE", "TLS_KEY", "HOST_PROGRAM", "SIGN_COMMAND", "CONSOLE_DIR"}
    assert {name.upper() for name in TAKES} == set(IMPOSSIBLE) | free
    for name, takes in TAKES.items():
        environment.setenv(f"DAYPASS_{name.upper()}", takes.such_as)
    assert read_settings().address() == "https://support.example.org"


def test_several_wrong_settings_are_told_at_once_and_no_password_is_repeated(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DAYPASS_PORT", "x\x1b[2J")
    environment.setenv("DAYPASS_PUBLIC_URL", "https://name:hunter2@support.example.org")
    environment.setenv("DAYPASS_DATABASE_URL", "hunter2")
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    assert len(str(refused.value).splitlines()) == 2
    assert "hunter2" not in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_an_empty_variable_is_one_that_is_not_set(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PORT", "TLS", "DATA_DIR", "TRUSTED_PROXIES"):
        environment.setenv(f"DAYPASS_{name}", "")
    assert read_settings().port == 8400
    assert read_settings().data_dir == tmp_path / "home/var"


def test_files_are_found_from_the_own_folder_wherever_one_stands(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/.env").write_text("DAYPASS_PORT=8401\nDAYPASS_TLS_KEY=keys/server.key\n")
    (tmp_path / "elsewhere").mkdir()
    environment.chdir(tmp_path / "elsewhere")
    settings = read_settings()
    assert settings.port == 8401
    assert settings.tls_key == tmp_path / "home/keys/server.key"
    assert settings.data_dir == tmp_path / "home/var"
    assert settings.console_dir == tmp_path / "home/console/dist"


def test_a_checkout_is_its_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DAYPASS_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert (own_folder() / "src/daypass/server/settings.py").is_file()


def test_localhost_needs_no_certificate_and_everything_else_gets_one(settings_of: SettingsOf) -> None:
    assert settings_of().tls_mode() is Tls.OFF_ON_LOCALHOST
    assert settings_of(public_url="https://10.0.0.1:8443").tls_mode() is Tls.LOCAL


EVERYWHERE = "0.0.0.0"  # noqa: S104 - compared, not bound


@pytest.mark.parametrize(
    ("given", "listens"),
    [
        ({}, ("127.0.0.1", 8400)),
        ({"public_url": "http://localhost:9000"}, ("127.0.0.1", 9000)),
        ({"public_url": "https://192.0.2.2:8478"}, (EVERYWHERE, 8478)),
        ({"public_url": "https://support.example.org"}, (EVERYWHERE, 443)),
        ({"public_url": "https://[2001:db8::2]:8478"}, ("::", 8478)),
        ({"public_url": "https://192.0.2.2:8478", "bind": "192.0.2.2", "port": 8500}, ("192.0.2.2", 8500)),
        (
            {"public_url": "https://support.example.org", "tls": "proxy", "trusted_proxies": "10.0.0.5"},
            ("127.0.0.1", 8400),
        ),
        ({"public_url": "https://support.example.org", "server_public_key": "A" * 43}, ("127.0.0.1", 8400)),
    ],
)
def test_it_listens_where_the_public_address_leads_unless_told_otherwise(
    given: dict[str, Any], listens: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(_env_file=None, **given)
    assert (settings.bind, settings.port) == listens


def test_secrets_do_not_print(settings_of: SettingsOf) -> None:
    settings = settings_of(database_url="postgresql://daypass:hunter2@db/daypass", smtp_url="smtp://a:hunter2@mail")
    assert "hunter2" not in repr(settings)
    assert settings.database_address() == "postgresql+asyncpg://daypass:hunter2@db/daypass"


async def test_nobody_else_on_the_machine_reads_what_the_server_keeps(settings_of: SettingsOf, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)  # as a container's volume may come
    parts = build(settings_of())
    await migrate(parts.database)
    kept = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    assert {"daypass.sqlite", "daypass.sqlite-wal", "server-key", "link-secret"} <= {file.name for file in kept}
    assert [file.name for file in kept if file.stat().st_mode & 0o077] == []
    await parts.close()

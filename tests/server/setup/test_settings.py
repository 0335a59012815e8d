"""Settings that contradict one another are refused with words that say what to set."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.server.conftest import SettingsOf

from daypass.server.app import build
from daypass.server.migrations.run import migrate
from daypass.server.settings import Tls


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"public_url": "http://support.example.org"}, "must be https://"),
        ({"public_url": "support.example.org"}, "an address such as"),
        ({"public_url": "https://support.example.org/daypass"}, "without a path"),
        ({"public_url": "https://support.example.org", "tls": "off-on-localhost"}, "use local, file or proxy"),
        ({"public_url": "https://support.example.org", "tls": "proxy"}, "DAYPASS_TRUSTED_PROXIES"),
        ({"public_url": "https://support.example.org", "tls": "file"}, "DAYPASS_TLS_CERTIFICATE"),
        ({"code_digits": 4}, "6 or 9"),
        ({"trusted_proxies": "not a network"}, "IPv4 or IPv6"),
    ],
)
def test_a_contradiction_is_refused_in_plain_words(settings_of: SettingsOf, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        settings_of(**wrong)


def test_localhost_needs_no_certificate_and_everything_else_gets_one(settings_of: SettingsOf) -> None:
    assert settings_of().tls_mode() is Tls.OFF_ON_LOCALHOST
    assert settings_of(public_url="https://10.0.0.1:8443").tls_mode() is Tls.LOCAL


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

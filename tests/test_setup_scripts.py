"""What the set-up's scripts promise to somebody behind a company's certificate authority."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOLD = ("UV_SYSTEM_CERTS", "PIP_CERT", "NODE_EXTRA_CA_CERTS")


def told(environment: dict[str, str]) -> list[str]:
    """What pip, uv and npm hear, in the order of TOLD."""
    show = " ".join(f'"${{{name}-unset}}"' for name in TOLD)
    ran = subprocess.run(
        ["/bin/sh", "-euc", f". tools/trust.sh; printf '%s\\n' {show}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


def test_every_downloader_trusts_what_this_machine_trusts(tmp_path: Path) -> None:
    bundle = tmp_path / "authorities.crt"
    bundle.touch()
    assert told({"SSL_CERT_FILE": str(bundle)}) == ["true", str(bundle), str(bundle)]


def test_what_somebody_has_set_stays() -> None:
    chosen = {"UV_SYSTEM_CERTS": "false", "PIP_CERT": "/a.crt", "NODE_EXTRA_CA_CERTS": "/b.crt"}
    assert told(chosen) == list(chosen.values())


def test_a_machine_without_a_list_is_left_alone(tmp_path: Path) -> None:
    assert told({"SSL_CERT_FILE": str(tmp_path / "none.crt")}) == ["true", "unset", "unset"]


@pytest.mark.parametrize("script", ["setup.sh", "locks.sh"])
def test_scripts_that_download_begin_with_it(script: str) -> None:
    lines = (ROOT / "tools" / script).read_text().splitlines()
    assert ". tools/trust.sh" in lines[:8]

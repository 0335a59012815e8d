"""The journey across a network: the server on a machine of its own, reached by IP over its local authority."""

import json
import subprocess
import sys
from pathlib import Path

import build_host
import pytest
from demo.server_process import ROOT

from demo import two_machines, wine_pc

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.mark.skipif(bool(two_machines.missing()), reason="two machines need root and iproute2")
def test_the_pass_works_from_a_second_machine_by_ip_and_plain_http_there_explains_itself(tmp_path: Path) -> None:
    kind = "linux"
    if not wine_pc.missing():
        kind = "windows"
        build_host.main()  # a host of older sources would speak an older protocol
    played = subprocess.run(
        [sys.executable, "-m", "demo", "--once", "--two-machines", "--pc", kind, "--out", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    report = json.loads(played.stdout.splitlines()[-1])
    assert report["ok"], played.stdout + played.stderr
    assert (tmp_path / "01-plain-http.png").exists()

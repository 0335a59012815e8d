"""The console's view of the API is generated; a stale one would lie to its pages."""

import shutil
import subprocess
from pathlib import Path

import pytest

CONSOLE = Path(__file__).resolve().parents[2] / "console"


@pytest.mark.slow
@pytest.mark.skipif(
    not (CONSOLE / "node_modules").is_dir() or not shutil.which("node"), reason="console packages missing"
)
def test_the_consoles_api_types_are_those_of_this_server() -> None:
    done = subprocess.run(["node", "tools/generate_api.mjs", "--check"], cwd=CONSOLE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

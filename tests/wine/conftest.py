"""The customer's PC for tests that run the real Windows programs."""

import os
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import build_host
import pytest
from pydantic import SecretStr
from tests.server.running import RunningServer, ShiftedClock, run_server
from tests.wine.pc import CustomerPc, customer_pc

from daypass.server.settings import Settings


@pytest.fixture
def pc() -> Iterator[CustomerPc]:
    """A new PC, switched on, of this test alone."""
    for tool in ("wine", "wineserver", "Xvfb", "xdotool", "import"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed: tools/setup.sh wine")
    with customer_pc() as started:
        yield started


@pytest.fixture(scope="session")
def packed() -> Path:
    """The host as `make host` builds it, unstamped."""
    build_host.main()
    return build_host.PROGRAM


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningServer]:
    """A server on loopback that the PC reaches, without a console."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(256)
        port = listening.getsockname()[1]
        settings = Settings(
            _env_file=None,
            data_dir=tmp_path / "server",
            public_url=f"http://localhost:{port}",
            port=port,
            hash_memory_kib=8192,
            console_dir=tmp_path / "console",
            host_program=tmp_path / "none.exe",
            database_url=SecretStr(f"sqlite:///{tmp_path}/daypass.sqlite"),
        )
        async with run_server(settings, listening, ShiftedClock()) as running:
            yield running


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go: a folder of the builder's choice, or one that is thrown away."""
    return Path(os.environ.get("DAYPASS_SCREENSHOTS") or tmp_path / "pictures")

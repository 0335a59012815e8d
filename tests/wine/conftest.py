"""The customer's PC for tests that run the real Windows programs."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import build_host
import pytest
from tests.server.running import RunningServer, small_server
from tests.wine.pc import CustomerPc, customer_pc


@pytest.fixture(scope="session")
def wine() -> None:
    """Skip where Wine is not installed."""
    for tool in ("wine", "wineserver", "Xvfb", "xdotool", "import"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed: tools/setup.sh wine")


@pytest.fixture
def pc(wine: None) -> Iterator[CustomerPc]:
    """A new PC, switched on, of this test alone."""
    with customer_pc() as started:
        yield started


@pytest.fixture(scope="module")
def shared_pc(wine: None) -> Iterator[CustomerPc]:
    """One PC for all tests of a module that leave it as they found it."""
    with customer_pc() as started:
        yield started


@pytest.fixture(scope="session")
def packed(wine: None) -> Path:
    """The host as `make host` builds it, unstamped."""
    build_host.main()
    return build_host.PROGRAM


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningServer]:
    """A server on loopback that the PC reaches, without a console."""
    async with small_server(tmp_path / "server") as running:
        yield running


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go: a folder of the builder's choice, or one that is thrown away."""
    return Path(os.environ.get("DAYPASS_SCREENSHOTS") or tmp_path / "pictures")

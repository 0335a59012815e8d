"""The customer's PC for tests that run the real Windows programs."""

import shutil
from collections.abc import Iterator

import pytest
from tests.wine.pc import CustomerPc, customer_pc


@pytest.fixture
def pc() -> Iterator[CustomerPc]:
    """A new PC, switched on, of this test alone."""
    for tool in ("wine", "wineserver", "Xvfb", "xdotool", "import"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed: tools/setup.sh wine")
    with customer_pc() as started:
        yield started

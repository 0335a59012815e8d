"""A real X server for the tests that look at pixels or type keys."""

from collections.abc import Iterator

import pytest
from tests.host.x_server import x_server


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """The name of a fresh Xvfb display of 640 × 480."""
    with x_server(640, 480) as name:
        yield name

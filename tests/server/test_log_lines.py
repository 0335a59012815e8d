"""Whatever comes from outside, an event stays one line of the log and does nothing to the terminal that shows it."""

import subprocess
import sys

import pytest

from daypass.server.log_lines import escaped

LOGGING = """
import logging, structlog
from daypass.server.log_lines import log_to_stderr
log_to_stderr()
bad = "a\\r\\nlevel=info event=forged \\x1b[2J\\x9b31m \\u2028\\u202e"
structlog.get_logger().info("visit", path=bad)
logging.getLogger("library").warning("from %s", bad)
try:
    raise ValueError(bad)
except ValueError:
    structlog.get_logger().exception("failed")
    logging.getLogger("library").exception("failed")
"""


def test_events_of_ours_and_of_libraries_are_one_line_each_without_control_characters() -> None:
    ran = subprocess.run([sys.executable, "-c", LOGGING], capture_output=True, check=True)
    assert ran.stdout == b""
    lines = ran.stderr.decode().removesuffix("\n").split("\n")
    assert len(lines) == 4
    for line in lines:
        assert line.startswith("timestamp=")
        assert line.isprintable()
        assert "forged" in line
    assert "event=visit" in lines[0]
    assert "logger=library" in lines[1]
    assert "Traceback" in lines[2]


@pytest.mark.parametrize(
    "character",
    [
        "\r",
        "\n",
        "\x1b",
        "\x00",
        "\x7f",
        "\x85",
        "\u2028",
        "\u202e",
        "\u061c",
        "\u200b",
        "\ufeff",
        "\U000e0041",
        "\ud800",
    ],
)
def test_a_character_that_acts_is_written_as_its_escape(character: str) -> None:
    assert escaped(f"a{character}b").isprintable()
    assert escaped("Ação 100 % ✓") == "Ação 100 % ✓"

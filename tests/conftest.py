"""For all tests: a busy machine is no failure, so hypothesis sets no deadline on single examples; a logged traceback is plain text.

What is marked `long` begins first: no worker is left alone with it at the end while the others have nothing to do.
"""

import pytest
import structlog
from hypothesis import settings

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")

# The default draws tracebacks with their variables, which takes seconds.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.LogfmtRenderer(key_order=["level", "event"]),
    ]
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, everything else in its order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why a test was played once more: one that passes the second time hides its reason otherwise."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"first time of {report.nodeid}")
        terminalreporter.line(report.longreprtext)

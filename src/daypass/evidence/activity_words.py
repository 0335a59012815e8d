"""A line of the activity log in words."""

from daypass.protocol.activity_log import Activity
from daypass.protocol.shown_text import harmless
from daypass.translation import Translation

_OF_A_TOOL = ("opened", "closed")


def sentence(line: Activity, texts: Translation) -> str:
    """What somebody did, on one line. Raises MissingText for a deed that this version has no words for."""
    tool = texts.text(f"host.tool.{line.detail}") if line.what in _OF_A_TOOL else ""
    values = {"technician": harmless(line.technician), "tool": tool, "detail": harmless(line.detail)}
    return texts.text(f"host.log.{line.what}", **values).replace("\n", " ")

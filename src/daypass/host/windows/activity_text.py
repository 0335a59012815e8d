"""The activity log as text: in its window, in a terminal, and in the file that the customer saves."""

from collections.abc import Sequence

from daypass.host.windows.times import hour, moment
from daypass.host.windows.view import Logged
from daypass.protocol.shown_text import harmless
from daypass.translation import Translation

_OF_A_TOOL = ("opened", "closed")


def shown_line(line: Logged, texts: Translation) -> str:
    """ "10:06  Technician One: connected (Remote control)"."""
    return f"{hour(line.at)}  {sentence(line, texts)}"


def saved_text(lines: Sequence[Logged], texts: Translation) -> str:
    """All of it, oldest first."""
    written = [texts.text("host.log.saved_title"), ""]
    written += [f"{line.number}  {moment(line.at, texts.language)}  {sentence(line, texts)}" for line in lines]
    return "\r\n".join([*written, "", texts.text("host.log.saved_count", count=len(lines)), ""])


def sentence(line: Logged, texts: Translation) -> str:
    """What somebody did, on one line."""
    tool = texts.text(f"host.tool.{line.detail}") if line.what in _OF_A_TOOL else ""
    values = {"technician": harmless(line.technician), "tool": tool, "detail": harmless(line.detail)}
    return texts.text(f"host.log.{line.what}", **values).replace("\n", " ")

"""The chat as text: in its window and in a terminal."""

from collections.abc import Sequence

from daypass.host.windows.times import hour
from daypass.protocol.chat import Author, ChatLine
from daypass.protocol.shown_text import harmless
from daypass.translation import Translation


def heading(line: ChatLine, texts: Translation) -> str:
    """ "10:06  Technician One"."""
    return f"{hour(line.at)}  {_writer(line, texts)}"


def rows(line: ChatLine) -> list[str]:
    """What was written; links and everything else are plain text."""
    return harmless(line.text).split("\n")


def shown_line(line: ChatLine, texts: Translation) -> list[str]:
    """Heading and text, for a terminal."""
    return [heading(line, texts), *(f"    {row}" for row in rows(line))]


def who_reads(technicians: Sequence[str], texts: Translation) -> str:
    """What stands below the field."""
    if not technicians:
        return texts.text("host.chat.nobody_reads")
    return texts.text("host.chat.read_by", technicians=", ".join(harmless(name) for name in technicians))


def why_not_taken(dp: str, texts: Translation) -> str:
    """Why what the person wrote went nowhere."""
    if not dp:
        return texts.text("host.chat.nobody_reads")
    happened, _, now = texts.problem(dp)
    return f"{happened} {now} ({dp})"


def _writer(line: ChatLine, texts: Translation) -> str:
    return harmless(line.name) if line.author is Author.TECHNICIAN else texts.text("host.chat.this_pc")

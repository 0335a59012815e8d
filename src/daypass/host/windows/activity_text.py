"""The activity log as text: in its window."""

from daypass.evidence.activity_words import sentence
from daypass.host.windows.times import hour
from daypass.host.windows.view import Activity
from daypass.translation import Translation


def shown_line(line: Activity, texts: Translation) -> str:
    """ "10:06  Technician One: connected (Remote control)"."""
    return f"{hour(line.at)}  {sentence(line, texts)}"

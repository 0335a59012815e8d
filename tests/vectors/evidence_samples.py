"""Saved records for the golden bytes: an activity log and a chat, in three languages and time zones, with text that misleads."""

from tests.vectors import chat_samples

from daypass.evidence.saved_record import SavedActivities, SavedChat, written
from daypass.protocol.activity_log import Activity

SALT = bytes(range(16))
LINES = tuple(
    Activity(number=number, at=chat_samples.AT + number * 61_999, technician=who, what=what, detail=detail)
    for number, (who, what, detail) in enumerate(
        (
            ("Technician One", "opened", "files"),
            ("Technician One", "uploaded", "C:\\Relatório ☕😀.txt"),
            ("Technician One", "renamed", 'invoice\u202efdp.exe\x7f → a\nb {{technician}} $t(x) <b> "q"'),
            ("", "paused", ""),
        ),
        1,
    )
)
LOG = SavedActivities(chat_samples.SESSION, SALT, LINES)
CHAT = SavedChat(chat_samples.SESSION, chat_samples.LINES)


def saved_records() -> object:
    return [
        {"language": language, "zone": zone, "log": written(LOG, language, zone), "chat": written(CHAT, language, zone)}
        for language, zone in (("pt-BR", -180), ("en", 345), ("es", 0))
    ]

"""Moments and durations as people read them, on the PC's own clock."""

from datetime import datetime

from daypass.translation import Translation

_PATTERNS = {"pt-BR": "%d/%m, %H:%M", "en": "%d %b, %H:%M", "es": "%d/%m, %H:%M"}


def moment(at_ms: int, language: str) -> str:
    """Day and hour of a moment (milliseconds since 1970 UTC) in the PC's time zone: "23/11, 10:06"."""
    return datetime.fromtimestamp(at_ms / 1000).strftime(_PATTERNS[language])


def minutes_ahead_of_utc() -> int:
    """The PC's time zone now."""
    ahead = datetime.now().astimezone().utcoffset()
    return int(ahead.total_seconds()) // 60 if ahead else 0


def hour(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000).strftime("%H:%M")


def time_left(until_ms: int, now_ms: int, texts: Translation) -> str:
    """ "19 h 42 min"; under an hour only minutes, never below zero."""
    minutes = max(0, until_ms - now_ms) // 60_000
    if minutes < 60:
        return texts.text("common.minutes", count=minutes)
    return texts.text("common.hours_minutes", hours=minutes // 60, minutes=minutes % 60)

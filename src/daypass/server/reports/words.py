"""What an audit entry says, in words; a kind or detail that the catalogue does not know is shown as it is written."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from daypass.translation import Translation

VALUES = "console.audit.value."
NOTHING = "–"  # noqa: RUF001 - as the console writes it
WORDS_OF_VALUES = {
    "ending": "console.session.ending_",
    "tool": "console.reports.tool_",
    "role": "console.roles.",
    "plan": "console.company.plan_",
    "scopes": "console.tokens.scope.",
    **dict.fromkeys(("way", "wrong", "factor"), VALUES),
}


def kind_words(words: Translation, kind: str) -> str:
    """`session.activated` in the reader's language."""
    key = f"console.audit.kind.{kind.replace('.', '_')}"
    return words.text(key) if words.has(key) else kind


def detail_words(words: Translation, details: Mapping[str, Any]) -> str:
    """`installed: 14 · left over: 0`."""
    return " · ".join(f"{_name(words, name)}: {_value(words, name, value)}" for name, value in sorted(details.items()))


def _name(words: Translation, name: str) -> str:
    key = f"console.audit.detail.{name}"
    return words.text(key) if words.has(key) else name


def _value(words: Translation, name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(words, name, part) for part in value)
    plain = _plain(name, value)
    key = f"{WORDS_OF_VALUES[name]}{plain.replace(':', '_')}" if name in WORDS_OF_VALUES else ""
    return words.text(key) if key and words.has(key) else plain


def _plain(name: str, value: object) -> str:
    """Times (ms since 1970) are days of UTC."""
    if value is None:
        return NOTHING
    if isinstance(value, int) and name.endswith("_at"):
        return datetime.fromtimestamp(value / 1000, UTC).date().isoformat()
    return str(value)

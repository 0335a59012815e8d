"""What an audit entry says, in words; a kind or detail that the catalogue does not know is shown as it is written."""

from collections.abc import Mapping
from typing import Any

from daypass.translation import Translation

VALUES = "console.audit.value."
WORDS_OF_VALUES = {
    "ending": "console.session.ending_",
    "tool": "console.reports.tool_",
    "role": "console.roles.",
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
    key = f"{WORDS_OF_VALUES[name]}{value}" if name in WORDS_OF_VALUES else ""
    return words.text(key) if key and words.has(key) else str(value)

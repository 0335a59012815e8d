"""What people type to find a session again, and what it is compared with: the same letters without case and accents.

Both databases compare lower-case letters of ASCII only, so the words are folded here, once when they are kept and once when they are
asked for; "JOSÉ", "jose" and "José" are one word everywhere.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_QUERY, MOST_WORDS = 254, 12
"""Of a search: characters (an e-mail address is the longest that is looked for), and words."""
_NUMBER_DIGITS = range(3, 10)
_WHAT_STANDS_BETWEEN_DIGITS = re.compile(r"[\s.\-]")


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: every one of the words, or a part of the session number (empty: not asked for)."""

    words: tuple[str, ...] = ()
    number: str = ""

    @classmethod
    def parse(cls, text: str) -> "Search":
        """The words of a text, and its digits when it is a number as it is said on the phone (`418 203 775`).

        Raises ValueError for what is too long, and for characters that nobody sees: they would find nothing, and nobody could tell why.
        """
        if len(text) > LONGEST_QUERY:
            raise ValueError(f"longer than {LONGEST_QUERY} characters")
        if not all(character.isprintable() or unicodedata.category(character) == "Zs" for character in text):
            raise ValueError("it holds a character that cannot be seen")
        words = tuple(dict.fromkeys(folded(text).split()))
        if len(words) > MOST_WORDS:
            raise ValueError(f"more than {MOST_WORDS} words")
        digits = _WHAT_STANDS_BETWEEN_DIGITS.sub("", text)
        is_number = digits.isascii() and digits.isdigit() and len(digits) in _NUMBER_DIGITS
        return cls(words, digits if is_number else "")


def folded(*texts: str | None) -> str:
    """The texts as a search compares them, one a line: no case, no accents, no other writing of the same letters."""
    lines = (" ".join(_fold(text).split()) for text in texts if text)
    return "\n".join(line for line in lines if line)


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))

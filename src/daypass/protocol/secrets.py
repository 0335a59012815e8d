"""Secrets and numbers that people read out and type, each with its own type.

Secrets print as ••• and compare in constant time, so that neither a log line nor a stopwatch gives them away.
Random bytes are passed in; a value that would favour some results is drawn again.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

RandomBytes = Callable[[int], bytes]

CODE_DIGITS = (6, 9)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
# Spelled out, because languages differ in what they call white space; the console has the same list.
_SPACES = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_AROUND = re.compile(f"^[{_SPACES}]+|[{_SPACES}]+$")
_SEPARATORS = re.compile(rf"[{_SPACES}\-\u2010-\u2015\u2212.]+")
_GENERATED = re.compile(f"[{CROCKFORD}]{{16}}")
PASSWORD_SHORTEST = 8
PASSWORD_LONGEST = 128


class _Secret:
    """A text that must not appear in logs and must be compared in constant time."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return f"{type(self).__name__}(•••)"

    def __str__(self) -> str:
        return "•••"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Secret) or type(other) is not type(self):
            return False
        return hmac.compare_digest(self.secret_bytes(), other.secret_bytes())

    __hash__ = None  # type: ignore[assignment]

    def reveal(self) -> str:
        """The secret itself, for the one place that shows it to a person."""
        return self._text

    def secret_bytes(self) -> bytes:
        """The secret as the protocol uses it."""
        return self._text.encode()


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text[:64]))


def _random_below(limit: int, random: RandomBytes) -> int:
    """A uniform number in [0, limit); `limit` is far below 2⁶⁴, so drawing again is rare."""
    unbiased = 2**64 - 2**64 % limit
    while True:
        number = int.from_bytes(random(8), "big")
        if number < unbiased:
            return number % limit


class SecurityCode(_Secret):
    """Six (or nine) digits that the technician reads out and the customer types to activate a SupportSession."""

    __slots__ = ()

    @classmethod
    def generate(cls, random: RandomBytes, digits: int = 6) -> Self:
        """A uniformly random code of six or nine digits."""
        if digits not in CODE_DIGITS:
            raise ValueError("a security code has six or nine digits")
        return cls(f"{_random_below(10**digits, random):0{digits}d}")

    @classmethod
    def parse(cls, text: str, digits: int = 6) -> Self:
        """What a person typed, spaces and dashes ignored; ValueError when it is not exactly `digits` digits."""
        found = _digits(text)
        if len(found) != digits or not (found.isascii() and found.isdigit()):
            raise ValueError(f"a security code has {digits} digits")
        return cls(found)

    def grouped(self) -> str:
        """For a person: `417 902`."""
        return " ".join(self._text[i : i + 3] for i in range(0, len(self._text), 3))


class SessionPassword(_Secret):
    """The secret that every Connection must prove. It never leaves the technician's page; its verifier does, sealed."""

    __slots__ = ()

    @classmethod
    def generate(cls, random: RandomBytes) -> Self:
        """Sixteen characters in four groups, 80 bits: `K7MQ-3F9X-…`; no letter looks like a digit."""
        letters = "".join(CROCKFORD[byte & 31] for byte in random(16))
        return cls("-".join(letters[i : i + 4] for i in range(0, 16, 4)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """What a person typed, without spaces around it; ValueError unless it has 8 to 128 characters."""
        trimmed = _AROUND.sub("", unicodedata.normalize("NFC", text[: 4 * PASSWORD_LONGEST]))
        if not PASSWORD_SHORTEST <= len(trimmed) <= PASSWORD_LONGEST or len(text) > 4 * PASSWORD_LONGEST:
            raise ValueError("a session password has 8 to 128 characters")
        return cls(trimmed)

    def secret_bytes(self) -> bytes:
        """What is stretched. In the generated shape, case, dashes, spaces and O/0, I/L/1 do not matter."""
        compact = _SEPARATORS.sub("", self._text).upper().translate(_MISREAD)
        return (compact if _GENERATED.fullmatch(compact) else self._text).encode()


@dataclass(frozen=True, slots=True)
class SessionNumber:
    """The nine digits that name a SupportSession on the phone. Not a secret: it opens nothing without the code."""

    digits: str

    @classmethod
    def generate(cls, random: RandomBytes) -> Self:
        """A uniformly random number whose first digit is not zero."""
        return cls(str(100_000_000 + _random_below(900_000_000, random)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """What a person typed, spaces, dots and dashes ignored; ValueError when it is not nine digits."""
        found = _digits(text)
        if len(found) != 9 or not (found.isascii() and found.isdigit()):
            raise ValueError("a session number has nine digits")
        return cls(found)

    def __str__(self) -> str:
        return f"{self.digits[:3]} {self.digits[3:6]} {self.digits[6:]}"

"""Tells people from robots without asking anybody else: a small sum in words, a form that is neither too fresh nor too old, and
a field that only robots fill in. Works without JavaScript and keeps nothing: the sum is signed into the form.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from daypass.server.guides.models import OpinionRefused

SHORTEST_MS = 2_000
LONGEST_MS = 24 * 3_600_000
_TOKEN = re.compile(r"(?P<issued>\d{13})\.(?P<form>[A-Za-z0-9_-]{22})\.(?P<mac>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Question:
    """What the form carries, and the two numbers (2 to 9) whose sum is asked for in words."""

    token: str
    first: int
    second: int


class RobotCheck:
    """Asks and judges. `key` is the server's secret."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def ask(self, article: str, now: int) -> Question:
        """A new question for the form below this article."""
        form = secrets.token_urlsafe(16)
        first, second = self._numbers(form)
        return Question(f"{now:013d}.{form}.{self._mac(article, now, form)}", first, second)

    def judge(self, article: str, token: str, answer: str, now: int) -> str:
        """The form's own name. Raises OpinionRefused: `form_old`, `too_quick`, `wrong_sum`."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise OpinionRefused("form_old")
        issued, form = int(found["issued"]), found["form"]
        genuine = hmac.compare_digest(found["mac"], self._mac(article, issued, form))
        if not genuine or now - issued > LONGEST_MS:
            raise OpinionRefused("form_old")
        if now - issued < SHORTEST_MS:
            raise OpinionRefused("too_quick")
        digits = answer.strip()
        if not re.fullmatch(r"[0-9]{1,3}", digits) or int(digits) != sum(self._numbers(form)):
            raise OpinionRefused("wrong_sum")
        return form

    def _numbers(self, form: str) -> tuple[int, int]:
        digest = hmac.digest(self._key, b"sum|" + form.encode(), hashlib.sha256)
        return 2 + digest[0] % 8, 2 + digest[1] % 8

    def _mac(self, article: str, issued: int, form: str) -> str:
        return hmac.new(self._key, f"form|{article}|{issued}|{form}".encode(), hashlib.sha256).hexdigest()

"""Texts for people, from the one catalogue that server, host and console share (`locales/`).

The catalogue speaks i18next: `{{name}}` is replaced by a value, and a key with a `count` takes its `_one` or `_other` form.
Portuguese (pt-BR) comes first: it is the language when nothing better is known.
"""

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path

from daypass.protocol.errors import PROBLEMS

LANGUAGES = ("pt-BR", "en", "es")
DEFAULT_LANGUAGE = LANGUAGES[0]
_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")

Catalogue = Mapping[str, "Catalogue | str"]


class MissingText(LookupError):
    """A program asked for a text that the catalogue does not have, or forgot a value that the text needs."""


def _folder() -> Path:
    packaged = Path(__file__).resolve().parent / "locales"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "locales"


@functools.cache
def catalogue(language: str) -> Catalogue:
    """The whole catalogue of one of LANGUAGES."""
    if language not in LANGUAGES:
        raise MissingText(f"no catalogue for {language!r}")
    texts: Catalogue = json.loads((_folder() / f"{language}.json").read_text(encoding="utf-8"))
    return texts


def negotiate(wanted: str | None) -> str:
    """The best of LANGUAGES for a language tag or an Accept-Language header: pt → pt-BR, es-MX → es; otherwise pt-BR."""
    weighted: list[tuple[float, int, str]] = []
    for place, part in enumerate((wanted or "")[:500].replace("_", "-").split(",")):
        tag, _, parameters = part.strip().partition(";")
        quality = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", parameters)
        weighted.append((-float(quality[1]) if quality else -1.0, place, tag.strip().lower()))
    for weight, _place, tag in sorted(weighted):
        for language in LANGUAGES:
            if weight and tag.split("-")[0] == language.split("-")[0].lower():
                return language
    return DEFAULT_LANGUAGE


class Translation:
    """The catalogue in one language."""

    def __init__(self, language: str) -> None:
        """`language` may be any tag or Accept-Language header; the nearest language we have is taken."""
        self.language = negotiate(language)
        self._catalogue = catalogue(self.language)

    def text(self, key: str, **values: object) -> str:
        """The text at `key` ("host.code.title") with its values put in. MissingText when key or value is missing."""
        needed = _PLACEHOLDER.findall(found := self._find(key, values.get("count")))
        missing = [name for name in needed if name not in values]
        if missing:
            raise MissingText(f"{key} ({self.language}) needs {missing[0]!r}")
        return _PLACEHOLDER.sub(lambda place: str(values[place[1]]), found)

    def has(self, key: str) -> bool:
        """Whether there is a text at `key`."""
        try:
            self._find(key, None)
        except MissingText:
            return False
        return True

    def problem(self, dp: str, **values: object) -> tuple[str, str, str]:
        """The three sentences of an error code: what happened, why, what to do now. An unknown code reads as DP-900.

        A value that is missing reads as "…": codes come from neighbouring versions, and an error must always be shown.
        """
        code = dp if self.has(f"errors.{dp}.happened") else "DP-900"
        known = {**dict.fromkeys(PROBLEMS[code].variables, "…"), **values}
        happened, why, next_step = (self.text(f"errors.{code}.{part}", **known) for part in ("happened", "why", "next"))
        return happened, why, next_step

    def _find(self, key: str, count: object) -> str:
        names = [key]
        if isinstance(count, int):
            # Brazilian Portuguese counts zero as one: "0 minuto".
            one = count in (0, 1) if self.language == "pt-BR" else count == 1
            names.insert(0, f"{key}_{'one' if one else 'other'}")
        for name in names:
            node: Catalogue | str = self._catalogue
            for part in name.split("."):
                node = node.get(part, "") if isinstance(node, Mapping) else ""
            if isinstance(node, str) and node:
                return node
        raise MissingText(f"no text {key!r} in {self.language}")

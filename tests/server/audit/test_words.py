"""Every kind of entry that the server writes has words in three languages; people never read `session.note_written`."""

import re
from pathlib import Path

import pytest

from daypass.server.reports.words import detail_words, kind_words
from daypass.translation import LANGUAGES, Translation

SERVER = Path(__file__).resolve().parents[3] / "src" / "daypass" / "server"
# Kinds that are put together in the code, not written out beside `add`.
BUILT = {"connection.opened", "connection.closed", "connection.refused", "session.activated", "session.ended"}


def kinds_in_the_code() -> set[str]:
    """What is written between a call of `add` and its end, and looks like a kind."""
    found = set(BUILT)
    for path in SERVER.rglob("*.py"):
        text = path.read_text("utf-8")
        for call in re.findall(r"_?audit\.add\((.*?)\n?\)\n", text, re.DOTALL):
            found |= set(re.findall(r'"((?:[a-z_]+\.[a-z_]+)|sign_in|sign_out)"', call.split("\n\n")[0]))
        found |= set(re.findall(r'kind = "([a-z_]+\.[a-z_]+)"', text)) | set(
            re.findall(r'else "((?:technician|second_factor)\.[a-z_]+)"', text)
        )
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words(language: str) -> None:
    words, kinds = Translation(language), kinds_in_the_code()
    assert len(kinds) > 20
    assert {kind for kind in kinds if kind_words(words, kind) == kind} == set()


def test_details_are_said_in_words_where_there_are_some() -> None:
    said = detail_words(Translation("en"), {"ending": "by_technician", "tool": "files", "unknown": [1], "way": "totp"})
    assert said == "ending: Ended by support · tool: File manager · unknown: 1 · how: code app"


def test_what_the_operator_changed_is_said_in_words() -> None:
    changed = {"ends_at": 1_801_353_600_000, "plan": "plus", "seats": None, "sessions_per_company": 20}
    said = detail_words(Translation("en"), changed | {"scopes": ["sessions:read", "new:one"]})
    assert said == (
        "subscription until: 2027-01-31 · plan: Plus · scopes: See sessions, new:one · seats: – · "
        "live sessions in the company: 20"
    )

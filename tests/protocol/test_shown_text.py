"""Text of the other side is shown as it is, except for what cannot be seen or turns a line around."""

import pytest

from daypass.protocol.shown_text import harmless


@pytest.mark.parametrize("text", ["Bom dia! Tudo bem? ☕", "two\nlines\tand a tab", "שלום, مرحبا", "👩‍💻 works", ""])  # noqa: RUF001
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("invoice\u202efdp.exe", "invoice⟨U+202E⟩fdp.exe"),
        ("a\x00b\x1b[31m", "a⟨U+0000⟩b⟨U+001B⟩[31m"),
        ("one\r\ntwo\rthree", "one\ntwo⟨U+000D⟩three"),
        ("\ufeffmark\u2066isolate\u2028line", "⟨U+FEFF⟩mark⟨U+2066⟩isolate⟨U+2028⟩line"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_number(text: str, shown: str) -> None:
    assert harmless(text) == shown

"""One native field for digits, shown in groups of three as they are typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import wx

from daypass.host.windows import look
from daypass.host.windows.page import Page
from daypass.host.windows.view import Problem
from daypass.translation import Translation


@dataclass(frozen=True, slots=True)
class Digits:
    """Digits to ask for: `name` is their text `common.<name>`, `wrong` what was wrong with the ones before."""

    name: str
    digits: int
    wrong: Problem | None
    hint: str


def grouped(digits: str) -> str:
    """ "417902" → "417 902"."""
    return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))


def make_code_field(parent: Any, digits: int, error: str, submit: Callable[[], None]) -> Any:
    """A text control that keeps only digits, at most `digits`; Enter submits. `error` is what a screen reader says about it."""
    field = wx.TextCtrl(parent, style=wx.TE_PROCESS_ENTER | wx.TE_CENTRE)
    field.SetFont(look.digits_font(30))
    width, height = field.GetTextExtent(grouped("0" * digits))
    field.SetInitialSize((width + parent.FromDIP(56), height + parent.FromDIP(18)))

    def tidy(event: Any) -> None:
        typed, cursor = field.GetValue(), field.GetInsertionPoint()
        before = sum(character.isdigit() for character in typed[:cursor])
        kept = "".join(character for character in typed if character.isascii() and character.isdigit())[:digits]
        shown = grouped(kept)
        if shown != typed:
            field.ChangeValue(shown)
            place = len(grouped(kept[:before]))
            field.SetInsertionPoint(place)
        event.Skip()

    field.Bind(wx.EVT_TEXT, tidy)
    field.Bind(wx.EVT_TEXT_ENTER, lambda _: submit())
    if error:
        field.SetAccessible(_Described(field, error))
    return field


def add_digits(page: Page, texts: Translation, asked: Digits, answer: Callable[[str], None]) -> None:
    """The whole question on a page: what was wrong, the field with its name and hint, and the button."""
    error = ""
    if asked.wrong:
        happened, _, now = texts.problem(asked.wrong.dp, **asked.wrong.values)
        error = f"{happened} {now}"
        page.warning(f"{error} ({asked.wrong.dp})")
    page.text(texts.text(f"common.{asked.name}"), strong=True, after=4)
    field = make_code_field(page.panel, asked.digits, error, lambda: answer(field.GetValue()))
    page.control(field, focus=True)
    page.small(asked.hint)
    page.button(texts.text("common.continue"), lambda: answer(field.GetValue()), default=True)


class _Described(wx.Accessible):  # type: ignore[misc]
    """Ties the error to the field for screen readers."""

    def __init__(self, field: Any, description: str) -> None:
        super().__init__(field)
        self._description = description

    def GetDescription(self, childId: int) -> tuple[int, str]:  # noqa: N802, N803 - wx's names
        return wx.ACC_OK, self._description

"""One native field for digits, shown in groups of three as they are typed."""

from collections.abc import Callable
from typing import Any

import wx

from daypass.host.windows import look


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


class _Described(wx.Accessible):  # type: ignore[misc]
    """Ties the error to the field for screen readers."""

    def __init__(self, field: Any, description: str) -> None:
        super().__init__(field)
        self._description = description

    def GetDescription(self, childId: int) -> tuple[int, str]:  # noqa: N802, N803 - wx's names
        return wx.ACC_OK, self._description

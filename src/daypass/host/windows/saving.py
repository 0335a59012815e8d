"""Saving something of the session into a file that the person chooses; it is theirs and stays when the app goes."""

import time
from pathlib import Path
from typing import Any

import wx

from daypass.evidence.saved_record import SavedRecord, written
from daypass.host.windows.times import minutes_ahead_of_utc
from daypass.translation import Translation


def save_record(parent: Any, part: str, record: SavedRecord, texts: Translation) -> None:
    """`part` names the texts: `host.<part>.save`, `.file_name` and `.not_saved`."""

    def say(key: str) -> str:
        return texts.text(f"host.{part}.{key}")

    name = f"{say('file_name')} {time.strftime('%Y-%m-%d %H.%M')}.txt"
    style = wx.FD_SAVE | wx.FD_OVERWRITE_PROMPT
    with wx.FileDialog(parent, say("save"), defaultFile=name, wildcard="*.txt", style=style) as dialog:
        if dialog.ShowModal() != wx.ID_OK:
            return
        path = Path(dialog.GetPath())
    try:
        with path.open("w", encoding="utf-8-sig", newline="\r\n") as file:
            file.write(written(record, texts.language, minutes_ahead_of_utc()))
    except OSError as error:
        wx.MessageBox(f"{say('not_saved')}\n{error.strerror or error}", say("save"))

"""The program on the Linux "PC" that is typed into: an X11 window that shows what arrives and writes it to a file.

python -m demo.notepad FILE. Keys are read as any X program reads them: by keycode through the keyboard's present layout.
"""

import sys
from pathlib import Path
from typing import Any

from Xlib import XK, X, display

BACKSPACE, RETURN, LINE_HEIGHT, MARGIN = 0xFF08, 0xFF0D, 18, 16


def character(keysym: int) -> str:
    """The character of a keysym: Latin-1, or Unicode from 0x01000000 on; empty for keys that make none."""
    if keysym >= 0x01000000:
        return chr(keysym - 0x01000000)
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    return "€" if keysym == XK.string_to_keysym("EuroSign") else ""


class Notepad:
    """One window with the keyboard's focus."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._text = ""
        self._display = display.Display()
        screen = self._display.screen()
        self._window = screen.root.create_window(
            80,
            80,
            760,
            460,
            1,
            screen.root_depth,
            background_pixel=screen.white_pixel,
            event_mask=X.KeyPressMask | X.ExposureMask | X.ButtonPressMask,
        )
        self._window.set_wm_name("Notepad")
        self._ink = self._window.create_gc(foreground=screen.black_pixel, background=screen.white_pixel)
        self._window.map()
        self._file.write_text("", encoding="utf-8")

    def run(self) -> None:
        """Show and take keys until killed."""
        while True:
            event = self._display.next_event()
            if event.type == X.MappingNotify:
                self._display.refresh_keyboard_mapping(event)
            elif event.type == X.KeyPress:
                self._key(event)
            elif event.type in (X.Expose, X.ButtonPress):
                self._window.set_input_focus(X.RevertToParent, X.CurrentTime)
                self._draw()

    def _key(self, event: Any) -> None:
        shifted = bool(event.state & X.ShiftMask)
        keysym = self._display.keycode_to_keysym(event.detail, int(shifted))
        if keysym == BACKSPACE:
            self._text = self._text[:-1]
        elif keysym == RETURN:
            self._text += "\n"
        else:
            self._text += character(keysym)
        self._file.write_text(self._text, encoding="utf-8")
        self._draw()

    def _draw(self) -> None:
        self._window.clear_area()
        for number, line in enumerate(self._text.split("\n")):
            top = MARGIN + LINE_HEIGHT * (number + 1)
            self._window.draw_text(self._ink, MARGIN, top, line.encode("latin-1", "replace"))
        self._display.flush()


if __name__ == "__main__":
    Notepad(Path(sys.argv[1])).run()

"""A window of text on an X display that has no window manager: draws its own title, and takes keys as any X program reads them."""

from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from Xlib import XK, X, display

BACKSPACE, RETURN = 0xFF08, 0xFF0D
BAR, MARGIN, LINE, SIZE = 42, 20, 34, 23
FONTS = ("LiberationSans-Regular.ttf", "DejaVuSans.ttf")


def character(keysym: int) -> str:
    """The character of a keysym: Latin-1, or Unicode from 0x01000000 on; empty for keys that make none."""
    if keysym >= 0x01000000:
        return chr(keysym - 0x01000000)
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    if keysym == BACKSPACE:
        return "\b"
    if keysym == RETURN:
        return "\n"
    return "€" if keysym == XK.string_to_keysym("EuroSign") else ""


def font() -> Any:
    """A font of this machine that has the letters of our languages, else Pillow's own."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, SIZE)
        except OSError:
            continue
    return ImageFont.load_default(SIZE)


class TextWindow:
    """One window with the keyboard's focus. `place` is x, y, width, height in pixels."""

    def __init__(self, title: str, place: tuple[int, int, int, int], colour: str = "#52606d") -> None:
        self._title, self._colour, self._text = title, colour, ""
        self._width, self._height = place[2:]
        self._font = font()
        self._display = display.Display()
        screen = self._display.screen()
        mask = X.KeyPressMask | X.ExposureMask | X.ButtonPressMask
        self._window = screen.root.create_window(*place, 0, screen.root_depth, event_mask=mask)
        self._window.set_wm_name(title)
        self._ink = self._window.create_gc()
        self._window.map()
        self._display.sync()
        self._take_the_keyboard()

    def fileno(self) -> int:
        """Readable when there is something for `typed`."""
        return int(self._display.fileno())

    def waiting(self) -> bool:
        """Whether there is something for `typed` already."""
        return bool(self._display.pending_events())

    def typed(self) -> Iterator[str]:
        """Characters typed so far; "\\b" takes one back, "\\n" is Enter."""
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.MappingNotify:
                self._display.refresh_keyboard_mapping(event)
            elif event.type == X.KeyPress:
                shifted = int(bool(event.state & X.ShiftMask))
                yield character(self._display.keycode_to_keysym(event.detail, shifted))
            elif event.type == X.ButtonPress:
                self._take_the_keyboard()
            elif event.type == X.Expose:
                self._draw()

    def rename(self, title: str) -> None:
        """Under another title for those who look for the window; what it shows stays."""
        self._window.set_wm_name(title)
        self._display.flush()

    def show(self, text: str) -> None:
        """Show the last lines of a text."""
        self._text = text
        self._draw()

    def _take_the_keyboard(self) -> None:
        self._window.configure(stack_mode=X.Above)
        self._window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._draw()

    def _draw(self) -> None:
        picture = Image.new("RGB", (self._width, self._height), "#ffffff")
        pen = ImageDraw.Draw(picture)
        pen.rectangle((0, 0, self._width, BAR), self._colour)
        pen.text((MARGIN, 7), self._title, "#ffffff", self._font)
        rows = [row for line in self._text.split("\n") for row in self._rows(line)]
        most = (self._height - BAR - MARGIN) // LINE
        for number, row in enumerate(rows[-most:]):
            pen.text((MARGIN, BAR + MARGIN // 2 + number * LINE), row, "#1b2124", self._font)
        self._window.put_pil_image(self._ink, 0, 0, picture)
        self._display.flush()

    def _rows(self, line: str) -> list[str]:
        """The line, broken at words so that each row fits into the window."""
        rows = [""]
        for word in line.split(" "):
            longer = f"{rows[-1]} {word}" if rows[-1] else word
            if rows[-1] and self._font.getlength(longer) > self._width - 2 * MARGIN:
                rows.append(word)
            else:
                rows[-1] = longer
        return rows

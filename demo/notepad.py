"""The program on the Linux "PC" that is typed into: an X11 window that shows what arrives and writes it to a file.

python -m demo.notepad FILE
"""

import select
import sys
from pathlib import Path

from demo.text_window import TextWindow

PLACE = (60, 60, 760, 460)


def run(file: Path) -> None:
    """Show and take keys until killed."""
    window = TextWindow("Notepad", PLACE)
    text = ""
    file.write_text(text, encoding="utf-8")
    while True:
        if not window.waiting():
            select.select([window], [], [])
        for character in window.typed():
            text = text[:-1] if character == "\b" else text + character
            file.write_text(text, encoding="utf-8")
        window.show(text + "_")


if __name__ == "__main__":
    run(Path(sys.argv[1]))

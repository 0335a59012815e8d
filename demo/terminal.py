"""A window for the Linux stand-in's host, whose questions are lines of text: shows what it prints, hands it the lines that are typed.

python -m demo.terminal PRINTED COMMAND…    PRINTED: the file that keeps what the command prints
"""

import os
import select
import subprocess
import sys
from pathlib import Path

from demo.text_window import TextWindow

TITLE, ENDED = "Daypass", "Daypass, ended"
PLACE = (520, 250, 720, 510)
COLOUR = "#0f766e"
LONGEST_LINE = 200


class Terminal:
    """One window, one program in it. It stays after the program's end until Enter closes it."""

    def __init__(self, program: "subprocess.Popen[bytes]", printed: Path) -> None:
        self._program, self._printed = program, printed
        self._said, self._line, self._ended, self._closed = "", "", False, False
        self._window = TextWindow(TITLE, PLACE, COLOUR)

    def run(self) -> int:
        """Until the person closes the window; the program's exit code."""
        output = self._program.stdout
        assert output is not None
        sources = [self._window.fileno(), output.fileno()]
        while not self._closed:
            ready = [] if self._window.waiting() else select.select(sources, [], [])[0]
            if output.fileno() in ready and not self._hear(os.read(output.fileno(), 4096)):
                sources.pop()
            for character in self._window.typed():
                self._take(character)
            self._window.show(f"{self._said}\n[ Enter ]" if self._ended else f"{self._said}› {self._line}_")
        return self._program.wait()

    def _hear(self, said: bytes) -> bool:
        with self._printed.open("ab") as file:
            file.write(said)
        self._said += said.decode("utf-8", "replace")
        if not said:
            self._ended = True
            self._window.rename(ENDED)
        return bool(said)

    def _take(self, character: str) -> None:
        if character == "\b":
            self._line = self._line[:-1]
        elif character != "\n":
            self._line = (self._line + character)[:LONGEST_LINE]
        elif self._ended:
            self._closed = True
        else:
            self._say(self._line + "\n")
            self._line = ""

    def _say(self, line: str) -> None:
        assert self._program.stdin is not None
        self._said += line
        try:
            self._program.stdin.write(line.encode())
            self._program.stdin.flush()
        except BrokenPipeError:
            return  # the program has just ended; the end of its output follows


def main(printed: Path, command: list[str]) -> int:
    """Run the command in a window."""
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        return Terminal(program, printed).run()
    finally:
        program.terminate()
        program.wait()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))

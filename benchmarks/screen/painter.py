"""The program on the customer's screen: python -m benchmarks.screen.painter DISPLAY. Takes a case a line, and answers in JSON lines.

`CASE` paints the beginning and answers its probe; the next line, seconds, plays it and answers its states. Ends with its input.
"""

import json
import sys

from benchmarks.screen.cases import HEIGHT, WIDTH
from benchmarks.screen.motions import MOTIONS
from benchmarks.screen.x11_window import Window


def main(display_name: str) -> int:
    """Until the input ends."""
    window = Window(display_name, WIDTH, HEIGHT)
    while name := sys.stdin.readline().strip():
        motion = MOTIONS[name](window)
        motion.prepare()
        window.take_focus()
        print(json.dumps(motion.probe), flush=True)
        seconds = sys.stdin.readline().strip()
        if not seconds:
            break
        print(json.dumps(motion.play(float(seconds))), flush=True)
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

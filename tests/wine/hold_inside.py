"""Runs on the PC: holds its mouse and keyboard with the host's own code, types one letter, and waits to be freed.

`SOURCES SAID GO`: it writes a line into SAID for each thing done, and goes on when GO is there.
"""

import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from daypass.host.platform.windows.hands import WindowsHands  # noqa: E402 - found by then
from daypass.host.platform.windows.hold import WindowsHold  # noqa: E402

B = 0x30
said, go = Path(sys.argv[2]), Path(sys.argv[3])
freed = threading.Event()
hands = WindowsHands()


def say(line: str) -> None:
    with said.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def tell(why: str) -> None:
    say(f"freed: {why}")
    freed.set()


hold = WindowsHold(tell)
try:
    hold.show(["A technician works here", "Esc"])
    say("blank")
except OSError as error:
    say(f"not blank: {error}")
hold.show(None)
say("held")
while not go.exists():
    time.sleep(0.05)
for down in (True, False):
    hands.key(B, False, down)
hands.move(321, 234)
say("typed")
say("over" if freed.wait(30) else "never freed")
hold.close()
time.sleep(2)  # Esc is still down: it is repeated to nobody

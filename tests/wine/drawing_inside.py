"""Runs on the PC: draws a line over its screen with the host's own code, until it is told to stop.

`SOURCES SAID GO`: it writes a line into SAID for each thing done, and takes the drawing away when GO is there.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from daypass.host.platform.ports import Drawn, DrawnLine  # noqa: E402 - found by then
from daypass.host.platform.windows.drawing_layer import WindowsDrawingLayer  # noqa: E402
from daypass.host.platform.windows.input_desktop import use_physical_pixels  # noqa: E402

said, go = Path(sys.argv[2]), Path(sys.argv[3])
use_physical_pixels()
layer = WindowsDrawingLayer()
lines = (DrawnLine(((100, 300), (400, 300), (400, 400)), 20), DrawnLine(((600, 350),), 60))
layer.show(Drawn(lines, "Technician One", (600, 350)))
said.write_text("drawn", encoding="utf-8")
while not go.exists():
    time.sleep(0.05)
layer.close()
said.write_text("gone", encoding="utf-8")

"""Runs on the PC: the hardware encoder of fake_encoder.c through the host's own code. `SOURCES DLL CODECS`; prints JSON."""

import ctypes
import gc
import json
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from daypass.host.platform.ports import VideoRate  # noqa: E402 - found by then
from daypass.host.platform.windows.media_foundation import open_hardware_encoder  # noqa: E402
from daypass.host.platform.x264 import libraries_in  # noqa: E402

WIDTH, HEIGHT = 320, 192
fake = ctypes.WinDLL(sys.argv[2])
libraries = libraries_in(Path(sys.argv[3]))
seen: dict[str, object] = {}


def tried(behaviour: str) -> object:
    """The frames it makes, in hex, or why it was refused."""
    fake.begin(behaviour.encode())
    try:
        encoder = open_hardware_encoder(libraries, WIDTH, HEIGHT, sys.argv[2])
        encoder.follow(VideoRate(kbits=600, pictures=20))  # as much for each frame as 900 for thirty
        white = b"\xff" * (WIDTH * HEIGHT * 4)
        return [encoder.encode(white, key).hex() for key in (True, False, True)]
    except OSError as error:
        return str(error)


for behaviour in ("good", "changes", "keeps", "no_key", "none"):
    seen[behaviour] = tried(behaviour)
    gc.collect()
    seen[f"{behaviour}: held"] = fake.held()
    seen[f"{behaviour}: shut"] = fake.shutdowns()
    if behaviour == "good":
        seen["wished"] = fake.wished()
fake.begin(b"good")
try:
    open_hardware_encoder(libraries, WIDTH, HEIGHT)
except OSError as error:
    seen["this_pc"] = str(error)
print(json.dumps(seen))

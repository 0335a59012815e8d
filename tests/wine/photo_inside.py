"""Runs on the PC: photographs by the host's own code. `SOURCES`; prints JSON: each quality's JPEG in hex, and what a refusal says."""

import json
import sys
import time

sys.path.insert(0, sys.argv[1])

from daypass.host.platform.windows.photo import encode_photo  # noqa: E402 - found by then

WIDTH, HEIGHT = 96, 64
pixels = bytearray()
for y in range(HEIGHT):
    for x in range(WIDTH):
        pixels += bytes((x * 2, y * 3, (x + y) & 255, 0))
seen: dict[str, object] = {str(quality): encode_photo(pixels, WIDTH, HEIGHT, quality).hex() for quality in (20, 75)}
large = bytes(256 * 64 * 4)
encode_photo(large, 256, 64, 75)
began = time.perf_counter()
for _ in range(200):
    encode_photo(large, 256, 64, 75)
seen["ms"] = (time.perf_counter() - began) * 1000 / 200
try:
    encode_photo(b"", 0, 64, 75)
except OSError as error:
    seen["refused"] = str(error)
print(json.dumps(seen))

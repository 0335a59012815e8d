"""What a sealed frame costs in Python: `python benchmarks/sealing.py` prints one JSON object.

Microseconds a frame (median and 95th percentile of rounds) for sealing and opening, beside a plain copy of the same bytes (the
limit) and AES-256-GCM of the `cryptography` package (the peer), in the same run.
"""

import json
import os
import statistics
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from daypass.protocol.sealing import Kind, Opener, Sealer

SIZES = (1024, 16 * 1024, 64 * 1024)
ROUNDS = 60
FRAMES = 100


def per_frame_us(work: Callable[[], object]) -> float:
    """Microseconds that one call takes, over one round."""
    start = time.perf_counter_ns()
    for _ in range(FRAMES):
        work()
    return (time.perf_counter_ns() - start) / FRAMES / 1000


def summary(rounds: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {"p50_us": round(statistics.median(rounds), 2), "p95_us": round(sorted(rounds)[int(len(rounds) * 0.95)], 2)}


def measure(size: int) -> dict[str, dict[str, float]]:
    """All candidates on one size, round by round in turn, so that a busy machine slows all alike."""
    key, iv, plain = os.urandom(32), os.urandom(12), os.urandom(size)
    source, peer, header = bytearray(plain), AESGCM(key), bytes(13)
    peer_sealed = peer.encrypt(iv, plain, header)
    rounds: dict[str, list[float]] = {name: [] for name in ("seal", "open", "copy", "peer_seal", "peer_open")}
    for _ in range(ROUNDS):
        sealer, opener = Sealer(key, iv), Opener(key, iv)
        frames: list[bytes] = []
        rounds["seal"].append(per_frame_us(lambda s=sealer, f=frames: f.append(s.seal(Kind.PICTURE, plain))))  # type: ignore[misc]
        waiting = iter(frames)
        rounds["open"].append(per_frame_us(lambda o=opener, w=waiting: o.open(next(w))))  # type: ignore[misc]
        rounds["copy"].append(per_frame_us(lambda: bytes(source)))
        rounds["peer_seal"].append(per_frame_us(lambda: peer.encrypt(iv, plain, header)))
        rounds["peer_open"].append(per_frame_us(lambda: peer.decrypt(iv, peer_sealed, header)))
    return {name: summary(times) for name, times in rounds.items()}


if __name__ == "__main__":
    print(
        json.dumps(
            {
                "benchmark": "sealing",
                "frames_a_round": FRAMES,
                "rounds": ROUNDS,
                "bytes": {size: measure(size) for size in SIZES},
            }
        )
    )

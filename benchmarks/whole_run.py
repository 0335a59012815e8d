"""A benchmark as a whole: it ends within its time, and says on what machine it ran."""

import os
import signal
from types import FrameType
from typing import Any

PART_STOPS = (RuntimeError, TimeoutError)
"""What may stop a part of a run; what was measured until then is reported all the same."""


class OutOfTime(Exception):
    """The whole run has taken too long: nothing more is begun."""


STOPS = (*PART_STOPS, OutOfTime)


def bound(seconds: int) -> None:
    """From now on the run ends by itself: OutOfTime after so long, KeyboardInterrupt at SIGTERM, so that everything started is ended."""

    def too_long(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTime(f"not done within {seconds // 60} minutes")

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)


def machine() -> dict[str, Any]:
    """What figures depend on."""
    return {"cores": os.cpu_count(), "load_15min": round(os.getloadavg()[2], 1)}


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt

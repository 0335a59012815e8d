"""Keeps the host's service running, as Windows' service control manager does: starts it again when it dies."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from daypass.host.platform.linux.programs import host_command

_PAUSE_S = (0.2, 1.0, 5.0)
_STOP_TIMEOUT_S = 3.0


def supervise(session_id: str, directory: Path, environment: Mapping[str, str]) -> int:
    """Run until the service ends by itself with 0 (the session is over) or this process is told to end."""
    (directory / "service.pid").write_text(str(os.getpid()))
    stopping = False
    child: subprocess.Popen[bytes] | None = None

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        if child:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    deaths = 0
    while not stopping:
        child = subprocess.Popen(
            host_command(["service", "--session", session_id]), stdin=subprocess.DEVNULL, env=dict(environment)
        )
        if stopping:
            child.terminate()
        if child.wait() == 0:
            return 0
        if not stopping:
            time.sleep(_PAUSE_S[min(deaths, len(_PAUSE_S) - 1)])
            deaths += 1
    return 0

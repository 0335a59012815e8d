"""Asks Windows PowerShell what only COM would tell: the runtime carries no COM (packaging/windows/runtime.py says why)."""

import sys

assert sys.platform == "win32"

import json
import subprocess
from typing import Any

from daypass.host.platform.windows.system_folders import system_folder

PATIENCE_S = 60
MOST_BYTES = 16 * 1024 * 1024


def ask_powershell(question: str) -> list[dict[str, Any]]:
    """What the pipeline `question` answers, one record each. Raises OSError where there is no PowerShell, or no answer.

    `question` is a constant of ours: nothing from outside ever becomes part of it.
    """
    script = (
        f"[Console]::OutputEncoding=[Text.Encoding]::UTF8; ConvertTo-Json -Compress -Depth 2 -InputObject @({question})"
    )
    program = system_folder() / "WindowsPowerShell" / "v1.0" / "powershell.exe"
    try:
        answer = subprocess.run(
            [program, "-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command", script],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
            creationflags=subprocess.CREATE_NO_WINDOW,
        ).stdout
        told = json.loads(answer[:MOST_BYTES].decode("utf-8", "replace").lstrip("\ufeff"))
    except (subprocess.TimeoutExpired, ValueError) as problem:
        raise OSError("PowerShell did not answer") from problem
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []

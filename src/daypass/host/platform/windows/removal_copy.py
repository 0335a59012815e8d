"""A copy of the program outside its installation: a directory in use cannot be removed, so the removal runs from elsewhere."""

import sys

assert sys.platform == "win32"

import secrets
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from daypass.host.platform.windows import traces
from daypass.host.platform.windows.directories import make_protected
from daypass.host.platform.windows.system_folders import system_folder, windows_folder

PREFIX = "daypass-removal-"
MODULE = ("-I", "-m", "daypass.host")


def start(arguments: Sequence[str]) -> None:
    """Run `python -I -m daypass.host ARGUMENTS` from a copy that outlives this process and is deleted when it ends.

    The copy lies in a directory of Windows' Temp that only SYSTEM and administrators reach. The shell stands in the system's
    folder, because it looks for programs where it stands first, and anybody may put some into Temp.
    """
    runtime = Path(sys.executable).parent
    copy = windows_folder() / "Temp" / (PREFIX + secrets.token_hex(8))
    make_protected(copy)
    shutil.copytree(
        runtime, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns(traces.DATA, traces.PROGRAM, "__pycache__")
    )
    command = subprocess.list2cmdline([str(copy / "python.exe"), *MODULE, *arguments])
    subprocess.Popen(
        f'"{system_folder() / "cmd.exe"}" /d /s /c "{command} & {_until_deleted(copy)}"',
        cwd=system_folder(),
        close_fds=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=subprocess.CREATE_NO_WINDOW,
    )


def copies() -> list[Path]:
    """Copies that are still there, this process's own left out."""
    temporary = windows_folder() / "Temp"
    return [copy for copy in temporary.glob(PREFIX + "*") if copy != Path(sys.executable).parent]


def _until_deleted(directory: Path) -> str:
    """No program can delete itself: this shell command tries for a minute, also after the copy crashed.

    Without parentheses, which Wine's cmd reads differently.
    """
    wait = f"{system_folder() / 'ping.exe'} -n 2 127.0.0.1"
    return f'for /L %i in (1,1,60) do @if exist "{directory}" rmdir /s /q "{directory}" & {wait}'

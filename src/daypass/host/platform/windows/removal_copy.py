"""A copy of the program outside its installation: a directory in use cannot be removed, so the removal runs from elsewhere."""

import sys

assert sys.platform == "win32"

import logging
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from daypass.host.platform.windows import traces
from daypass.host.platform.windows.directories import FOR_EVERYBODY_TO_RUN, make_protected
from daypass.host.platform.windows.locked_files import delete_tree_at_reboot, forget_delete_at_reboot
from daypass.host.platform.windows.system_folders import program_files, system_folder

PREFIX = "Daypass-removal-"
MODULE = ("-I", "-m", "daypass.host")
_log = logging.getLogger(__name__)


def start(arguments: Sequence[str]) -> None:
    """Run `python -I -m daypass.host ARGUMENTS` from a copy that outlives this process and is deleted when it ends.

    The copy lies beside the installation, in a directory that only SYSTEM and administrators change; everybody may run it, since
    the last window is shown from there as the person at the screen. Not in Windows' Temp: there that person could make a directory
    of the same name as soon as this one is gone, and have the shell, or Windows at its next start, delete what they lead it to.
    The shell stands in the system's folder, because it looks for programs where it stands first.
    """
    runtime = Path(sys.executable).parent
    copy = program_files() / (PREFIX + secrets.token_hex(8))
    make_protected(copy, FOR_EVERYBODY_TO_RUN)
    shutil.copytree(
        runtime,
        copy,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns(traces.DATA, traces.PROGRAM, traces.CODECS, "__pycache__"),
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


@contextmanager
def deleted_at_restart() -> Iterator[None]:
    """While this copy works, and its last window may stay open for minutes: the shell that deletes it dies with the PC's power."""
    copy = Path(sys.executable).parent
    if not copy.name.startswith(PREFIX):
        yield
        return
    try:
        delete_tree_at_reboot(copy)
    except OSError as error:
        _log.warning("this copy would outlive a power cut: %s", error)
    try:
        yield
    finally:
        forget_delete_at_reboot(copy)


def copies() -> list[Path]:
    """Copies that are still there, this process's own left out."""
    return [copy for copy in program_files().glob(PREFIX + "*") if copy != Path(sys.executable).parent]


def _until_deleted(directory: Path) -> str:
    """No program can delete itself: this shell command tries for a minute, also after the copy crashed.

    Without parentheses, which Wine's cmd reads differently.
    """
    wait = f"{system_folder() / 'ping.exe'} -n 2 127.0.0.1"
    return f'for /L %i in (1,1,60) do @if exist "{directory}" rmdir /s /q "{directory}" & {wait}'

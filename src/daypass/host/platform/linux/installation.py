"""Puts the host into a directory of its own and keeps its service running, for development, tests and the demo.

`HOME/sessions/ID/` holds a note of what is installed, the vault and the sockets; the running interpreter is used in place. The
"service" is a supervisor process that starts the service again whenever it dies before the session is over.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from daypass.host.platform.linux.programs import start_detached
from daypass.host.platform.ports import Artefact

_STOP_TIMEOUT_S = 5.0


class DirectoryInstallation:
    """Everything below one directory; nothing outside it is touched."""

    def __init__(self, home: Path, environment: Mapping[str, str] = os.environ) -> None:
        self._home, self._environment = home, environment

    def directory(self, session_id: str) -> Path:
        return self._home / "sessions" / session_id

    def install(self, session_id: str, manifest: Callable[[Artefact], None]) -> Path:
        directory = self.directory(session_id)
        manifest(Artefact("directory", str(directory)))
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        note = directory / "README.txt"
        manifest(Artefact("file", str(note)))
        note.write_text("Daypass temporary host. It removes itself when the support session is over.\n")
        manifest(Artefact("service", str(directory / "service.pid")))
        return directory

    def start_service(self, session_id: str) -> None:
        start_detached(["supervise", "--session", session_id], self._environment)

    def start_cleaner(self, session_id: str) -> None:
        start_detached(["cleaner", "--session", session_id, "--now"], self._environment)

    def present(self) -> bool:
        return bool(self.installed_sessions())

    def removal_under_way(self) -> bool:
        """Each session has a directory of its own: one that is being removed is in nobody's way."""
        return False

    def installed_sessions(self) -> Sequence[str]:
        sessions = self._home / "sessions"
        return sorted(entry.name for entry in sessions.iterdir()) if sessions.is_dir() else []

    def remove(self, session_id: str, artefacts: Sequence[Artefact]) -> None:
        for artefact in reversed(artefacts):
            path = Path(artefact.name)
            if artefact.kind == "service":
                _stop_process(path)
            elif artefact.kind == "directory" and path == self.directory(session_id):
                shutil.rmtree(path, ignore_errors=True)
            elif artefact.kind == "file" and path.is_relative_to(self.directory(session_id)):
                path.unlink(missing_ok=True)
        if session_id:  # also when its record was damaged and names nothing
            _stop_process(self.directory(session_id) / "service.pid")
            shutil.rmtree(self.directory(session_id), ignore_errors=True)
        self._remove_links(session_id)
        for parent in (self._home / "links", self._home / "sessions", self._home):
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()

    def _remove_links(self, session_id: str) -> None:
        """What a killed service left; the links of a window that is just open stay."""
        for link in (self._home / "links").glob("*.sock"):
            if link.name == "host.sock" or link.name.endswith(f"-{session_id}.sock"):
                link.unlink(missing_ok=True)

    def leftovers(self, artefacts: Sequence[Artefact]) -> Sequence[Artefact]:
        return [artefact for artefact in artefacts if Path(artefact.name).exists()]


def _stop_process(pid_file: Path) -> None:
    """End the supervisor whose number is in the file, and wait until it is gone."""
    try:
        pid = int(pid_file.read_text())
    except (FileNotFoundError, ValueError):
        return
    pid_file.unlink(missing_ok=True)
    if sys.platform == "win32":  # for the type checker: SIGKILL is Unix's
        raise OSError("Linux only")
    give_up = time.monotonic() + _STOP_TIMEOUT_S
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sign)
            while time.monotonic() < give_up:
                os.kill(pid, 0)
                time.sleep(0.05)
        except ProcessLookupError:
            return
        give_up += 1

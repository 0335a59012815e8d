"""Puts the host on the PC and takes it off again; every place it touches is named in `traces.py`.

Each trace goes into the manifest before it is made, so that a power cut in the middle leaves nothing unknown. Removing asserts
effects: what counts is that a thing is gone, not what Windows answered.
"""

import sys

assert sys.platform == "win32"

import logging
import shutil
import stat
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from daypass import __version__
from daypass.host.platform.ports import Artefact
from daypass.host.platform.windows import (
    cleaner_task,
    registry,
    removal_copy,
    restart,
    secure_attention,
    service_control,
    traces,
)
from daypass.host.platform.windows.directories import FOR_EVERYBODY_TO_RUN, FOR_THE_SERVICE, make_protected
from daypass.host.platform.windows.locked_files import (
    delete_at_reboot,
    delete_tree_at_reboot,
    forget_delete_at_reboot,
    waits_for_reboot,
)

MODULE = removal_copy.MODULE
REMOVAL_PATIENCE_S = 20.0
SAFE_BOOT = Artefact("boot", "safeboot")
"""A leftover only: the boot loader keeps safe mode, which was ours to set and could not be taken back."""
_log = logging.getLogger(__name__)


class WindowsInstallation:
    """The installation under Program Files, its service, its entry in *Installed apps* and its cleaner."""

    def __init__(self, directory: Path | None = None, signed_file: Path | None = None) -> None:
        """`signed_file` is the executable the customer downloaded: *Uninstall* runs it, so that Windows names its publisher."""
        self._directory = directory or traces.directory()
        self._signed_file = signed_file
        self._boots_safe = False

    def install(self, session_id: str, manifest: Callable[[Artefact], None]) -> Path:
        """Copy the running runtime to an administrators-only directory and register everything; returns the directory.

        *Uninstall* comes before the runtime: it needs nothing but the signed file, so it works wherever the rest broke off.
        """
        program = self._directory / "pythonw.exe"
        manifest(Artefact("directory", str(self._directory)))
        self._make_directory()
        manifest(Artefact("registry", traces.UNINSTALL_KEY))
        registry.write(traces.UNINSTALL_KEY, self._uninstall_entry(session_id))
        shutil.copytree(Path(sys.executable).parent, self._directory, dirs_exist_ok=True)
        if registry.exists(
            traces.SAFE_MODE_KEYS
        ):  # else this Windows has no safe mode, and we would leave the parent behind
            manifest(Artefact("registry", traces.SAFE_MODE_KEY))
            registry.write(traces.SAFE_MODE_KEY, {"": "Service"})
        manifest(Artefact("task", traces.TASK))
        cleaner_task.register(program, [*MODULE, "cleaner", "--session", session_id], self._directory / traces.DATA)
        manifest(Artefact("service", traces.SERVICE))
        service_control.create(
            traces.SERVICE, traces.SHOWN_NAME, [program, *MODULE, "service", "--session", session_id]
        )
        return self._directory

    def start_service(self, session_id: str) -> None:
        """Start it and wait up to 20 s until it runs. Raises OSError when it does not."""
        service_control.start(traces.SERVICE, patience_s=20.0)

    def start_cleaner(self, session_id: str) -> None:
        """Run `cleaner --session ID --now` from a copy outside the installation; it outlives the service that calls this."""
        removal_copy.start(["cleaner", "--session", session_id, "--now"])

    def present(self) -> bool:
        """Whether any trace is there; needs no rights."""
        return any(_exists(artefact) for artefact in self._everything_known())

    def removal_under_way(self) -> bool:
        """A copy outside the installation is deleted when its work is done, or a minute after it crashed."""
        return bool(removal_copy.copies())

    def installed_sessions(self) -> Sequence[str]:
        """The session whose host is on this PC: there is room for one."""
        data = self._directory / traces.DATA
        try:
            return sorted(entry.name for entry in data.iterdir() if entry.is_dir())
        except OSError:  # not installed, or not for us to read
            return []

    def session_directory(self, session_id: str) -> Path:
        """Where the service keeps what it knows about a session."""
        return self._directory / traces.DATA / session_id

    def remove(self, session_id: str, artefacts: Sequence[Artefact]) -> None:
        """Undo the manifest, newest first, and whatever else is ours; run it from outside the directory (`start_cleaner`)."""
        try:
            secure_attention.put_policy_back(self._directory / traces.DATA / secure_attention.NOTE)
        except OSError:
            _log.exception("a policy of Windows could not be put back")
        try:
            restart.take_back_safe_boot(self._directory / traces.DATA / restart.NOTE)
        except OSError:
            _log.exception("the PC still starts in safe mode")
            self._boots_safe = True
        for artefact in [*reversed(artefacts), *self._everything_known()]:
            try:
                self._remove_one(artefact)
            except Exception:  # one stubborn trace must not protect the others; leftovers() tells what stayed
                _log.exception("could not remove %s", artefact)

    def leftovers(self, artefacts: Sequence[Artefact]) -> Sequence[Artefact]:
        """What of the manifest, and of all that this version could ever make, is still on the PC."""
        left = [artefact for artefact in dict.fromkeys([*artefacts, *self._everything_known()]) if _exists(artefact)]
        return [*left, SAFE_BOOT] if self._boots_safe else left

    def _everything_known(self) -> list[Artefact]:
        return [
            Artefact("service", traces.SERVICE),
            Artefact("task", traces.TASK),
            Artefact("registry", traces.SAFE_MODE_KEY),
            Artefact("registry", traces.UNINSTALL_KEY),
            Artefact("directory", str(self._directory)),
            *(Artefact("directory", str(folder)) for folder in self._unpacked_folders()),
        ]

    def _unpacked_folders(self) -> list[Path]:
        """Where the download unpacked itself as administrator: it deletes them, unless the PC was switched off meanwhile."""
        if Path(sys.executable).parent.match(traces.UNPACKED):
            return []  # a download at work: the customer's window may run from the folder beside
        return list(self._directory.parent.glob(traces.UNPACKED))

    def _make_directory(self) -> None:
        """The empty directory with the place for the record, which holds the manifest from now on, and the signed file."""
        if self._directory.exists():  # an installation that broke off; Program Files belongs to administrators
            _delete_tree(self._directory, patience_s=5.0)
            forget_delete_at_reboot(self._directory)  # else the next start of the PC would take the new one away
        make_protected(self._directory, FOR_EVERYBODY_TO_RUN)
        make_protected(self._directory / traces.DATA, FOR_THE_SERVICE)
        if self._signed_file:
            shutil.copyfile(self._signed_file, self._directory / traces.PROGRAM)

    def _uninstall_entry(self, session_id: str) -> dict[str, str | int]:
        program: list[str | Path] = [
            self._directory / "pythonw.exe",
            *MODULE,
        ]  # only where there is no signed file: in development
        if self._signed_file:
            program = [self._directory / traces.PROGRAM]
        command = service_control.quoted([*program, "uninstall", "--session", session_id])
        size = sum(file.stat().st_size for file in Path(sys.executable).parent.rglob("*") if file.is_file())
        return {
            "DisplayName": traces.SHOWN_NAME,
            "DisplayVersion": __version__,
            "Publisher": "Daypass",
            "DisplayIcon": str(program[0]),
            "InstallLocation": str(self._directory),
            "InstallDate": time.strftime("%Y%m%d"),
            "UninstallString": command,
            "EstimatedSize": size // 1024,
            "NoModify": 1,
            "NoRepair": 1,
        }

    def _remove_one(self, artefact: Artefact) -> None:
        if not _exists(artefact):
            return
        _REMOVERS[artefact.kind](artefact.name)


def _exists(artefact: Artefact) -> bool:
    return _EXISTS[artefact.kind](artefact.name)


def _delete_tree(directory: Path, patience_s: float = REMOVAL_PATIENCE_S) -> None:
    """Delete a directory that processes may still be leaving; what stays locked goes at the next start of the PC."""
    give_up = time.monotonic() + patience_s
    while directory.exists():
        shutil.rmtree(directory, onerror=_make_writable_and_retry)
        if not directory.exists():
            return
        if time.monotonic() > give_up:
            delete_tree_at_reboot(directory)
            return
        time.sleep(0.25)


def _make_writable_and_retry(function: Callable[[str], object], path: str, _: Any) -> None:
    try:
        Path(path).chmod(stat.S_IWRITE)
        function(path)
    except OSError:
        return  # still locked: the caller tries the whole tree again


def _delete_file(path: str) -> None:
    try:
        Path(path).unlink(missing_ok=True)
    except OSError:
        delete_at_reboot(Path(path))


_REMOVERS: dict[str, Callable[[str], None]] = {
    "directory": lambda name: _delete_tree(Path(name)),
    "file": _delete_file,
    "shortcut": _delete_file,
    "registry": registry.delete,
    "service": service_control.delete,
    "task": cleaner_task.delete,
    "delayed_delete": lambda name: forget_delete_at_reboot(Path(name)),
}
_EXISTS: dict[str, Callable[[str], bool]] = {
    "directory": lambda name: Path(name).exists(),
    "file": lambda name: Path(name).exists(),
    "shortcut": lambda name: Path(name).exists(),
    "registry": registry.exists,
    "service": service_control.exists,
    "task": cleaner_task.exists,
    "delayed_delete": lambda name: waits_for_reboot(Path(name)),
}

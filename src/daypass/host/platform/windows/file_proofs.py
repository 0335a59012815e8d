"""What File Manager relies on and only a real PC shows: that Windows tells a junction from a folder, and where an opened file really is."""

import sys

assert sys.platform == "win32"

import _winapi
import os
import struct
import tempfile
from pathlib import Path
from typing import Any

import pywintypes
import win32con
import win32file

from daypass.host.platform.windows.files_as_system import SystemFiles

_SET_REPARSE_POINT, _MOUNT_POINT = 0x900A4, 0xA0000003
_LINK_ITSELF = win32con.FILE_FLAG_BACKUP_SEMANTICS | 0x00200000  # FILE_FLAG_OPEN_REPARSE_POINT


def junctions_are_not_followed() -> dict[str, Any]:
    """A junction is named as a link with its target; nothing is opened behind it, also where somebody plants it at the last moment."""
    files = SystemFiles()
    with tempfile.TemporaryDirectory(prefix="daypass-selftest-") as folder:
        root = os.path.realpath(folder)
        behind, link = Path(root, "behind"), Path(root, "link")
        behind.mkdir()
        (behind / "file").write_bytes(b"x")
        _winapi.CreateJunction(str(behind), str(link))
        try:
            named = files.look(str(link))
            followed = _opens(files, str(link / "file"))
            straight = _opens(files, str(behind / "file"))
        finally:
            link.rmdir()
        became = _opens_through_one_that_became_a_junction(files, Path(root))
    proven = named.kind == "link" and named.target == str(behind) and straight and not followed and not became
    return {"proven": proven, "kind": named.kind, "followed": followed, "followed_when_it_became_one": became}


def _opens_through_one_that_became_a_junction(files: SystemFiles, root: Path) -> bool:
    """Whether something behind a folder can be opened that was made a junction while it was open."""
    later = root / "later"
    later.mkdir()
    parent = files.open_root(str(root) + "\\")
    try:
        held = files.open_folder(parent, "later")
        try:
            _make_junction_of(later, root / "behind")
            os.close(files.read_in(held, "file"))
        except OSError:
            return False
        finally:
            files.close_folder(held)
    finally:
        files.close_folder(parent)
        later.rmdir()
    return True


def _make_junction_of(folder: Path, target: Path) -> None:
    """What anybody may do with an empty folder that they may write attributes of."""
    leads_to = f"\\??\\{target}".encode("utf-16-le")
    names = leads_to + b"\0\0" + b"\0\0"
    said = struct.pack("<HHHH", 0, len(leads_to), len(leads_to) + 2, 0) + names
    handle = win32file.CreateFile(
        str(folder), win32con.GENERIC_WRITE, 7, None, win32con.OPEN_EXISTING, _LINK_ITSELF, None
    )
    try:
        win32file.DeviceIoControl(
            handle, _SET_REPARSE_POINT, struct.pack("<IHH", _MOUNT_POINT, len(said), 0) + said, None
        )
    except pywintypes.error as problem:
        raise AssertionError("no junction could be made") from problem
    finally:
        handle.Close()


def _opens(files: SystemFiles, path: str) -> bool:
    try:
        os.close(files.open_to_read(path))
    except OSError:
        return False
    return True

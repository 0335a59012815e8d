"""What File Manager relies on and only a real PC shows: that Windows tells a junction from a folder, and where an opened file really is."""

import sys

assert sys.platform == "win32"

import _winapi
import os
import tempfile
from pathlib import Path
from typing import Any

from daypass.host.platform.windows.files import WindowsFiles


def junctions_are_not_followed() -> dict[str, Any]:
    """A junction is named as a link with its target; nothing is opened behind it, also where somebody plants it at the last moment."""
    files = WindowsFiles(strict=True)
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
    proven = named.kind == "link" and named.target == str(behind) and straight and not followed
    return {"proven": proven, "kind": named.kind, "followed": followed}


def _opens(files: WindowsFiles, path: str) -> bool:
    try:
        os.close(files.open_to_read(path))
    except OSError:
        return False
    return True

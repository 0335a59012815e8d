"""Secrets encrypted by DPAPI for this machine, in files that only SYSTEM and administrators reach.

The access list protects against the people of this PC, DPAPI against who carries the disk away.
"""

import sys

assert sys.platform == "win32"

import os
import re
from pathlib import Path

import pywintypes
import win32crypt

THIS_MACHINE, NO_QUESTIONS = 0x4, 0x1
PURPOSE = b"daypass/1 vault"
_NAME = re.compile(r"[a-z0-9_-]{1,40}")


class MachineVault:
    """Each secret is one file; a write replaces it whole."""

    def __init__(self, directory: Path) -> None:
        """`directory` lies below the installation's protected data directory and inherits its access list."""
        self._directory = directory

    def read(self, name: str) -> bytes | None:
        """None when it was never written, and when it cannot be opened here (another machine's, or damaged)."""
        try:
            sealed = self._file(name).read_bytes()
            return bytes(win32crypt.CryptUnprotectData(sealed, PURPOSE, None, None, NO_QUESTIONS)[1])
        except (FileNotFoundError, pywintypes.error):
            return None

    def write(self, name: str, secret: bytes) -> None:
        file = self._file(name)
        self._directory.mkdir(parents=True, exist_ok=True)
        sealed = win32crypt.CryptProtectData(secret, None, PURPOSE, None, None, THIS_MACHINE | NO_QUESTIONS)
        fresh = file.with_suffix(".new")
        with fresh.open("wb") as stream:
            stream.write(sealed)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)

    def _file(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a secret")
        return self._directory / f"{name}.sealed"

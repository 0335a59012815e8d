"""Secrets on disk: made at the first start, kept 0600 in the data directory (the server's key, the authority's key)."""

import contextlib
import errno
import os
import secrets
from pathlib import Path


def secret_file(path: Path, make: bytes) -> bytes:
    """The content of a 0600 file; written with `make` when it does not exist. Whoever loses a race reads the winner's.

    Raises OSError, for one that is shorter than `make` as well: nobody should go on with half a secret.
    """
    make_secret_file(path, make)
    content = path.read_bytes()
    if len(content) < len(make):
        says = f"its file {path.name} is cut short; put the whole one back, or delete it for a new one"
        raise OSError(errno.EINVAL, says, str(path))
    return content


def make_secret_file(path: Path, content: bytes) -> None:
    """Write a 0600 file unless there is one: whole or not at all, whatever ends the disk's room or the power."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        _write(fresh, content)
        with contextlib.suppress(FileExistsError):  # another process was quicker
            path.hardlink_to(fresh)
    finally:
        fresh.unlink(missing_ok=True)


def replace_secret_file(path: Path, content: bytes) -> None:
    """Write a 0600 file so that a power cut leaves the old or the new content."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    _write(fresh, content)
    fresh.replace(path)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())

"""Secrets on disk: made at the first start, kept 0600 in the data directory (the server's key, the authority's key)."""

import os
from pathlib import Path


def secret_file(path: Path, make: bytes) -> bytes:
    """The content of a 0600 file; written with `make` when it does not exist. Whoever loses a race reads the winner's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(make)
        file.flush()
        os.fsync(file.fileno())
    return make


def replace_secret_file(path: Path, content: bytes) -> None:
    """Write a 0600 file so that a power cut leaves the old or the new content."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    secret_file(fresh, content)
    fresh.replace(path)

"""The codec pack beside the runtime: which one this host wants was written into it when both were built."""

import sys

assert sys.platform == "win32"

import io
import os
import shutil
import zipfile
from pathlib import Path

from daypass.host.platform.windows.traces import CODECS

WANTED = "codecs.sha256"
_LARGEST_FILE = 32 << 20
_MOST_FILES = 40


def codec_folder() -> Path:
    """Where the libraries are once they are here: in the directory that only SYSTEM and administrators change."""
    return Path(sys.executable).parent / CODECS


class WindowsCodecs:
    """What the first download leaves out, kept beside this runtime and gone with it."""

    def __init__(self, runtime: Path | None = None) -> None:
        """`runtime` is where the interpreter lies."""
        self._runtime = runtime or Path(sys.executable).parent

    def missing(self) -> str | None:
        """The SHA-256 of the pack to fetch; None when it is here, or when this host was built without one."""
        if (self._runtime / CODECS).is_dir():
            return None
        try:
            return (self._runtime / WANTED).read_text(encoding="ascii").strip() or None
        except OSError:
            return None

    def take(self, pack: bytes) -> None:
        """Unpack it; the folder gets its name when every file is whole on the disk. Raises OSError or ValueError."""
        unpacked = self._runtime / f"{CODECS}.making"
        shutil.rmtree(unpacked, ignore_errors=True)
        unpacked.mkdir()
        try:
            with zipfile.ZipFile(io.BytesIO(pack)) as files:
                entries = files.infolist()
                if len(entries) > _MOST_FILES or any(not _is_plain(entry) for entry in entries):
                    raise ValueError("the pack holds something else than a few libraries")
                for entry in entries:
                    with (unpacked / entry.filename).open("wb") as file:
                        file.write(files.read(entry))
                        file.flush()
                        os.fsync(file.fileno())
        except zipfile.BadZipFile as problem:
            raise ValueError("the pack cannot be read") from problem
        unpacked.rename(self._runtime / CODECS)


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """One file of the pack's own folder."""
    return entry.filename == Path(entry.filename).name and 0 < entry.file_size <= _LARGEST_FILE

"""Which parts of unfinished uploads are on the PC: kept on disk in the service's vault, so that the removal takes them too."""

import logging
import threading
from collections.abc import Sequence

import msgspec

from daypass.host.platform.ports import Files, Vault
from daypass.protocol.file_names import PART_SUFFIX

_NAME = "file-parts"
MOST_PARTS = 1000
MOST_CHARACTERS = 256 * 1024
"""Of all paths: each note writes the whole list, and a program of the person's may note without end."""
_log = logging.getLogger(__name__)


class KeptParts:
    """Paths, as the PC writes them; they never leave it. Several threads note at once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._one_at_a_time = threading.Lock()

    def all(self) -> list[str]:
        """Those that were left behind."""
        kept = self._vault.read(_NAME)
        try:
            return msgspec.msgpack.decode(kept, type=list[str]) if kept else []
        except msgspec.MsgspecError:
            _log.error("the list of unfinished files is damaged")
            return []

    def note(self, path: str, kept: bool) -> None:
        """A part is there, or no longer. The list is bounded; what is beyond it is a part that a person sees by its name."""
        with self._one_at_a_time:
            parts = [one for one in self.all() if one != path]
            if kept and _is_a_part(path):
                parts = [*parts, path][-MOST_PARTS:]
                while sum(map(len, parts)) > MOST_CHARACTERS:
                    del parts[0]
            self._vault.write(_NAME, msgspec.msgpack.encode(parts))


def _is_a_part(path: str) -> bool:
    """A person's process named it: no share is asked with the system's account, and nothing that no file can be called."""
    return path.endswith(PART_SUFFIX) and not path.startswith(("\\\\", "//")) and "\0" not in path


def remove_parts(files: Files, paths: Sequence[str]) -> list[str]:
    """At the removal, as the system: files only. Returns what is still there.

    A process of the person's named them, and may put links in their way at any moment: the system's `Files` goes by none, so that what
    is taken away is called a part wherever it is. Whatever a path turns out to be, the others and the removal go on.
    """
    left = []
    for path in filter(_is_a_part, paths):
        try:
            if files.look(path).kind == "file":
                files.remove(path)
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            _log.warning("an unfinished file could not be removed: %s", error)
            left.append(path)
    return left

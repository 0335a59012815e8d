"""The codec packs that `make host` made beside the packed hosts, under the hash that those hosts have in them."""

import re
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


class CodecPacks:
    """Those of one directory. A host checks what it gets; a pack that was changed is of no use to anybody."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path_of(self, sha256: str) -> Path | None:
        """The pack of that hash (hex); None when it is not here."""
        if not _SHA256.fullmatch(sha256):
            return None
        path = self._directory / f"codecs-{sha256}.zip"
        return path if path.is_file() else None

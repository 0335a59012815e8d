"""Take libsodium's bytes out of an installed or downloaded `rbcl` package and write them to the path given.

Importing rbcl writes a library into temp at every start; Daypass binds the same pinned bytes from a fixed place instead.
Usage: take_libsodium.py TARGET [RBCL_DIRECTORY]
"""

import importlib.util
import re
import sys
from pathlib import Path


def take(target: Path, package: Path) -> None:
    """Write the shared library embedded in `package/_sodium.py` to `target`."""
    found = re.search(r"bytes\.fromhex\('([0-9a-f]+)'\)", (package / "_sodium.py").read_text(encoding="ascii"))
    if found is None:
        raise SystemExit(f"no embedded library in {package}: has rbcl changed its layout?")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(bytes.fromhex(found[1]))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        directory = Path(sys.argv[2])
    else:
        spec = importlib.util.find_spec("rbcl")
        if spec is None or spec.origin is None:
            raise SystemExit("rbcl is not installed: run tools/setup.sh")
        directory = Path(spec.origin).parent
    take(Path(sys.argv[1]), directory)

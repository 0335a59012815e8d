"""Small programs for the customer's PC, compiled on Linux."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path


def compile_for_windows(source: Path, program: Path, *options: str, libraries: Sequence[str] = ()) -> None:
    """Make an .exe or, with `-shared`, a .dll of one C file."""
    compiler = shutil.which("x86_64-w64-mingw32-gcc-posix") or shutil.which("x86_64-w64-mingw32-gcc")
    assert compiler, "no compiler for Windows: tools/setup.sh wine"
    subprocess.run([compiler, *options, "-o", program, source, *libraries], check=True)

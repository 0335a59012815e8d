"""A real, small Windows program to stamp and sign, packed by the same packer as the host."""

import subprocess
from pathlib import Path

import pytest

SMALLEST = (
    'Target amd64-unicode\nUnicode true\nName "small"\nOutFile "small.exe"\nSilentInstall silent\nSection\nSectionEnd\n'
)


@pytest.fixture(scope="session")
def small_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An unsigned 64-bit Windows executable of some tens of kilobytes."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "small.nsi").write_text(SMALLEST, encoding="utf-8")
    subprocess.run(["makensis", "-V1", "small.nsi"], cwd=folder, check=True)
    return folder / "small.exe"

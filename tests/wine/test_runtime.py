"""The runtime that every customer gets: complete for the host, and nothing in it that does not belong there."""

import sys
from pathlib import Path

import build_host
import pytest
import runtime
from tests.wine.pc import CustomerPc

pytestmark = [pytest.mark.slow, pytest.mark.wine]

IMPORT_EVERYTHING = """
import importlib, os, sys
before = set(os.listdir(os.environ['TEMP']))
folder = os.path.join(sys.prefix, 'lib', 'daypass')
for place, _, files in os.walk(folder):
    for file in files:
        if file.endswith(('.py', '.pyc')) and not file.startswith('__main__'):
            inner = os.path.relpath(os.path.join(place, file), os.path.dirname(folder))
            name = inner.rsplit('.', 1)[0].replace(os.sep, '.').removesuffix('.__init__')
            try:
                importlib.import_module(name)
            except Exception as problem:
                print(name, repr(problem))
            else:
                print(name, 'ok')
print('files in temp:', sorted(set(os.listdir(os.environ['TEMP'])) - before))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runtime") / "built"
    runtime.build(folder)
    return folder


def test_every_module_of_the_host_can_be_imported_and_writes_nothing(pc: CustomerPc, built: Path) -> None:
    finished = pc.run(built / "python.exe", "-I", "-c", IMPORT_EVERYTHING)
    *modules, in_temp = finished.output.strip().splitlines()
    assert len(modules) > 30
    assert [line for line in modules if not line.endswith(" ok")] == []
    assert in_temp == "files in temp: []"


def test_neither_server_nor_other_platforms_nor_sources_nor_tests_are_inside(built: Path) -> None:
    names = {path.relative_to(built).as_posix() for path in built.rglob("*")}
    assert "lib/daypass/host/platform/windows" in names and "lib/daypass/locales/pt-BR.json" in names
    unwanted = (
        "lib/daypass/server",
        "lib/daypass/host/platform/linux",
        "lib/daypass/host/platform/fake",
        "lib/win32com",
    )
    assert not names & set(unwanted)
    assert not [name for name in names if name.endswith((".pyi", ".lib", ".chm", ".h")) or "/tests/" in name]
    if sys.version_info[:2] == (3, 11):
        assert not [name for name in names if name.endswith(".py")]


def test_two_builds_are_the_same_to_the_byte(built: Path, tmp_path: Path) -> None:
    runtime.build(tmp_path / "again")
    first = {path.relative_to(built): path.read_bytes() for path in built.rglob("*") if path.is_file()}
    again = {
        path.relative_to(tmp_path / "again"): path.read_bytes()
        for path in (tmp_path / "again").rglob("*")
        if path.is_file()
    }
    assert first == again


def test_the_packed_program_is_small_enough_to_download_while_on_the_phone() -> None:
    build_host.main()
    assert build_host.PROGRAM.stat().st_size <= 20_000_000

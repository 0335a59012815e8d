"""A freshly installed "Windows" to copy: Wine's prefix with a desktop, a task bar and no link to anybody's home.

Making one takes about fifteen seconds, so the template is kept by Wine version outside the tree; it can always be made
again.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import build_cache

# A PC has one screen of this size: window station WinSta0, desktop Default, as the product's own code names them.
SCREEN = (1280, 800)

# No crash dialogue (it would wait for a person), no .NET and HTML engines (they would be downloaded), no Linux menus.
OVERRIDES = "mscoree,mshtml,winedbg.exe,winemenubuilder.exe="

EXPLORER = r"HKCU\Software\Wine\Explorer"
FONTS = r"HKCU\Software\Wine\Fonts\Replacements"
SETTINGS = (
    (EXPLORER, "Desktop", "REG_SZ", "Default"),
    (EXPLORER + r"\Desktops", "Default", "REG_SZ", f"{SCREEN[0]}x{SCREEN[1]}"),
    (EXPLORER + r"\Desktops\Default", "EnableShell", "REG_DWORD", "1"),
    (FONTS, "Segoe UI", "REG_SZ", "Liberation Sans"),
    (FONTS, "Tahoma", "REG_SZ", "Liberation Sans"),
)


def environment(directory: Path, display: str) -> dict[str, str]:
    """What every program of the PC in `directory` is started with; its home is its own, never the builder's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WINE", "XDG_", "DISPLAY"))}
    return kept | {
        "HOME": str(directory / "home"),
        "WINEPREFIX": str(directory / "prefix"),
        "WINEARCH": "win64",
        "WINEDEBUG": os.environ.get("DAYPASS_WINEDEBUG", "-all"),
        "WINEDLLOVERRIDES": OVERRIDES,
        "DISPLAY": display,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }


def copy_of_template(directory: Path, display: str) -> None:
    """Make `directory` a new PC. Wine's own files are linked, not copied: Wine replaces files, it never writes into them."""
    template = cached_template(display)
    (directory / "home").mkdir(parents=True)
    shutil.copytree(template / "prefix", directory / "prefix", symlinks=True, copy_function=link_or_copy)


def link_or_copy(source: str, target: str) -> None:
    """Hard-link what lies below the Windows directory, copy the rest and what is on another file system."""
    if "/drive_c/windows/" in source:
        try:
            os.link(source, target, follow_symlinks=False)
            return
        except OSError:
            pass
    shutil.copy2(source, target, follow_symlinks=False)


# The drawn signs on a window's buttons; Debian's Wine has the font but does not look where it lies.
SIGNS = Path("/usr/share/wine/fonts/marlett.ttf")


def cached_template(display: str) -> Path:
    """The template for this Wine and this file, built when there is none."""
    version = subprocess.run(["wine", "--version"], capture_output=True, check=True).stdout
    key = hashlib.sha256(version + Path(__file__).read_bytes()).hexdigest()[:16]
    return build_cache.kept(f"wine-pc-{key}", lambda made: build_template(made, display))


def build_template(directory: Path, display: str) -> None:
    """Install Wine's Windows into `directory`, give it a desktop and cut its links to the Linux machine's home."""
    (directory / "home").mkdir(parents=True)
    surroundings = environment(directory, display)

    def wine(*arguments: str) -> None:
        subprocess.run(arguments, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, timeout=180)

    wine("wine", "wineboot", "-i")
    for key, name, kind, value in SETTINGS:
        wine("wine", "reg", "add", key, "/v", name, "/t", kind, "/d", value, "/f")
    wine("wine", "winecfg", "-v", "win10")
    wine("wineserver", "-k")
    wine("wineserver", "-w")
    if SIGNS.is_file():
        shutil.copy(SIGNS, directory / "prefix/drive_c/windows/Fonts")
    for folder in (directory / "prefix/drive_c/users").glob("*/*"):
        if folder.is_symlink():
            folder.unlink()
            folder.mkdir()
    for profile in (directory / "prefix/drive_c/users").glob("*/AppData/Local"):
        (profile / "Temp").mkdir(exist_ok=True)
    if not (directory / "prefix/system.reg").is_file():
        raise RuntimeError("Wine did not make a prefix; see `wine wineboot -i`")

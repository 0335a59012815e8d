"""What no test elsewhere can show, tried on this very PC by looking at effects. For `selftest`; leaves nothing behind."""

import sys

assert sys.platform == "win32"

import asyncio
import ctypes
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import win32api
import win32ts

from daypass.host.platform.ports import Drawn, DrawnLine, LocalPeer, Screen
from daypass.host.platform.windows import (
    cleaner_task,
    directories,
    people,
    redirection_guard,
    registry,
    restart,
    secure_attention,
    traces,
    wallpaper,
)
from daypass.host.platform.windows.codecs import codec_folder
from daypass.host.platform.windows.drawing_layer import WindowsDrawingLayer
from daypass.host.platform.windows.event_logs import windows_filters_events
from daypass.host.platform.windows.file_proofs import junctions_are_not_followed
from daypass.host.platform.windows.hold import WindowsHold
from daypass.host.platform.windows.input_desktop import InputDesktop
from daypass.host.platform.windows.local_links import WindowsLinks
from daypass.host.platform.windows.media_foundation import open_hardware_encoder
from daypass.host.platform.windows.photo import encode_photo
from daypass.host.platform.windows.processes import running_programs
from daypass.host.platform.windows.pseudo_console import ConPtyShell
from daypass.host.platform.windows.screen import GdiScreen, open_screen
from daypass.host.platform.windows.traces import TASK
from daypass.host.platform.windows.vault import MachineVault
from daypass.host.platform.windows.video import open_encoder
from daypass.host.platform.windows.wallpaper import WindowsWallpaper
from daypass.host.platform.x264 import libraries_in
from daypass.protocol.dashboard import Shell

QUIET_S, BLANK_S = 2.0, 0.4


def proofs() -> dict[str, Callable[[], dict[str, Any]]]:
    """Each answers `{"proven": bool, …}`; some can hold only in the service or with administrator rights, and say so."""
    return {
        "own_account": _own_account,
        "session_isolation": _session_isolation,
        "pipe_squatter_is_refused": lambda: {"proven": asyncio.run(_squatter_is_refused())},
        "secrets_are_sealed": _secrets_are_sealed,
        "protected_directory": _protected_directory,
        "task_scheduler": _task_scheduler,
        "desktop_duplication": _desktop_duplication,
        "follows_the_input_desktop": _follows_the_input_desktop,
        "video_encoder": _video_encoder,
        "hardware_video": _hardware_video,
        "photographs": _photographs,
        "attention_policy": _attention_policy,
        "terminal": _terminal,
        "vital_processes": _vital_processes,
        "event_filter": windows_filters_events,
        "safe_mode": _safe_mode,
        "hold_of_the_pc": _hold_of_the_pc,
        "drawing_over_the_screen": _drawing_over_the_screen,
        "wallpaper": _wallpaper,
        "junctions_are_not_followed": junctions_are_not_followed,
        "planted_junctions_are_refused": lambda: {
            "proven": redirection_guard.enforced(),
            "needs": "the service's account",
        },
    }


def _own_account() -> dict[str, Any]:
    administrator = bool(ctypes.windll.shell32.IsUserAnAdmin())
    sid = people.own_sid()
    return {
        "proven": sid == people.SYSTEM_SID,
        "sid": sid,
        "administrator": administrator,
        "needs": "the service's account",
    }


def _session_isolation() -> dict[str, Any]:
    """A service runs in session 0, the person never does."""
    own, screen = win32ts.ProcessIdToSessionId(win32api.GetCurrentProcessId()), people.screen_session()
    return {
        "proven": own == 0 and screen not in (0, None),
        "own": own,
        "screen": screen,
        "needs": "the service's account",
    }


async def _squatter_is_refused() -> bool:
    async def silent(_: LocalPeer) -> None:
        return

    links, name = WindowsLinks(), f"selftest-{secrets.token_hex(8)}"
    stop = await links.serve(name, "system", silent)
    try:
        stop_second = await links.serve(name, "system", silent)
    except PermissionError:
        return True
    else:
        await stop_second()
        return False
    finally:
        await stop()


def _secrets_are_sealed() -> dict[str, Any]:
    secret = secrets.token_bytes(32)
    with tempfile.TemporaryDirectory() as folder:
        vault = MachineVault(Path(folder))
        vault.write("proof", secret)
        stored = (Path(folder) / "proof.sealed").read_bytes()
        return {"proven": vault.read("proof") == secret and secret not in stored}


def _protected_directory() -> dict[str, Any]:
    """Without administrator rights its maker must not get in; with them it must work."""
    administrator = bool(ctypes.windll.shell32.IsUserAnAdmin())
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "protected"
        directories.make_protected(directory)
        try:
            (directory / "file").write_text("x", encoding="utf-8")
            entered = True
        except PermissionError:
            entered = False
        return {"proven": entered == administrator, "administrator": administrator}


def _desktop_duplication() -> dict[str, Any]:
    """Duplicated pixels are those that GDI sees; while nothing moves, waiting takes no processor time."""
    screen, plain = open_screen(), GdiScreen()
    try:
        if not screen.is_duplicated:
            return {"proven": False, "why": screen.refusal}
        monitor = screen.monitors()[0].area
        began = time.perf_counter()
        duplicated = bytes(screen.grab(monitor))
        grab_ms = (time.perf_counter() - began) * 1000
        shown = bytes(plain.grab(monitor))
        alike = sum(duplicated[at : at + 3] == shown[at : at + 3] for at in range(0, len(shown), 4 * 97))
        share = alike / len(range(0, len(shown), 4 * 97))
        used, began, waits, told = time.process_time(), time.perf_counter(), 0, 0
        while time.perf_counter() - began < QUIET_S:
            told += bool(screen.wait(0.1))
            waits += 1
        busy = (time.process_time() - used) / (time.perf_counter() - began)
        return {
            "proven": share > 0.98,
            "alike": round(share, 4),
            "grab_ms": round(grab_ms, 2),
            "waits": waits,
            "changes": told,
            "busy_percent": round(busy * 100, 2),
        }
    finally:
        plain.close()
        screen.close()


def _follows_the_input_desktop() -> dict[str, Any]:
    """This thread is on the desktop that has the input, and asks again without leaving it."""
    desktop = InputDesktop()
    try:
        first, again = desktop.follow(), desktop.follow()
        return {"proven": first and not again and bool(desktop.name), "desktop": desktop.name}
    finally:
        desktop.close()


def _video_encoder() -> dict[str, Any]:
    """A key frame and a frame after it; needs the codec pack, so an installed host."""
    encoder = open_encoder(640, 360)
    if encoder is None:
        return {"proven": False, "needs": "the codec pack, which an installed host fetches"}
    picture = bytearray(640 * 360 * 4)
    key = encoder.encode(memoryview(picture), True)
    picture[: len(picture) // 2] = b"\xc0" * (len(picture) // 2)
    began = time.perf_counter()
    next_one = encoder.encode(memoryview(picture), False)
    took_ms = (time.perf_counter() - began) * 1000
    proven = key[:5] in (b"\0\0\0\1\x67", b"\0\0\1\x67\x42") and 0 < len(next_one)
    return {"proven": proven, "key_bytes": len(key), "next_bytes": len(next_one), "next_ms": round(took_ms, 2)}


def _photographs() -> dict[str, Any]:
    """GDI+ makes JPEG, of the quality that is asked for."""
    pixels = secrets.token_bytes(256 * 64 * 4)
    rough, fine = (encode_photo(pixels, 256, 64, quality) for quality in (30, 90))
    began = time.perf_counter()
    encode_photo(pixels, 256, 64, 75)
    took_ms = (time.perf_counter() - began) * 1000
    proven = fine[:2] == b"\xff\xd8" and len(rough) < len(fine) < len(pixels)
    return {"proven": proven, "rough_bytes": len(rough), "fine_bytes": len(fine), "ms": round(took_ms, 2)}


def _hardware_video() -> dict[str, Any]:
    """The graphics card encodes a large picture that moves; it has proven itself before this begins."""
    if not codec_folder().is_dir():
        return {"proven": False, "needs": "the codec pack, which an installed host fetches"}
    width, height = 1280, 720
    began = time.perf_counter()
    encoder = open_hardware_encoder(libraries_in(codec_folder()), width, height)
    opened_ms = (time.perf_counter() - began) * 1000
    sizes, took_ms = [], []
    for number in range(10):
        picture = bytearray(width * height * 4)
        picture[number * 100_000 : number * 100_000 + 90_000] = b"\xc0" * 90_000
        began = time.perf_counter()
        sizes.append(len(encoder.encode(memoryview(picture), number == 0)))
        took_ms.append((time.perf_counter() - began) * 1000)
    return {"proven": True, "opened_ms": round(opened_ms, 1), "slowest_ms": round(max(took_ms), 1), "bytes": sizes}


@contextmanager
def _pictures_alike(alike: dict[str, float]) -> Iterator[None]:
    """Puts in which part of the pixels each way of capture shows as before the block, whatever the block laid over the screen."""
    screens: dict[str, Screen] = {"gdi": GdiScreen(), "duplicated": open_screen()}
    monitor = screens["gdi"].monitors()[0].area
    before = {name: bytes(screen.grab(monitor)) for name, screen in screens.items()}
    try:
        yield
        time.sleep(BLANK_S)
        for name, screen in screens.items():
            screen.wait(0.1)
            after = bytes(screen.grab(monitor))
            places = range(0, len(after), 4 * 97)
            same = sum(after[at : at + 3] == before[name][at : at + 3] for at in places)
            alike[name] = round(same / len(places), 4)
    finally:
        for screen in screens.values():
            screen.close()


def _hold_of_the_pc() -> dict[str, Any]:
    """Hooks are taken for a moment and let go; a blank screen, shown just as long, is in no picture of either way of capture."""
    alike: dict[str, float] = {}
    hold = WindowsHold(lambda why: None)
    try:
        with _pictures_alike(alike):
            hold.show(("Daypass selftest",))
    except OSError as error:
        return {"proven": False, "hooks": True, "blank": str(error)}
    finally:
        hold.close()
    return {"proven": min(alike.values()) > 0.98, "hooks": True, "alike": alike}


def _drawing_over_the_screen() -> dict[str, Any]:
    """A thick line across the screen, drawn for a moment, is in no picture of either way of capture."""
    alike: dict[str, float] = {}
    layer = WindowsDrawingLayer()
    try:
        with _pictures_alike(alike):
            line = DrawnLine(((0, 0), (1000, 700)), 200)
            layer.show(Drawn((line,), "Daypass selftest", (1000, 700)))
    finally:
        layer.close()
    return {"proven": min(alike.values()) > 0.98, "alike": alike}


def _wallpaper() -> dict[str, Any]:
    """The wallpaper of whoever runs this goes for a moment and comes back; their registry says the same all the while."""
    own, before = WindowsWallpaper(), wallpaper.shown()
    if not before:
        return {"proven": False, "needs": "a person with a wallpaper"}

    def written() -> str | int | None:
        return registry.read(r"HKCU\Control Panel\Desktop", "Wallpaper")

    kept = written()
    own.hide()
    try:
        hidden, meanwhile = not wallpaper.shown(), written()
    finally:
        own.put_back()
    return {"proven": hidden and meanwhile == kept and wallpaper.shown() == before, "written": meanwhile != kept}


def _task_scheduler() -> dict[str, Any]:
    """Makes the cleaner's task with a command that does nothing, looks for it, deletes it, looks again."""
    if cleaner_task.exists(TASK):
        return {"proven": True, "installed": True}
    with tempfile.TemporaryDirectory() as folder:
        made = cleaner_task.register(Path(sys.executable), ["-c", "pass"], Path(folder))
    cleaner_task.delete(TASK)
    return {"proven": made and not cleaner_task.exists(TASK), "needs": "administrator rights"}


def _attention_policy() -> dict[str, Any]:
    """The policy that lets a service press Ctrl+Alt+Del is set for a moment and put back; whether the screen shows it is for a person."""
    if not ctypes.windll.shell32.IsUserAnAdmin():
        return {"proven": False, "needs": "administrator rights"}

    def policy() -> str | int | None:
        return registry.read(secure_attention.POLICIES, secure_attention.POLICY)

    before = policy()
    with tempfile.TemporaryDirectory() as folder:
        with secure_attention.services_allowed(Path(folder) / secure_attention.NOTE):
            meanwhile = policy()
    allowed = isinstance(meanwhile, int) and bool(meanwhile & secure_attention.SERVICES)
    return {"proven": allowed and policy() == before, "before": before}


def _terminal() -> dict[str, Any]:
    """A command prompt in a pseudo-console writes what it was told to, and reading ends with it. (Under Wine 8 it ends at once.)"""
    shell = ConPtyShell(Shell.COMMAND_PROMPT, 100, 30)
    try:
        shell.write(b"set /a 6*7+1000000\r\nexit\r\n")
        output = b"".join(iter(shell.read, b""))
    except OSError as problem:
        return {"proven": False, "failed": str(problem)}
    finally:
        shell.close()
    return {"proven": b"1000042" in output, "account": shell.account}


def _safe_mode() -> dict[str, Any]:
    """The boot loader is told to start in safe mode and told otherwise at once; starting in it is for a person to try."""
    if not ctypes.windll.shell32.IsUserAnAdmin():
        return {"proven": False, "needs": "administrator rights"}
    before = restart.safe_boot_is_set()
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / restart.NOTE
        restart.set_safe_boot(note)
        meanwhile = restart.safe_boot_is_set()
        restart.take_back_safe_boot(note)
    known = registry.exists(traces.SAFE_MODE_KEYS)
    return {"proven": known and meanwhile and restart.safe_boot_is_set() == before, "before": before}


def _vital_processes() -> dict[str, Any]:
    """Windows names the processes that it would go down with."""
    from daypass.host.platform.windows.dashboard import vital  # loads psutil

    named = {program.lower() for pid, program in running_programs() if vital(pid)}
    return {"proven": "csrss.exe" in named, "needs": "the service's account"}

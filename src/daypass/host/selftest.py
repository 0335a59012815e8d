"""What this PC can do, tried for real and printed as JSON: capture, cursor, clocks, sealing, local links. Changes nothing."""

import asyncio
import json
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

from daypass.host.platform.ports import Area, Cursor, LocalPeer, Platform, Screen
from daypass.host.remote_control.capture import Capture
from daypass.host.remote_control.picture_source import VirtualScreen, virtual_screen
from daypass.protocol import sodium
from daypass.protocol.viewing import Figures

_GRABS = 10
_FIRST_PICTURE_S = 10.0


def run_selftest(platform: Platform) -> int:
    """0 when every part works."""
    parts: dict[str, Callable[[], Any]] = {
        "machine": lambda: {**platform.machine.system(), "boot_id": platform.machine.boot_id()},
        "obstacles": lambda: [list(one) for one in platform.machine.obstacles()],
        "sealing": _sealing,
        "screen": lambda: _screen(platform),
        "shared_capture": lambda: _shared_capture(platform),
        "local_links": lambda: asyncio.run(_local_link(platform)),
    }
    report, well = {}, True
    for name, part in parts.items():
        try:
            report[name] = part()
        except Exception as error:  # the report names whatever does not work here
            report[name], well = {"failed": f"{type(error).__name__}: {error}"}, False
    report["proofs"] = _proofs(platform)
    print(json.dumps({"ok": well, **report}, indent=1, ensure_ascii=False))
    return 0 if well else 1


def _proofs(platform: Platform) -> dict[str, Any]:
    """What only this PC can show, where its platform has such proofs: whether each held, never a reason to stop."""
    found: dict[str, Any] = {}
    for name, prove in getattr(platform, "proofs", dict)().items():
        try:
            found[name] = prove()
        except Exception as error:
            found[name] = {"proven": False, "failed": f"{type(error).__name__}: {error}"}
    return found


def _sealing() -> dict[str, Any]:
    if not sodium.aes_available():
        raise OSError("this processor has no AES instructions")
    box, nonce, plain = sodium.Aes256Gcm(bytes(32)), bytes(12), bytes(65536)
    started = time.perf_counter()
    box.seal(nonce, plain, b"")
    return {"seal_64_kib_us": round((time.perf_counter() - started) * 1e6)}


def _screen(platform: Platform) -> dict[str, Any]:
    screen = platform.screen()
    try:
        whole = virtual_screen(screen.monitors())
        area = Area(whole.origin_x, whole.origin_y, whole.width, whole.height)
        started = time.perf_counter()
        for _ in range(_GRABS):
            pixels = screen.grab(area)
        took = (time.perf_counter() - started) / _GRABS
        cursor = screen.cursor()
        return {
            "width": whole.width,
            "height": whole.height,
            "monitors": len(whole.monitors),
            "grab_ms": round(took * 1000, 2),
            "bytes": len(pixels),
            "cursor": [cursor.width, cursor.height],
        }
    finally:
        screen.close()


class _Collecting:
    """A viewer of which only the pictures count."""

    def __init__(self) -> None:
        self.bytes: list[int] = []
        self.came, self.failures = threading.Event(), list[str]()

    def picture(self, picture: bytes) -> None:
        self.bytes.append(len(picture))
        self.came.set()

    def failed(self, error: Exception) -> None:
        self.failures.append(f"{type(error).__name__}: {error}")
        self.came.set()

    def screen(self, screen: VirtualScreen) -> None: ...
    def monitor_gone(self) -> None: ...
    def cursor_shape(self, cursor: Cursor) -> None: ...
    def cursor_moved(self, x: int, y: int, shape_id: int, visible: bool) -> None: ...
    def figures(self, figures: Figures) -> None: ...


def _shared_capture(platform: Platform) -> dict[str, Any]:
    """Two viewers get their first picture from one open screen: more than one duplication of an output Windows does not allow."""
    opened: list[Screen] = []

    def open_once() -> Screen:
        opened.append(platform.screen())
        return opened[-1]

    capture, viewers = Capture(open_once), (_Collecting(), _Collecting())
    watched = [capture.show_to(viewer, viewer.failed) for viewer in viewers]
    try:
        came = [viewer.came.wait(_FIRST_PICTURE_S) for viewer in viewers]
        duplicated = bool(getattr(opened[0], "is_duplicated", False)) if opened else False
    finally:
        for one in watched:
            one.stop()
    failures = [failure for viewer in viewers for failure in viewer.failures]
    if failures or not all(came) or len(opened) != 1:
        raise OSError(f"opened {len(opened)} times, pictures {came}, {failures}")
    return {"first_picture_bytes": [viewer.bytes[0] for viewer in viewers], "duplicated": duplicated}


async def _local_link(platform: Platform) -> dict[str, Any]:
    async def echo(peer: LocalPeer) -> None:
        await peer.send(await peer.receive())

    name = f"selftest-{secrets.token_hex(8)}"
    stop = await platform.links.serve(name, "person", echo)
    try:
        peer = await platform.links.connect(name)
        started = time.perf_counter()
        await peer.send(bytes(1 << 20))
        answer = await peer.receive()
        took = time.perf_counter() - started
        await peer.close()
        return {"round_trip_1_mib_ms": round(took * 1000, 2), "whole": len(answer) == 1 << 20}
    finally:
        await stop()

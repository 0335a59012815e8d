"""The customer's PC as a live, clickable picture: its X display as JPEG when something changed, mouse and keys through xdotool."""

import asyncio
import io
import subprocess
import time

from PIL import ImageGrab
from starlette.websockets import WebSocket

from demo.remote_pc import SCREEN, RemotePc
from demo.visitor_input import Input, KeyPressed, Moved, Pasted, Pressed, Released, Typed, Wheeled, inputs

PICTURES_PER_S = 6
WHEEL_UP, WHEEL_DOWN = "4", "5"
# The browsers' names of keys where X names them otherwise.
KEYS = {
    "Enter": "Return",
    "Backspace": "BackSpace",
    "PageUp": "Prior",
    "PageDown": "Next",
    "ArrowLeft": "Left",
    "ArrowRight": "Right",
    "ArrowUp": "Up",
    "ArrowDown": "Down",
}


class LiveScreen:
    """One PC's screen, shown to whoever watches."""

    def __init__(self, pc: RemotePc) -> None:
        self._pc = pc
        self.touched_at = float("-inf")
        """When the customer's hands were last on it, in seconds of the monotonic clock."""

    async def show_to(self, socket: WebSocket) -> None:
        """Send pictures as they change and do what the visitor does, until the socket closes."""
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(self._send_pictures(socket), name="pictures of the PC")
            async for told in inputs(socket):
                if command := hands(told):
                    await asyncio.to_thread(self._do, command)
            sending.cancel()

    async def _send_pictures(self, socket: WebSocket) -> None:
        shown: bytes | None = None
        while True:
            picture = await asyncio.to_thread(self._picture)
            if picture != shown:
                shown = picture
                await socket.send_bytes(picture)
            await asyncio.sleep(1 / PICTURES_PER_S)

    def _picture(self) -> bytes:
        into = io.BytesIO()
        ImageGrab.grab(xdisplay=self._pc.display).convert("RGB").save(into, "JPEG", quality=85)
        return into.getvalue()

    def _do(self, command: list[str]) -> None:
        self.touched_at = time.monotonic()
        try:
            self._pc.do(*command)
        except subprocess.TimeoutExpired:
            pass  # a PC that is busy for a minute loses a key, not its picture
        self.touched_at = time.monotonic()


def hands(told: Input) -> list[str]:
    """What xdotool is told; nothing for what a PC has no hands for."""
    match told:
        case Moved():
            return _move(told)
        case Pressed():
            return [*_move(told), "mousedown", str(told.button + 1)]
        case Released():
            return [*_move(told), "mouseup", str(told.button + 1)]
        case Wheeled():
            return [*_move(told), "click", WHEEL_DOWN if told.delta > 0 else WHEEL_UP]
        case Typed(text=text) | Pasted(text=text):
            return ["type", "--delay", "8", "--", text]
        case KeyPressed():
            held = [name for name, down in (("ctrl", told.ctrl), ("alt", told.alt), ("shift", told.shift)) if down]
            return ["key", "+".join([*held, KEYS.get(told.key, told.key)])]
    return []


def _move(at: Moved | Pressed | Released | Wheeled) -> list[str]:
    return ["mousemove", str(round(at.x * (SCREEN[0] - 1))), str(round(at.y * (SCREEN[1] - 1)))]

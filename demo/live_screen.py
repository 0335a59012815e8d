"""The customer's PC as a live, clickable picture: its X display as JPEG when something changed, mouse and keys through xdotool."""

import asyncio
import io
import json
from typing import Any

from PIL import ImageGrab
from starlette.websockets import WebSocket

from demo.remote_pc import SCREEN, RemotePc

PICTURES_PER_S = 6
LARGEST_INPUT = 4096
# Browsers' names of keys that make no character, as X names them.
KEYS = {
    "Enter": "Return",
    "Backspace": "BackSpace",
    "Tab": "Tab",
    "Escape": "Escape",
    "Delete": "Delete",
    "ArrowLeft": "Left",
    "ArrowRight": "Right",
    "ArrowUp": "Up",
    "ArrowDown": "Down",
    "Home": "Home",
    "End": "End",
    " ": "space",
}


class LiveScreen:
    """One PC's screen, shown to whoever watches."""

    def __init__(self, pc: RemotePc) -> None:
        self._pc = pc

    async def show_to(self, socket: WebSocket) -> None:
        """Send pictures as they change and do what the visitor does, until the socket closes."""
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(self._send_pictures(socket), name="pictures of the PC")
            try:
                while True:
                    text = await socket.receive_text()
                    if len(text) <= LARGEST_INPUT:
                        await asyncio.to_thread(self._do, json.loads(text))
            finally:
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
        ImageGrab.grab(xdisplay=self._pc.display).convert("RGB").save(into, "JPEG", quality=80)
        return into.getvalue()

    def _do(self, move: dict[str, Any]) -> None:
        x = str(int(float(move.get("x", 0)) * SCREEN[0]))
        y = str(int(float(move.get("y", 0)) * SCREEN[1]))
        button = str(int(move.get("button", 0)) % 3 + 1)
        match move.get("kind"):
            case "move":
                self._pc.do("mousemove", x, y)
            case "down":
                self._pc.do("mousemove", x, y, "mousedown", button)
            case "up":
                self._pc.do("mousemove", x, y, "mouseup", button)
            case "wheel":
                self._pc.do("click", "5" if float(move.get("delta", 0)) > 0 else "4")
            case "text":
                self._pc.do("type", "--", str(move["text"])[:256])
            case "key" if move["key"] in KEYS:
                self._pc.do("key", KEYS[move["key"]])

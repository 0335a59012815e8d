"""What a customer does with the host's windows, through screen, mouse and keyboard only."""

import asyncio
from pathlib import Path
from typing import Any

from tests.wine.pc import CustomerPc
from tests.wine.prefix import SCREEN


class Customer:
    """Sits at one PC and follows the windows, in English. Every step may take as long as a slow PC needs."""

    def __init__(self, pc: CustomerPc, pictures: Path) -> None:
        self.pc, self._pictures = pc, pictures

    async def sees(self, title: str, timeout_s: float = 60) -> dict[str, Any]:
        """Wait for the page, keep a picture of it, and bring its window to the front as a glance and a click do."""
        window = await asyncio.to_thread(self.pc.wait_for_window, title, timeout_s)
        x, y, width, _ = window["place"]
        await self.clicks(x + width // 2, y + 12)
        await asyncio.to_thread(self.pc.screenshot, self._pictures / f"{title.split()[0].lower()}.png")
        return window

    async def clicks(self, x: int, y: int, button: str = "1") -> None:
        await asyncio.to_thread(self.pc.display.do, "mousemove", str(x), str(y), "click", button)
        await asyncio.sleep(0.3)

    async def takes_the_keyboard(self) -> None:
        """Back from Notepad: Wine keeps the X server's keyboard there when a window of another program comes to the front."""
        await asyncio.to_thread(self.pc.display.do, "search", "--name", "Wine [Dd]esktop", "windowfocus")

    async def types(self, text: str) -> None:
        await asyncio.to_thread(self.pc.display.do, "type", "--delay", "40", text)
        await asyncio.sleep(0.3)

    async def presses(self, *keys: str) -> None:
        await asyncio.to_thread(self.pc.display.do, "key", "--delay", "60", *keys)

    async def follows_to_ready(self, number: str, code: str) -> None:
        """From the double click to *Ready*."""
        await self.follows_to_the_code(number)
        await self.types_the_code(code)

    async def follows_to_the_code(self, number: str) -> None:
        """From the double click on: number, "did you ask", Windows' question (Wine asks nothing)."""
        await self.sees("What is the session number?")
        await self.types(number)
        await self.presses("Return")
        await self.follows_from_who_is_asking()

    async def follows_from_who_is_asking(self) -> None:
        """What comes first when the download's name tells the session."""
        await self.sees("will help you")
        await self.presses("Tab", "space")
        await self.sees("Type the security code")

    async def types_the_code(self, code: str) -> None:
        """The code, until *Ready*."""
        await self.types(code)
        await self.presses("Return")
        await self.sees("Ready", timeout_s=120)

    async def finds_the_bars_end_button(self) -> tuple[int, int]:
        """Where it is on the screen: the right one of two, while a technician is connected."""
        bar = await asyncio.to_thread(self.pc.wait_for_window, "is seeing and controlling this PC")
        x, y, width, height = bar["place"]
        return x + width - 42, y + height // 2

    async def finds_the_end_in_the_trays_menu(self) -> tuple[int, int]:
        """The icon beside the clock shows the menu; its last line stands right above the task bar."""
        width, height = SCREEN
        await self.clicks(width - 11, height - 10)
        await asyncio.to_thread(self.pc.screenshot, self._pictures / "menu.png")
        return width - 150, height - 31

    async def presses_the_receipts_tick(self) -> None:
        """In *Ready*, the last control before the button, which has the keyboard."""
        await self.presses("shift+Tab", "space")
        await asyncio.to_thread(self.pc.screenshot, self._pictures / "receipt.png")
        await self.presses("Tab")

    async def reads_the_activity_log(self, words: str) -> None:
        """The first line of the tray's menu that can be pressed; closed again afterwards."""
        x, y = await self.finds_the_end_in_the_trays_menu()
        await self.clicks(x, y - 73)
        await asyncio.to_thread(self.pc.wait_for_window, "Activity")
        await asyncio.to_thread(self.pc.screenshot, self._pictures / "activity.png")
        said = await asyncio.to_thread(self.pc.words_in, "Activity")
        assert any(words in one for one in said), said
        await self.presses("alt+F4")

    async def presses_the_receipts_line_in_the_trays_menu(self) -> None:
        """The line above *Pause* and *End*."""
        x, y = await self.finds_the_end_in_the_trays_menu()
        await self.clicks(x, y - 41)

    async def undoes_the_end(self) -> None:
        """The button beside *Close*, which has the keyboard."""
        await self.sees("Session ended")
        await self.presses("Tab", "space")

    async def reads_and_closes_the_last_window(self, who_ended: str) -> None:
        """The one that stays when everything else is gone: who ended the session, and that the app is gone."""
        said = await asyncio.to_thread(self.pc.wait_for_words, "Session ended", "The app is gone from this PC.")
        assert who_ended in said, said
        assert not self.pc.path(r"C:\Program Files\Daypass Support").exists()
        await self.sees("Session ended")
        await self.presses("Return")

    async def allows_the_connection(self) -> None:
        """Answer "Yes, allow" in the window that the service had the tray open."""
        await self.sees("wants to connect")
        await self.presses("Tab", "space")

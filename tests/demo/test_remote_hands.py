"""The demo's checklist is ticked by what arrives on the PC, and not by the customer's own hands there."""

import time
from pathlib import Path
from typing import Any

from demo.live_screen import LiveScreen
from demo.remote_hands import SETTLES_S, RemoteHands

CONNECTED: dict[str, Any] = {"id": "one", "state": "active", "presence": "connected"}


class StillPc:
    """As much of a PC as is looked at."""

    kind, display, log = "linux", ":none", Path("/nowhere")

    def __init__(self) -> None:
        self.place, self.text = "x:1 y:1", ""

    def pointer(self) -> str:
        return self.place

    def notepad_text(self) -> str:
        if self.text == "off":
            raise RuntimeError("the PC is off")
        return self.text


def watched() -> tuple[StillPc, LiveScreen, RemoteHands]:
    pc = StillPc()
    screen = LiveScreen(pc)  # type: ignore[arg-type]
    return pc, screen, RemoteHands(pc, screen)  # type: ignore[arg-type]


async def test_a_pointer_that_moves_or_a_text_that_grows_while_connected_has_arrived() -> None:
    for field in ("place", "text"):
        pc, _, hands = watched()
        assert not await hands.arrived(None)
        assert not await hands.arrived(CONNECTED)
        assert not await hands.arrived(CONNECTED), "nothing has changed"
        setattr(pc, field, "new")
        assert await hands.arrived(CONNECTED)
        assert await hands.arrived(CONNECTED | {"state": "ended", "presence": "offline"}), "it stays ticked"
        assert not await hands.arrived(CONNECTED | {"id": "two"}), "the next session begins again"


async def test_what_changes_before_a_technician_is_connected_has_not() -> None:
    pc, _, hands = watched()
    for presence, text in (("online", "a"), ("connected", "b"), ("online", "c"), ("connected", "d")):
        pc.text = text
        assert not await hands.arrived(CONNECTED | {"presence": presence})


async def test_the_customers_own_hands_are_not_the_technicians() -> None:
    pc, screen, hands = watched()
    assert not await hands.arrived(CONNECTED)
    pc.place, screen.touched_at = "moved by the customer", time.monotonic()
    assert not await hands.arrived(CONNECTED)
    screen.touched_at -= 2 * SETTLES_S
    assert not await hands.arrived(CONNECTED), "where they left it counts as before"
    pc.place = "moved by the technician"
    assert await hands.arrived(CONNECTED)


async def test_a_pc_that_is_just_switched_off_is_no_fault() -> None:
    pc, _, hands = watched()
    assert not await hands.arrived(CONNECTED)
    pc.text = "off"
    assert not await hands.arrived(CONNECTED)

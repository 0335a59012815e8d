"""Holding the PC and drawing over its screen, for the golden bytes: every message."""

from daypass.protocol.drawing import DrawLine, PointAt, Spot, WipeDrawing
from daypass.protocol.holding import BlankScreen, Held, LockInput, PcHeld
from daypass.protocol.messages import Record


def every_message() -> list[Record]:
    return [
        PcHeld(technician="Technician One", held=Held.SCREEN),
        PcHeld(technician="", held=Held.NOTHING, asked=Held.INPUT),
        LockInput(on=True),
        BlankScreen(on=False),
        PointAt(x=0, y=65535),
        DrawLine(line=2**32 - 1, points=(Spot(x=1, y=2), Spot(x=300, y=400))),
        WipeDrawing(),
    ]

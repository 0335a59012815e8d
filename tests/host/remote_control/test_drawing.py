"""A technician points and draws over the PC's screen: it fades by itself, goes with them, and leaves no layer behind."""

import asyncio
from dataclasses import dataclass, field

import pytest

from daypass.host.platform.fake.drawing_layer import FakeDrawingLayer
from daypass.host.remote_control.desktop_frames import Opened, read_opened
from daypass.host.remote_control.drawing import Drawing
from daypass.host.remote_control.ink import DOT_STAYS_S, FADES_S, MOST_LINES, MOST_POINTS, STAYS_S, Ink
from daypass.protocol.drawing import DrawLine, PointAt, Spot, WipeDrawing
from daypass.protocol.messages import Message
from daypass.protocol.remote_control import PointerMoved
from daypass.protocol.tool_line import Notice


def test_a_line_stays_for_a_moment_after_its_last_point_then_thins_out_and_is_gone() -> None:
    ink = Ink()
    ink.draw(7, [(1, 1), (5, 5)], 100.0)
    ink.draw(7, [(9, 9)], 103.0)
    (line,) = ink.shown("One", 10, 103.0 + STAYS_S).lines  # type: ignore[union-attr]
    assert (line.points, line.thickness) == (((1, 1), (5, 5), (9, 9)), 10)
    thinner = ink.shown("One", 10, 103.0 + STAYS_S + FADES_S / 2)
    assert thinner and thinner.lines[0].thickness == 5
    assert ink.shown("One", 10, 103.0 + STAYS_S + FADES_S) is None


def test_the_dot_follows_the_pointer_carries_the_name_and_goes_sooner_than_a_line() -> None:
    ink = Ink()
    ink.point((3, 4), 1.0)
    ink.point((30, 40), 1.2)
    drawn = ink.shown("Technician One", 5, 1.3)
    assert drawn and [line.points for line in drawn.lines] == [((30, 40),)]
    assert (drawn.name, drawn.name_at) == ("Technician One", (30, 40))
    assert ink.shown("Technician One", 5, 1.2 + DOT_STAYS_S + FADES_S) is None


def test_whoever_draws_without_end_fills_no_memory() -> None:
    ink = Ink()
    for number in range(MOST_LINES + 40):
        ink.draw(number, [(1, 1)], 1.0)
    for _ in range(100):
        ink.draw(MOST_LINES + 39, [(2, 2)] * 64, 1.0)
    drawn = ink.shown("One", 5, 1.0)
    assert drawn and len(drawn.lines) == MOST_LINES
    assert len(drawn.lines[-1].points) == MOST_POINTS


@dataclass(eq=False)
class Viewer:
    """One technician's picture, whose left-top corner is at 100, 50 of the virtual screen."""

    name: str = "Technician One"
    told: list[Message] = field(default_factory=list)

    def message(self, message: Message) -> None:
        self.told.append(message)

    def place(self, x: int, y: int) -> tuple[int, int] | None:
        return x + 100, y + 50

    def height(self) -> int:
        return 1080


class Layers:
    """Those that were opened."""

    def __init__(self) -> None:
        self.all: list[FakeDrawingLayer] = []

    def __call__(self) -> FakeDrawingLayer:
        self.all.append(FakeDrawingLayer())
        return self.all[-1]


async def test_there_is_a_layer_only_while_something_is_to_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daypass.host.remote_control.ink.STAYS_S", 0.1)
    monkeypatch.setattr("daypass.host.remote_control.ink.FADES_S", 0.1)
    layers, viewer = Layers(), Viewer()
    drawing = Drawing(layers)
    assert not drawing.handle(viewer, PointerMoved(x=1, y=1)) and layers.all == []
    assert drawing.handle(viewer, DrawLine(line=1, points=(Spot(x=1, y=2), Spot(x=3, y=4))))
    (layer,) = layers.all
    assert layer.shown.lines[0].points == ((101, 52), (103, 54)), "where the picture lies on the virtual screen"
    assert layer.shown.name == "Technician One"
    async with asyncio.timeout(5):
        while not layer.closed:  # noqa: ASYNC110 - that it closes by itself is what is looked at
            await asyncio.sleep(0.02)


async def test_it_is_gone_at_once_with_the_technician_or_when_they_wipe() -> None:
    layers, one, two = Layers(), Viewer(), Viewer("Technician Two")
    drawing = Drawing(layers)
    drawing.handle(one, PointAt(x=1, y=1))
    drawing.leave(two)
    assert not layers.all[0].closed, "whoever drew nothing takes nothing away"
    drawing.leave(one)
    assert layers.all[0].closed
    drawing.handle(one, PointAt(x=1, y=1))
    drawing.handle(one, WipeDrawing())
    assert len(layers.all) == 2 and layers.all[1].closed


async def test_the_next_one_who_draws_begins_on_a_clean_screen() -> None:
    layers, one, two = Layers(), Viewer(), Viewer("Technician Two")
    drawing = Drawing(layers)
    drawing.handle(one, DrawLine(line=1, points=(Spot(x=1, y=2),)))
    drawing.handle(two, PointAt(x=5, y=5))
    await asyncio.sleep(0.1)
    assert (layers.all[0].shown.name, len(layers.all[0].shown.lines)) == ("Technician Two", 1)
    drawing.leave(two)


async def test_a_pc_that_takes_no_layer_is_said_once_and_not_asked_at_every_movement() -> None:
    tries = 0

    def refuse() -> FakeDrawingLayer:
        nonlocal tries
        tries += 1
        raise OSError("no window")

    viewer, drawing = Viewer(), Drawing(refuse)
    for x in range(50):
        drawing.handle(viewer, PointAt(x=x, y=1))
    assert viewer.told == [Notice(dp="DP-413")] and tries == 1


def test_service_and_desktop_process_agree_on_who_came() -> None:
    assert read_opened(Opened(70_000, "Técnica Ação").write()) == Opened(70_000, "Técnica Ação")
    with pytest.raises(ValueError, match="number"):
        read_opened(b"\0")

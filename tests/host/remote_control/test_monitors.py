"""One monitor or all: the picture is of what is looked at, coordinates go where they were aimed, and one that goes away is told."""

import random

from tests.host.remote_control.memory_screen import MemoryScreen, noise, text
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.fake.hands import FakeHands
from daypass.host.platform.ports import Area, Monitor
from daypass.host.remote_control.input import ViewerInput
from daypass.host.remote_control.picture_source import PictureSource
from daypass.protocol.remote_control import PointerMoved

LEFT, RIGHT = Area(0, 0, 120, 90), Area(120, 10, 80, 60)


class Desk(MemoryScreen):
    """Two monitors beside one another; the right one can be unplugged."""

    def __init__(self) -> None:
        super().__init__(200, 90)
        self.plugged = [Monitor(7, LEFT, True), Monitor(4, RIGHT, False)]
        self.put(0, 0, text(random.Random(1), 200, 90))

    def monitors(self) -> list[Monitor]:
        return self.plugged


class Watched:
    def __init__(self) -> None:
        self.now, self.desk, self.viewer, self.drawn = 0.0, Desk(), CollectingViewer(), DrawnPicture()
        self.source = PictureSource(self.desk, self.viewer, clock=lambda: self.now)
        self.show()

    def show(self) -> int:
        """Bytes of the next picture."""
        self.now += 0.4
        self.source.wait(0)
        taken = self.source.take_picture() if self.source.has_changes else None
        if taken is not None:
            self.drawn.draw(taken.data)
        return len(taken.data) if taken else 0

    def shows(self, area: Area) -> bool:
        wanted = opaque(b"".join(self.desk.rows(area)))
        return (self.drawn.width, self.drawn.height, bytes(self.drawn.pixels)) == (area.width, area.height, wanted)


def test_the_chosen_monitor_alone_is_sent_and_what_happens_beside_it_costs_nothing() -> None:
    watched = Watched()
    watched.source.show_monitor(4)
    watched.show()
    assert watched.shows(RIGHT)
    watched.desk.put(0, 0, noise(random.Random(2), 110, 80))
    assert watched.show() == 0
    watched.desk.put(130, 20, noise(random.Random(3), 30, 30))
    assert watched.show() > 0 and watched.shows(RIGHT)
    watched.source.show_monitor(None)
    watched.show()
    assert watched.shows(Area(0, 0, 200, 90))


def test_all_monitors_stay_known_with_their_place_beside_the_one_shown() -> None:
    watched = Watched()
    watched.source.show_monitor(4)
    told = watched.viewer.screens[-1]
    assert (told.shown, told.width, told.height) == (4, 80, 60)
    assert [(one.id, one.area.x, one.area.y) for one in told.monitors] == [(7, -120, -10), (4, 0, 0)]


def test_the_mouse_goes_where_it_was_aimed_on_the_chosen_monitor() -> None:
    watched, hands = Watched(), FakeHands()
    watched.source.show_monitor(4)
    viewer = ViewerInput(hands)
    viewer.use_screen(watched.viewer.screens[-1])
    viewer.handle(PointerMoved(x=5, y=6))
    viewer.handle(PointerMoved(x=500, y=600))
    assert hands.done == [("move", 125, 16), ("move", 199, 69)]


def test_a_chosen_monitor_that_is_unplugged_gives_way_to_all_with_a_word() -> None:
    watched = Watched()
    watched.source.show_monitor(4)
    watched.show()
    watched.desk.plugged = [Monitor(7, LEFT, True)]
    for _ in range(4):
        watched.show()
    assert watched.shows(LEFT)
    assert watched.viewer.monitors_gone == 1 and watched.viewer.screens[-1].shown is None
    watched.desk.plugged = [Monitor(7, LEFT, True), Monitor(4, RIGHT, False)]
    for _ in range(4):
        watched.show()
    assert watched.shows(Area(0, 0, 200, 90)) and watched.viewer.monitors_gone == 1


def test_a_monitor_that_never_was_is_told_like_one_that_went() -> None:
    watched = Watched()
    watched.source.show_monitor(99)
    watched.show()
    assert watched.viewer.monitors_gone == 1 and watched.shows(Area(0, 0, 200, 90))

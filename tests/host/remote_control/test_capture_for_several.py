"""One screen is opened for all who watch it; each has its own picture and pace, and what ends one ends no other."""

import random
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen, noise, panning, text
from tests.host.remote_control.test_capture import wait_until
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.linux.video import open_encoder
from daypass.host.platform.ports import Area
from daypass.host.remote_control.capture import Capture
from daypass.host.remote_control.paced_viewer import PacedViewer

WIDTH, HEIGHT = 320, 240


class WatchedDesk(MemoryScreen):
    """A screen on which one thread draws and another looks. Counts how often it is open."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self.guard = threading.Lock()
        self.opened = self.open = self.most_open = 0
        self.users: set[int] = set()
        self.away = False
        self.put(0, 0, text(random.Random(1), WIDTH, HEIGHT))

    def opening(self) -> "WatchedDesk":
        self.opened += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        return self

    def close(self) -> None:
        self.open -= 1

    def wait(self, timeout_s: float) -> list[Area] | None:  # type: ignore[override]
        self.users.add(threading.get_ident())
        give_up = time.monotonic() + timeout_s
        while True:
            if self.away:
                raise OSError("another desktop has the screen")
            with self.guard:
                if drawn := list(super().wait(0) or []):
                    return drawn
            if time.monotonic() >= give_up:
                return []
            time.sleep(0.001)

    def grab(self, area: Area) -> memoryview:
        self.users.add(threading.get_ident())
        with self.guard:
            return super().grab(area)

    def draw(self, x: int, y: int, rows: list[bytes]) -> None:
        with self.guard:
            self.put(x, y, rows)


class Technician(CollectingViewer):
    """Draws each picture after a while and acknowledges it; `deaf` draws nothing more."""

    def __init__(self, capture: Capture, takes_s: float = 0.0) -> None:
        super().__init__()
        self.drawn, self.failures = DrawnPicture(), list[Exception]()
        self.deaf = self._left = False
        self._takes_s = takes_s
        self.watched: PacedViewer = capture.show_to(self, self.failures.append)
        self.watched.show_videos(True)
        self._thread = threading.Thread(target=self._draw)
        self._thread.start()

    def _draw(self) -> None:
        done = 0
        while not self._left:
            time.sleep(0.001)
            if done < len(self.pictures) and not self.deaf:
                time.sleep(self._takes_s)
                seq = self.drawn.draw(self.pictures[done])
                done += 1
                self.watched.acknowledge(seq)

    def sees(self, desk: WatchedDesk) -> bool:
        return bytes(self.drawn.pixels) == opaque(bytes(desk.pixels))

    def leave(self) -> None:
        self.watched.stop()
        self._left = True
        self._thread.join()


class Room:
    """A desk, its capture, and technicians who all leave in the end."""

    def __init__(self) -> None:
        self.desk = WatchedDesk()
        self.capture = Capture(self.desk.opening, open_encoder)
        self.technicians: list[Technician] = []

    def enter(self, takes_s: float = 0.0) -> Technician:
        self.technicians.append(Technician(self.capture, takes_s))
        return self.technicians[-1]

    def play(self, pictures: int, paint: Callable[[int], None] | None = None) -> None:
        """A film, thirty pictures a second."""
        film = panning(random.Random(2), 160, 128)
        for number in range(pictures):
            self.desk.draw(40, 40, film(number))
            if paint is not None:
                paint(number)
            time.sleep(1 / 30)


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    for technician in room.technicians:
        technician.leave()
    wait_until(lambda: room.desk.open == 0)


def test_two_viewers_see_the_same_through_one_open_screen_used_by_one_thread(room: Room) -> None:
    first, second = room.enter(), room.enter()
    room.play(20)
    wait_until(lambda: first.sees(room.desk) and second.sees(room.desk))
    assert (room.desk.opened, room.desk.most_open, len(room.desk.users)) == (1, 1, 1)
    assert first.failures == second.failures == []


@pytest.mark.slow
def test_a_slow_viewer_gets_the_newest_state_and_slows_no_quick_one(room: Room) -> None:
    quick, slow = room.enter(), room.enter(takes_s=0.15)
    wait_until(lambda: quick.sees(room.desk) and slow.sees(room.desk))
    quick_before, slow_before = len(quick.drawn.seqs), len(slow.drawn.seqs)
    room.play(90)
    shown_quick = len(quick.drawn.seqs) - quick_before
    shown_slow = len(slow.drawn.seqs) - slow_before
    assert shown_quick >= 75
    assert shown_slow <= 30
    wait_until(lambda: quick.sees(room.desk) and slow.sees(room.desk))


def test_a_viewer_that_draws_nothing_keeps_no_other_from_seeing(room: Room) -> None:
    quick, deaf = room.enter(), room.enter()
    wait_until(lambda: quick.sees(room.desk) and deaf.sees(room.desk))
    deaf.deaf = True
    room.play(10)
    wait_until(lambda: quick.sees(room.desk))
    assert len(deaf.pictures) - len(deaf.drawn.seqs) <= 3
    deaf.deaf = False
    wait_until(lambda: deaf.sees(room.desk))


def test_who_comes_later_gets_the_whole_picture_and_who_was_there_nothing_twice(room: Room) -> None:
    first = room.enter()
    wait_until(lambda: first.sees(room.desk))
    before = len(first.pictures)
    second = room.enter()
    wait_until(lambda: second.sees(room.desk))
    assert second.drawn.flags[0] == 1
    time.sleep(0.1)
    assert len(first.pictures) == before


def test_the_screen_is_closed_after_the_last_and_opened_again_for_the_next(room: Room) -> None:
    first, second = room.enter(), room.enter()
    wait_until(lambda: first.sees(room.desk) and second.sees(room.desk))
    first.leave()
    room.desk.draw(5, 5, noise(random.Random(3), 20, 20))
    wait_until(lambda: second.sees(room.desk))
    assert room.desk.open == 1
    second.leave()
    wait_until(lambda: room.desk.open == 0)
    third = room.enter()
    wait_until(lambda: third.sees(room.desk))
    assert (room.desk.opened, room.desk.most_open) == (2, 1)


def test_leaving_and_coming_in_the_same_moment_never_opens_the_screen_twice(room: Room) -> None:
    for _ in range(20):
        room.enter().leave()
    last = room.enter()
    wait_until(lambda: last.sees(room.desk))
    assert room.desk.most_open == 1


def test_a_desktop_that_is_away_for_a_while_comes_back_to_all(room: Room) -> None:
    first, second = room.enter(), room.enter(takes_s=0.02)
    wait_until(lambda: first.sees(room.desk) and second.sees(room.desk))
    room.desk.away = True
    time.sleep(0.25)
    with room.desk.guard:
        room.desk.pixels[:] = random.Random(4).randbytes(len(room.desk.pixels))
    room.desk.away = False
    wait_until(lambda: first.sees(room.desk) and second.sees(room.desk))
    assert first.failures == second.failures == []


def test_a_fault_in_one_viewers_picture_ends_that_one_alone(room: Room) -> None:
    class Broken(CollectingViewer):
        def picture(self, picture: bytes) -> None:
            raise RuntimeError("no way out")

    failures: list[Exception] = []
    well = room.enter()
    broken = room.capture.show_to(Broken(), failures.append)
    broken.show_videos(True)
    wait_until(lambda: len(failures) == 1)
    room.desk.draw(0, 0, noise(random.Random(5), 50, 50))
    wait_until(lambda: well.sees(room.desk))
    broken.stop()

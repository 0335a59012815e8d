"""Plays one case on the window. Every painted state has a number and the moment when the X server had it: (number, epoch milliseconds)."""

import itertools
import random
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from benchmarks.screen import drawings, state_number
from benchmarks.screen.cases import HEIGHT, WIDTH
from benchmarks.screen.x11_window import BYTES, SharedPicture, Window
from PIL import Image, ImageDraw

State = tuple[int, float]
SQUARE = (640, 480, 64, 64)
DARK, LIGHT = 0x101010, 0xF0F0F0


class Motion(Protocol):
    """A case on the screen. `probe` tells the viewer's hook where a state's number can be read (see drawn.js)."""

    probe: dict[str, Any]

    def prepare(self) -> None:
        """Paint what is there before it moves."""

    def play(self, seconds: float) -> list[State]:
        """Move for so long; the states in their order."""


def now_ms() -> float:
    """Epoch milliseconds, as the browser on the same machine counts them."""
    return time.time_ns() / 1e6


def ticks(per_second: float, seconds: float) -> Iterator[int]:
    """1, 2, 3 … at an even pace; a late one does not make the next ones early."""
    due = time.monotonic()
    for number in range(1, int(per_second * seconds) + 1):
        due += 1 / per_second
        if (left := due - time.monotonic()) > 0:
            time.sleep(left)
        else:
            due = time.monotonic()
        yield number


class Still:
    """Nothing moves. The base of the others: a desktop with a document."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.probe: dict[str, Any] = {"kind": "none"}

    def prepare(self) -> None:
        desk = shared(self._window, drawings.desktop(WIDTH, HEIGHT))
        self._window.put(desk, (0, 0), (0, 0), (WIDTH, HEIGHT))
        self._window.sync()
        self._window.free(desk)

    def play(self, seconds: float) -> list[State]:
        time.sleep(seconds)
        return []


class Flip(Still):
    """A square turns from dark to light and back, by itself at uneven times or when it is pressed."""

    def __init__(self, window: Window, when_pressed: bool) -> None:
        super().__init__(window)
        self._when_pressed = when_pressed
        x, y, width, height = SQUARE
        self.probe = {"kind": "light", "x": x + width // 2, "y": y + height // 2}

    def prepare(self) -> None:
        super().prepare()
        self._turn(0)
        while self._window.pressed(0):
            pass

    def play(self, seconds: float) -> list[State]:
        end = time.monotonic() + seconds
        return [self._turn(number) for number in (self._presses(end) if self._when_pressed else self._moments(end))]

    def _moments(self, end: float) -> Iterator[int]:
        chance = random.Random(5)
        for number in itertools.count(1):
            time.sleep(chance.uniform(0.09, 0.14))
            if time.monotonic() > end:
                return
            yield number

    def _presses(self, end: float) -> Iterator[int]:
        numbers = itertools.count(1)
        while (left := end - time.monotonic()) > 0:
            if self._window.pressed(left):
                yield next(numbers)

    def _turn(self, number: int) -> State:
        self._window.fill(*SQUARE, LIGHT if number % 2 else DARK)
        self._window.sync()
        return number, now_ms()


class Typing(Still):
    """Twenty characters a second into a document; each is a state, told by a pixel of its ink."""

    PER_SECOND, LONGEST_S = 20, 12
    LEFT, RIGHT, TOP, LINE = 320, 1580, 140, 26

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._glyphs: dict[str, tuple[Image.Image, tuple[int, int]]] = {}
        self._cells = list(self._set(self.PER_SECOND * self.LONGEST_S))
        inks = [(x + self._glyphs[one][1][0], y + self._glyphs[one][1][1]) for one, x, y in self._cells]
        self.probe = {"kind": "ink", "places": inks}

    def _set(self, count: int) -> Iterator[tuple[str, int, int]]:
        """Each character and its place. A blank takes its room and no time: it changes no pixel."""
        chance, x, y = random.Random(6), self.LEFT, self.TOP
        text = (character for _ in itertools.count() for character in drawings.sentence(chance, 1) + " ")
        while count:
            character = next(text)
            if x > self.RIGHT:
                x, y = self.LEFT, y + self.LINE
            if character != " ":
                yield character, x, y
                count -= 1
            x += self._glyph(character).width

    def _glyph(self, character: str) -> Image.Image:
        if character not in self._glyphs:
            font = drawings.text_font(drawings.TEXT_SIZE)
            cell = Image.new("RGB", (max(4, round(font.getlength(character))), drawings.LINE_HEIGHT), drawings.PAPER)
            ImageDraw.Draw(cell).text((0, 2), character, drawings.INK, font)
            shades = cell.convert("L").tobytes()
            darkest = shades.index(min(shades))
            self._glyphs[character] = cell, (darkest % cell.width, darkest // cell.width)
        return self._glyphs[character][0]

    def prepare(self) -> None:
        super().prepare()
        self._window.fill(300, 100, 1320, 860, 0xFFFFFF)
        self._window.sync()

    def play(self, seconds: float) -> list[State]:
        cells = {one: shared(self._window, glyph) for one, (glyph, _) in self._glyphs.items()}
        states = []
        for number in ticks(self.PER_SECOND, min(seconds, self.LONGEST_S)):
            character, x, y = self._cells[number - 1]
            cell = cells[character]
            self._window.put(cell, (0, 0), (x, y), (cell.width, cell.height))
            self._window.sync()
            states.append((number, now_ms()))
        for cell in cells.values():
            self._window.free(cell)
        return states


class Scroll(Still):
    """A page of text moves by 18 to 60 pixels a step, to its end and back; the whole pane is painted anew, as browsers do."""

    LEFT, TOP, WIDE, HIGH, PAGE = 160, 80, 1600, 960, 12_000
    BAR = state_number.WIDTH + 12

    def __init__(self, window: Window, per_second: float) -> None:
        super().__init__(window)
        self._per_second = per_second
        self._page: SharedPicture | None = None
        self.probe = {"kind": "number", "places": [(self.LEFT + self._number_x, self.TOP + 4)]}

    @property
    def _number_x(self) -> int:
        return self.WIDE - self.BAR + 6

    def prepare(self) -> None:
        super().prepare()
        page = Image.new("RGB", (self.WIDE, self.PAGE), "#e5e7eb")
        page.paste(drawings.text_page(self.WIDE - self.BAR, self.PAGE, seed=7), (0, 0))
        self._page = shared(self._window, page)
        self._show(0, 0)

    def play(self, seconds: float) -> list[State]:
        assert self._page
        chance, offset, direction, states = random.Random(8), 0, 1, []
        for number in ticks(self._per_second, seconds):
            step = chance.randint(18, 60)
            if not 0 <= offset + direction * step <= self.PAGE - self.HIGH:
                direction = -direction
            offset += direction * step
            states.append(self._show(offset, number))
        self._window.free(self._page)
        return states

    def _show(self, offset: int, number: int) -> State:
        assert self._page
        with _numbered(self._page, self._number_x, offset, number):
            self._window.put(self._page, (0, offset), (self.LEFT, self.TOP), (self.WIDE, self.HIGH))
            self._window.sync()
            return number, now_ms()


class Film(Still):
    """A film plays in a part of the screen, or on all of it; forwards and backwards without end."""

    PER_SECOND, MOST_ROWS = 30, 32_400

    def __init__(self, window: Window, width: int, height: int) -> None:
        super().__init__(window)
        self._size = width, height
        self._at = ((WIDTH - width) // 2, (HEIGHT - height) // 2)
        self._frames: SharedPicture | None = None
        self._count = min(45, self.MOST_ROWS // height)
        self.probe = {"kind": "number", "places": [(self._at[0], self._at[1] + 4)]}

    def prepare(self) -> None:
        super().prepare()
        width, height = self._size
        self._frames = self._window.share(width, height * self._count)
        for number, frame in enumerate(drawings.film(width, height, self._count)):
            self._frames.write(0, number * height, drawings.bgrx(frame))
        self._show(0)

    def play(self, seconds: float) -> list[State]:
        assert self._frames
        states = [self._show(number) for number in ticks(self.PER_SECOND, seconds)]
        self._window.free(self._frames)
        return states

    def _show(self, number: int) -> State:
        assert self._frames
        turn = number % (2 * self._count - 2)
        row = min(turn, 2 * self._count - 2 - turn) * self._size[1]
        with _numbered(self._frames, 0, row, number):
            self._window.put(self._frames, (0, row), self._at, self._size)
            self._window.sync()
            return number, now_ms()


class Drag(Still):
    """A window with text is dragged over the desktop, 10 pixels in each thirtieth of a second, composed as desktops do it."""

    WIDE, HIGH, PER_SECOND, STEP = 640, 480, 30, (8, 6)
    NUMBER = (490, 12)

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._path = list(itertools.islice(self._way(), self.PER_SECOND * 20))
        x, y = self.NUMBER
        self.probe = {"kind": "number", "places": [(left + x, top + y + 4) for left, top in self._path]}
        self._behind = drawings.desktop(WIDTH, HEIGHT)
        self._pane = drawings.text_window(self.WIDE, self.HIGH)
        self._screen: SharedPicture | None = None

    def _way(self) -> Iterator[tuple[int, int]]:
        (x, y), (right, down) = (80, 60), self.STEP
        while True:
            yield x, y
            right = right if 0 <= x + right <= WIDTH - self.WIDE else -right
            down = down if 0 <= y + down <= HEIGHT - self.HIGH else -down
            x, y = x + right, y + down

    def prepare(self) -> None:
        self._screen = shared(self._window, self._behind)
        self._desk_rows, self._pane_rows = drawings.bgrx(self._behind), drawings.bgrx(self._pane)
        self._compose(self._path[0], 0)
        self._window.put(self._screen, (0, 0), (0, 0), (WIDTH, HEIGHT))
        self._window.sync()

    def play(self, seconds: float) -> list[State]:
        assert self._screen
        states = []
        for number in ticks(self.PER_SECOND, seconds):
            before, after = self._path[number - 1], self._path[number]
            self._uncover(before)
            self._compose(after, number)
            left, top = min(before[0], after[0]), min(before[1], after[1])
            size = self.WIDE + abs(before[0] - after[0]), self.HIGH + abs(before[1] - after[1])
            self._window.put(self._screen, (left, top), (left, top), size)
            self._window.sync()
            states.append((number, now_ms()))
        self._window.free(self._screen)
        return states

    def _uncover(self, place: tuple[int, int]) -> None:
        assert self._screen
        (x, y), length = place, self.WIDE * BYTES
        for row in range(y, y + self.HIGH):
            begin = (row * WIDTH + x) * BYTES
            self._screen.write(x, row, self._desk_rows[begin : begin + length])

    def _compose(self, place: tuple[int, int], number: int) -> None:
        assert self._screen
        (x, y), length = place, self.WIDE * BYTES
        for row in range(self.HIGH):
            self._screen.write(x, y + row, self._pane_rows[row * length : (row + 1) * length])
        for row in range(state_number.BLOCK):
            self._screen.write(x + self.NUMBER[0], y + self.NUMBER[1] + row, state_number.row(number))


class _numbered:  # noqa: N801 - reads as a verb where it is used
    """The number stands in a shared picture inside the block, and what was there before stands there again after it."""

    def __init__(self, picture: SharedPicture, x: int, y: int, number: int) -> None:
        self._picture, self._x, self._number = picture, x, state_number.row(number)
        self._rows = range(y, y + state_number.BLOCK)

    def __enter__(self) -> None:
        self._before = []
        for row in self._rows:
            self._before.append(self._picture.read(self._x, row, state_number.WIDTH))
            self._picture.write(self._x, row, self._number)

    def __exit__(self, *_: object) -> None:
        for row, pixels in zip(self._rows, self._before, strict=True):
            self._picture.write(self._x, row, pixels)


def shared(window: Window, picture: Image.Image) -> SharedPicture:
    """A picture in memory that the X server reads."""
    there = window.share(*picture.size)
    there.write(0, 0, drawings.bgrx(picture))
    return there


MOTIONS: dict[str, Callable[[Window], Motion]] = {
    "flip": lambda window: Flip(window, when_pressed=False),
    "click": lambda window: Flip(window, when_pressed=True),
    "key": lambda window: Flip(window, when_pressed=True),
    "window": Drag,
    "typing20": Typing,
    "scroll30": lambda window: Scroll(window, 30),
    "scroll60": lambda window: Scroll(window, 60),
    "video360p30": lambda window: Film(window, 640, 360),
    "video720p30": lambda window: Film(window, 1280, 720),
    "full1080p": lambda window: Film(window, WIDTH, HEIGHT),
    "idle": Still,
    "slow_link": lambda window: Film(window, 1280, 720),
}

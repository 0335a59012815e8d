"""A screen in memory."""

from collections.abc import Sequence

from daypass.host.platform.ports import Area, Cursor, Monitor


class FakeScreen:
    """`monitors_now` may be changed; every pixel of `colour`. `away` plays a desktop that is being switched."""

    def __init__(self, *monitors: Area) -> None:
        self.monitors_now = monitors or (Area(0, 0, 64, 48),)
        self.colour = b"\x10\x20\x30\x00"
        self.cursor_now = Cursor(-5, 7, True, 1, 1, 1, 0, 0, b"\xff\xff\xff\xff")
        self.away = False
        self.changed: list[Area] | None = None

    def monitors(self) -> Sequence[Monitor]:
        return [Monitor(number, area, number == 0) for number, area in enumerate(self.monitors_now)]

    def wait(self, timeout_s: float) -> Sequence[Area] | None:
        return self.changed

    def grab(self, area: Area) -> memoryview:
        if self.away:
            raise OSError("another desktop has the screen")
        return memoryview(bytearray(self.colour * (area.width * area.height)))

    def cursor(self) -> Cursor:
        return self.cursor_now

    def close(self) -> None:
        """Nothing to give back."""

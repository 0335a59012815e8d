"""A layer over no screen."""

from daypass.host.platform.ports import Drawn


class FakeDrawingLayer:
    """`shown` is what lies over the screen now."""

    def __init__(self) -> None:
        self.shown = Drawn((), "", (0, 0))
        self.closed = False

    def show(self, drawn: Drawn) -> None:
        self.shown = drawn

    def close(self) -> None:
        self.closed = True

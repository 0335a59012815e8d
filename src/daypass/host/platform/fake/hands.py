"""Hands that write down what they did."""


class FakeHands:
    """`done` holds every call as a tuple."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []

    def move(self, x: int, y: int) -> None:
        self.done.append(("move", x, y))

    def button(self, button: int, down: bool) -> None:
        self.done.append(("button", button, down))

    def wheel(self, dx: int, dy: int) -> None:
        self.done.append(("wheel", dx, dy))

    def key(self, scan: int, extended: bool, down: bool) -> None:
        self.done.append(("key", scan, extended, down))

    def text(self, text: str) -> None:
        self.done.append(("text", text))

    def close(self) -> None:
        self.done.append(("close",))

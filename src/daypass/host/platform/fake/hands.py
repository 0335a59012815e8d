"""Hands that write down what they did."""

from daypass.host.platform.ports import KeyOfCharacter


class FakeHands:
    """`done` holds every call as a tuple."""

    def __init__(self) -> None:
        self.makes: dict[int, str] = {}
        self.layout: dict[str, KeyOfCharacter] = {}
        self.done: list[tuple[object, ...]] = []

    def move(self, x: int, y: int) -> None:
        self.done.append(("move", x, y))

    def button(self, button: int, down: bool) -> None:
        self.done.append(("button", button, down))

    def wheel(self, dx: int, dy: int) -> None:
        self.done.append(("wheel", dx, dy))

    def key(self, scan: int, extended: bool, down: bool) -> None:
        self.done.append(("key", scan, extended, down))

    def character_key(self, scan: int, extended: bool, text: str) -> bool:
        """`makes` says which keys exist and what each makes."""
        if self.makes.get(scan) != text:
            return False
        self.done.append(("character", scan, text))
        return True

    def key_of(self, character: str) -> KeyOfCharacter | None:
        """`layout` says which key makes what."""
        return self.layout.get(character)

    def text(self, text: str) -> None:
        self.done.append(("text", text))

    def close(self) -> None:
        self.done.append(("close",))


class FakeAttention:
    """Counts; `answer` is what `send` answers, an error is raised."""

    def __init__(self) -> None:
        self.sent = 0
        self.answer: bool | OSError = True

    def send(self) -> bool:
        if isinstance(self.answer, OSError):
            raise self.answer
        self.sent += 1
        return self.answer

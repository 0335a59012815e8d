"""A clipboard in memory."""

from collections.abc import Callable


class FakeClipboard:
    """`copied` is what another program's copying calls; `held` plays a program that does not let the clipboard go."""

    def __init__(self, copied: Callable[[str], None]) -> None:
        self.copied = copied
        self.text = ""
        self.held = self.closed = False

    def put(self, text: str) -> None:
        if self.held:
            raise OSError("another program holds the clipboard")
        self.text = text

    def close(self) -> None:
        self.closed = True

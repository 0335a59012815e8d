"""A wallpaper in memory."""


class FakeWallpaper:
    """`shown` is what the person sees; `done` is every call."""

    def __init__(self) -> None:
        self.shown = True
        self.done: list[str] = []

    def hide(self) -> None:
        self.shown = False
        self.done.append("hide")

    def put_back(self) -> None:
        self.shown = True
        self.done.append("put back")

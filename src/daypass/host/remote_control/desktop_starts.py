"""How the desktop process is started: plainly, once two in a row broke off young.

It calls into graphics drivers and a video encoder, which are not ours. A fault there ends the process, never the service; started
plainly it uses neither, and the technician sees the screen by the way that always works.
"""

YOUNG_S = 15.0
BROKEN_OFF = 2
PLAIN = "--plain"


class DesktopStarts:
    """Times in seconds of one clock."""

    def __init__(self, link: str) -> None:
        self._arguments = ["desktop", "--link", link]
        self._started_at: float | None = None
        self._broken_off = 0

    def next(self, now: float) -> list[str]:
        """The arguments of the process to start now; one that was started before has ended by itself."""
        if self._started_at is not None and self._broken_off < BROKEN_OFF:
            self._broken_off = self._broken_off + 1 if now - self._started_at < YOUNG_S else 0
        self._started_at = None
        return [*self._arguments, PLAIN] if self._broken_off >= BROKEN_OFF else list(self._arguments)

    def started(self, now: float) -> None:
        """The system has started it."""
        self._started_at = now

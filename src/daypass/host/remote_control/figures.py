"""What the pictures of one viewer cost and how long they take: the technician's statistics, measured where the truth is."""

from collections.abc import Iterable
from statistics import median

from daypass.protocol.picture import Codec, PictureArea
from daypass.protocol.viewing import Figures, SentAs, SentWay

EVERY_S = 1.0
_MOST_WAITING = 64
Ways = dict[SentAs, tuple[int, int]]
"""Pixels and bytes by each way."""

_WAYS = {Codec.COPY: SentAs.COPY, Codec.VIDEO: SentAs.VIDEO, Codec.PHOTO: SentAs.PHOTO}


def ways_of(parts: Iterable[PictureArea], repairs: Iterable[PictureArea] = ()) -> Ways:
    """How the parts of a picture come to the viewer."""
    ways: Ways = {}
    for part in parts:
        _add(ways, _WAYS.get(part.codec, SentAs.LOSSLESS), part.width * part.height, len(part.payload))
    for part in repairs:
        _add(ways, SentAs.REPAIR, part.width * part.height, len(part.payload))
    return ways


class PictureFigures:
    """Sums between two tellings; times in seconds of one clock. Not for several threads at once."""

    def __init__(self, now: float) -> None:
        self._since = now
        self._grabbed_at: dict[int, float] = {}
        self._took: list[float] = []
        self._ways: Ways = {}

    def sent(self, seq: int, grabbed_at: float, ways: Ways) -> None:
        """Picture `seq` leaves; the screen was grabbed then."""
        if len(self._grabbed_at) < _MOST_WAITING:
            self._grabbed_at[seq] = grabbed_at
        for way, (pixels, size) in ways.items():
            _add(self._ways, way, pixels, size)

    def acknowledged(self, seq: int, now: float) -> None:
        """The viewer has drawn `seq` and all before it."""
        for done in [waiting for waiting in self._grabbed_at if waiting <= seq]:
            self._took.append(now - self._grabbed_at.pop(done))

    def take(self, now: float, line_bytes_per_s: float) -> Figures | None:
        """What is to be told, and begin anew; None while it is too early."""
        span = now - self._since
        if span < EVERY_S:
            return None
        figures = Figures(
            span_ms=int(span * 1000),
            pictures=len(self._took),
            glass_ms=round(median(self._took) * 1000) if self._took else 0,
            line_kbits=int(line_bytes_per_s * 8 / 1000),
            ways=tuple(SentWay(way=way, pixels=pixels, bytes=size) for way, (pixels, size) in self._ways.items()),
        )
        self._since, self._took, self._ways = now, [], {}
        return figures


def _add(ways: Ways, way: SentAs, pixels: int, size: int) -> None:
    before = ways.get(way, (0, 0))
    ways[way] = before[0] + pixels, before[1] + size

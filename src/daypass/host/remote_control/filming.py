"""One video: a place on the screen, the encoder for it, and what it may take of the line."""

import logging
from dataclasses import dataclass

from daypass.host.platform.ports import Area, VideoEncoder, VideoRate
from daypass.host.remote_control.areas import size

_log = logging.getLogger(__name__)
_BITS_PER_PIXEL_AND_SECOND = 8
_MOST_KBITS, _LEAST_MOST_KBITS = 8000, 800
_FRUGAL_SHARE = 0.25
_TOLD_AGAIN_FROM = 0.1
"""An encoder hears of a rate that differs by this share from what it was told last."""


def worth(line: VideoRate, area: Area, frugal: bool) -> VideoRate:
    """What a video of that place should take at most: more than this nobody sees, however fast the line is."""
    of_its_size = size(area) * _BITS_PER_PIXEL_AND_SECOND // 1000
    most = max(_LEAST_MOST_KBITS, min(_MOST_KBITS, of_its_size)) * (_FRUGAL_SHARE if frugal else 1)
    return line._replace(kbits=min(line.kbits, int(most)))


@dataclass(slots=True)
class Video:
    """Its place never changes; another place is another video."""

    box: Area
    encoder: VideoEncoder | None
    started: bool = False
    _rate: VideoRate | None = None

    def next_frame(self, pixels: bytes | memoryview, key: bool, rate: VideoRate) -> bytes | None:
        """None where there is no encoder, or it failed."""
        if self.encoder is None:
            return None
        try:
            if self._rate is None or _differ(self._rate, rate):
                self.encoder.follow(rate)
                self._rate = rate
            frame = self.encoder.encode(pixels, key)
        except OSError as error:
            _log.warning("the video encoder gave up: %s", error)
            return None
        self.started = True
        return frame


def _differ(told: VideoRate, rate: VideoRate) -> bool:
    return told.pictures != rate.pictures or abs(told.kbits - rate.kbits) > _TOLD_AGAIN_FROM * told.kbits

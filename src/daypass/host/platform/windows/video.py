"""The video encoder on Windows: the graphics card's for large pictures, else x264; both once the service has fetched the codec pack."""

import sys

assert sys.platform == "win32"

import logging
import time

from daypass.host.platform.ports import VideoEncoder, VideoRate
from daypass.host.platform.windows.codecs import codec_folder
from daypass.host.platform.windows.media_foundation import HardwareEncoder, open_hardware_encoder
from daypass.host.platform.x264 import VideoLibraries, X264Encoder, libraries_in

HARDWARE_FROM_PIXELS = 1280 * 720
"""Smaller pictures cost x264 less than 6 ms a frame and 3 ms to begin with: no graphics card is quicker."""
SLOWEST_BEGIN_S = 0.4
"""Each new place of a film is a new video: what takes longer to begin is felt."""
_log = logging.getLogger(__name__)
_refused: list[str] = []
"""Why the graphics card is not asked again in this process."""


def open_encoder(width: int, height: int) -> VideoEncoder | None:
    """None while the pack is not there."""
    folder = codec_folder()
    if not folder.is_dir():
        return None
    try:
        libraries = libraries_in(folder)
        hardware = _hardware(libraries, width, height) if width * height >= HARDWARE_FROM_PIXELS else None
        return hardware or X264Encoder(libraries, width, height)
    except OSError as error:
        _log.warning("no video encoder: %s", error)
        return None


def _hardware(libraries: VideoLibraries, width: int, height: int) -> VideoEncoder | None:
    if _refused:
        return None
    began = time.monotonic()
    try:
        encoder = open_hardware_encoder(libraries, width, height)
    except OSError as error:
        _refuse(str(error))
        return None
    if time.monotonic() - began > SLOWEST_BEGIN_S:
        _refuse("it takes too long to begin")
    return _GivenUpOnce(encoder)


def _refuse(why: str) -> None:
    _log.info("no video by the graphics card from now on: %s", why)
    _refused.append(why)


class _GivenUpOnce:
    """A hardware encoder that is never asked again after its first fault."""

    def __init__(self, encoder: HardwareEncoder) -> None:
        self._encoder = encoder

    def follow(self, rate: VideoRate) -> None:
        self._encoder.follow(rate)

    def encode(self, pixels: bytes | memoryview, key: bool) -> bytes:
        try:
            return self._encoder.encode(pixels, key)
        except OSError as error:
            _refuse(str(error))
            raise

"""The video encoder on Linux: x264 out of PyAV's wheel, colours by libyuv where it is installed."""

import logging
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from daypass.host.platform.ports import VideoEncoder
from daypass.host.platform.x264 import VideoLibraries, X264Encoder, libraries_in

LIBYUV = "libyuv.so.0"
_log = logging.getLogger(__name__)


def open_encoder(width: int, height: int) -> VideoEncoder | None:
    """None where PyAV's wheel is not installed."""
    libraries = _libraries()
    try:
        return X264Encoder(libraries, width, height) if libraries else None
    except OSError as error:
        _log.warning("no video encoder: %s", error)
        return None


@cache
def _libraries() -> VideoLibraries | None:
    wheel = find_spec("av")
    if wheel is None or wheel.origin is None:
        _log.warning("no video encoder: PyAV is not installed")
        return None
    try:
        return libraries_in(Path(wheel.origin).parents[1] / "av.libs", LIBYUV)
    except OSError as error:
        _log.warning("no video encoder: %s", error)
        return None

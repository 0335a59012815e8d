"""The video encoder on Windows: x264 out of the codec pack, once the service has fetched it."""

import sys

assert sys.platform == "win32"

import logging

from daypass.host.platform.ports import VideoEncoder
from daypass.host.platform.windows.codecs import codec_folder
from daypass.host.platform.x264 import X264Encoder, libraries_in

_log = logging.getLogger(__name__)


def open_encoder(width: int, height: int) -> VideoEncoder | None:
    """None while the pack is not there."""
    folder = codec_folder()
    if not folder.is_dir():
        return None
    try:
        return X264Encoder(libraries_in(folder), width, height)
    except OSError as error:
        _log.warning("no video encoder: %s", error)
        return None

"""Between service and desktop process: `kind u8, viewer u32` and the payload as it is; pictures are not touched on the way."""

import enum
import struct
from typing import NamedTuple

_HEAD = struct.Struct("<BI")
_LAST_SEQ = struct.Struct("<I")


class FrameKind(enum.IntEnum):
    OPEN = 1
    """Service → desktop: a viewer came; payload: `Opened`."""
    CLOSE = 2
    """Either way: the viewer is gone, or its picture cannot be had (payload: the DP code)."""
    MESSAGE = 3
    """Either way: one msgpack message of remote control."""
    PICTURE = 4
    """Desktop → service: one picture."""
    HOLD = 5
    """Either way: what of the PC is held from the people there (`hold_frames`)."""
    DONE = 6
    """Service → desktop, which sends it back: everything before has been done. The number is a question's, not a viewer's."""


class Frame(NamedTuple):
    kind: FrameKind
    viewer: int
    payload: bytes


class Opened(NamedTuple):
    """A viewer: the last picture number it has had, and whose it is."""

    last_seq: int
    technician: str

    def write(self) -> bytes:
        return _LAST_SEQ.pack(self.last_seq) + self.technician.encode()


def read_opened(payload: bytes) -> Opened:
    """Raises ValueError for anything else."""
    if len(payload) < _LAST_SEQ.size:
        raise ValueError("no picture number")
    return Opened(_LAST_SEQ.unpack_from(payload)[0], payload[_LAST_SEQ.size :].decode())


def write_frame(kind: FrameKind, viewer: int, payload: bytes = b"") -> bytes:
    return _HEAD.pack(kind, viewer) + payload


def read_frame(data: bytes) -> Frame:
    """Raises ValueError for anything else."""
    if len(data) < _HEAD.size:
        raise ValueError("shorter than a head")
    kind, viewer = _HEAD.unpack_from(data)
    return Frame(FrameKind(kind), viewer, data[_HEAD.size :])

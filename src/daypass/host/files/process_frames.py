"""Between the service and a files process: one byte of kind, and the payload as it is. Contents are not touched on the way."""

import enum
from collections.abc import Callable
from typing import Annotated

import msgspec

from daypass.protocol.files import SaidByProcess


class FrameKind(enum.IntEnum):
    MESSAGE = 1
    """Either way: one msgpack message of File Manager."""
    CONTENTS = 3
    """Either way: a frame of pieces."""
    WORD = 4
    """Process → service: what is not for the technician (`Word`)."""
    LEAVE = 5
    """Service → process: the visit is over. It stops, says what it has done that was not said yet, and goes."""


class Here(msgspec.Struct, tag=True, frozen=True):
    """The first word: whose rights this process has, and how paths are written here."""

    person: Annotated[str, msgspec.Meta(max_length=200)]
    separator: Annotated[str, msgspec.Meta(min_length=1, max_length=1)]


class Did(msgspec.Struct, tag=True, frozen=True):
    """For the activity log: `host.log.<what>`, and the file."""

    what: Annotated[str, msgspec.Meta(max_length=40)]
    detail: str


class PartKept(msgspec.Struct, tag=True, frozen=True):
    """A part is on the disk (`kept`), or no longer: what is left of it must go at the removal."""

    path: Annotated[str, msgspec.Meta(max_length=40_000)]
    kept: bool


class GaveUp(msgspec.Struct, tag=True, frozen=True):
    """The technician's side broke the rules of the line."""

    dp: Annotated[str, msgspec.Meta(max_length=6)]
    what: Annotated[str, msgspec.Meta(max_length=1000)]


Word = Here | Did | PartKept | GaveUp
read_word: Callable[[bytes | memoryview], Word] = msgspec.msgpack.Decoder(Word).decode


_said = msgspec.msgpack.Decoder(SaidByProcess)


def check_said(payload: bytes | memoryview) -> None:
    """Raises ValueError for anything that a files process has no business to say."""
    _said.decode(payload)


def write_word(word: Word) -> bytes:
    return bytes((FrameKind.WORD,)) + msgspec.msgpack.encode(word)


def write_frame(kind: FrameKind, payload: bytes | memoryview) -> bytes:
    return b"".join((bytes((kind,)), payload))


def read_frame(data: bytes) -> tuple[FrameKind, memoryview]:
    """Raises ValueError for anything else. (msgspec's errors are ValueErrors too.)"""
    if not data:
        raise ValueError("no kind")
    return FrameKind(data[0]), memoryview(data)[1:]

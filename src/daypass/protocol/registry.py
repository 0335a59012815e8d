"""Dashboard's registry of the PC: keys and values, read and changed. Data travels as the raw bytes that the registry keeps.

A path is a key as people write it, `HKEY_LOCAL_MACHINE\\Software\\…`; in `HKEY_CURRENT_USER` is what belongs to whoever is signed in
at the screen.
Names and paths that hold what no text can (halves of characters) are shown, and cannot be addressed.
"""

import enum
from typing import Annotated

import msgspec

from daypass.protocol.messages import DpCode, Message, Name, Record

MOST_DATA = 32 * 1024
"""Bytes of a value's data, both ways; larger ones are shown as far as that and cannot be edited."""
MOST_IN_PAGE = 500
MOST_LISTED = 10_000
"""Keys and values of one key, each."""
LONGEST_NAME = 255
"""Of a key; Windows' own limit."""

Number = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
Amount = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
KeyPath = Annotated[str, msgspec.Meta(min_length=1, max_length=8192)]
KeyName = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
ValueName = Annotated[str, msgspec.Meta(max_length=2048)]
"""Empty: the key's default value."""
Data = Annotated[bytes, msgspec.Meta(max_length=MOST_DATA)]
Kind = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
"""As Windows numbers them: 1 text, 2 text with variables, 3 bytes, 4 32-bit number, 7 texts, 11 64-bit number."""


class RegistryView(enum.StrEnum):
    """Which programs' view of the machine: of 64 or of 32 bits."""

    WIDE = "64"
    NARROW = "32"


class SubKey(Record, frozen=True, kw_only=True):
    """A key below another; `parent`: it has keys below itself."""

    name: KeyName
    parent: bool = False


class RegistryValue(Record, frozen=True, kw_only=True):
    """`data` ends at MOST_DATA where `size` bytes are more."""

    name: ValueName
    kind: Kind
    data: Data
    size: Amount


# --- host → technician --------------------------------------------------------------------------------------------


class KeyPage(Message, frozen=True, kw_only=True):
    """What is in a key, in as many messages as that takes; the `last` one says so, or why there is nothing (`dp`). `person`: whose
    HKEY_CURRENT_USER that is, where the key is in it or names it."""

    question: Number
    keys: Annotated[tuple[SubKey, ...], msgspec.Meta(max_length=MOST_IN_PAGE)]
    values: Annotated[tuple[RegistryValue, ...], msgspec.Meta(max_length=MOST_IN_PAGE)]
    last: bool = False
    dp: DpCode | None = None
    person: Name = ""


# --- technician → host --------------------------------------------------------------------------------------------


class ReadKey(Message, frozen=True, kw_only=True):
    """Keys and values of this key; an empty path names the roots."""

    question: Number
    path: Annotated[str, msgspec.Meta(max_length=8192)]
    view: RegistryView


class CreateKey(Message, frozen=True, kw_only=True):
    """A new key below `path`."""

    action: Number
    path: KeyPath
    view: RegistryView
    name: KeyName


class RenameKey(Message, frozen=True, kw_only=True):
    """Another last name for this key."""

    action: Number
    path: KeyPath
    view: RegistryView
    name: KeyName


class DeleteKey(Message, frozen=True, kw_only=True):
    """This key and everything below it; where it is a link, the link."""

    action: Number
    path: KeyPath
    view: RegistryView


class SetValue(Message, frozen=True, kw_only=True):
    """`fresh`: only where there is no value of that name."""

    action: Number
    path: KeyPath
    view: RegistryView
    name: ValueName
    kind: Kind
    data: Data
    fresh: bool = False


class RenameValue(Message, frozen=True, kw_only=True):
    """Another name for this value."""

    action: Number
    path: KeyPath
    view: RegistryView
    name: ValueName
    new_name: ValueName


class DeleteValue(Message, frozen=True, kw_only=True):
    """Delete this value."""

    action: Number
    path: KeyPath
    view: RegistryView
    name: ValueName


Action = CreateKey | RenameKey | DeleteKey | SetValue | RenameValue | DeleteValue

"""Desktop, documents, downloads and home of the person at the screen, wherever they have moved them to."""

import sys

assert sys.platform == "win32"

import ctypes
import uuid
from collections.abc import Iterator

from daypass.host.platform.windows import people

_FOLDERS = (
    ("desktop", "b4bfcc3a-db2c-424c-b029-7fe99a87c641"),
    ("documents", "fdd39ad0-238f-46af-adb4-6c85480369c7"),
    ("downloads", "374de290-123f-4565-9164-39c4925e467b"),
    ("home", "5e6c858f-0e22-4760-9afe-ea3317b67173"),
)
"""KNOWNFOLDERID."""
_shell32 = ctypes.WinDLL("shell32")
_shell32.SHGetKnownFolderPath.argtypes = [
    ctypes.c_char_p,
    ctypes.c_uint32,
    ctypes.c_void_p,
    ctypes.POINTER(ctypes.c_void_p),
]
_ole32 = ctypes.WinDLL("ole32")
_ole32.CoTaskMemFree.argtypes = [ctypes.c_void_p]
_ole32.CoTaskMemFree.restype = None


def person_folders(as_system: bool) -> Iterator[tuple[str, str]]:
    """Kind and path of each. `as_system`: this process is not the person's own; nothing while nobody is signed in."""
    token: object = None
    if as_system:
        try:
            token = people.token_at_screen()
        except LookupError:
            return
    for kind, number in _FOLDERS:
        if (path := _known_folder(number, token)) is not None:
            yield kind, path


def _known_folder(number: str, token: object) -> str | None:
    place = ctypes.c_void_p()
    handle = int(token) if token is not None else None  # type: ignore[call-overload]
    if _shell32.SHGetKnownFolderPath(uuid.UUID(number).bytes_le, 0, handle, ctypes.byref(place)) != 0:
        return None
    try:
        return ctypes.wstring_at(place.value) if place.value else None
    finally:
        _ole32.CoTaskMemFree(place)

"""Reads the registry as Wine saves it, one value per line, some a thousand times faster than asking for one after another."""

import re
from collections.abc import Iterator
from pathlib import Path

_KEY = re.compile(r"\[(.*)\] \d+")
_VALUE = re.compile(r'(@|"(?:[^"\\]|\\.)*")=(.*)')
_ESCAPED = re.compile(r"\\(.)")
_LONGEST = 200


def lines_of(saved: Path, root: str) -> Iterator[str]:
    """Each key below `root` as `root\\path\\` and each value as `root\\path\\name = data`; a number in decimal."""
    key = root
    for line in saved.read_text(encoding="utf-8", errors="replace").replace("\\\n", "").splitlines():
        if found := _KEY.fullmatch(line):
            key = f"{root}\\{_plain(found[1])}"
            yield from _key_and_those_above(key, root)
        elif found := _VALUE.fullmatch(line):
            name = "" if found[1] == "@" else _plain(found[1][1:-1])
            yield f"{key}\\{name} = {_data(found[2])[:_LONGEST]}"


def _key_and_those_above(key: str, root: str) -> Iterator[str]:
    """Wine leaves a key out that has nothing but other keys in it."""
    while key != root:
        yield key + "\\"
        key = key.rpartition("\\")[0]


def _data(told: str) -> str:
    if told.startswith("dword:"):
        return str(int(told[6:], 16))
    return _plain(told[1:-1]) if told.startswith('"') else told


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)

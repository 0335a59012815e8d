"""Cuts what the PC says to what the wire allows: a text of 10 MB, half a character or a negative counter must not end the line.

Control and bidi characters stay; whoever shows a text makes it harmless (`shown_text`).
"""

from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from daypass.protocol.messages import Record

R = TypeVar("R", bound=Record)


def within_caps(record: R) -> R:
    """The record with every text, list and number cut to its limits."""
    changed = {}
    for name, kind in _fields(type(record)):
        value = getattr(record, name)
        cut = _cut(value, kind)
        if cut is not value:
            changed[name] = cut
    return msgspec.structs.replace(record, **changed) if changed else record


@cache
def _fields(kind: type[Record]) -> tuple[tuple[str, inspect.Type], ...]:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - a Record is one
    return tuple((field.name, field.type) for field in info.fields)


def _cut(value: Any, kind: inspect.Type) -> Any:
    match kind:
        case inspect.StrType():
            return _text(value, kind.max_length)
        case inspect.IntType():
            return _number(value, kind.ge, kind.le)
        case inspect.VarTupleType():
            return _list(value, kind)
        case inspect.StructType():
            return within_caps(value)
        case inspect.UnionType() if value is not None:
            (member,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
            return _cut(value, member)
    return value


def _text(value: str, most: int | None) -> str:
    short = value if most is None or len(value) <= most else value[: most - 1] + "…"
    try:
        short.encode()
    except UnicodeEncodeError:  # halves of characters, as systems give them
        return short.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return short


def _number(value: int, least: int | None, most: int | None) -> int:
    if least is not None and value < least:
        return least
    return most if most is not None and value > most else value


def _list(value: tuple[Any, ...], kind: inspect.VarTupleType) -> tuple[Any, ...]:
    most = kind.max_length
    short = value if most is None or len(value) <= most else value[:most]
    cut = tuple(_cut(one, kind.item_type) for one in short)
    return value if len(cut) == len(value) and all(a is b for a, b in zip(cut, value, strict=True)) else cut

"""What a technician does unseen stands in the activity log: no word of a text, and no flood that drives older lines out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from daypass.host.remote_control import deeds
from daypass.host.remote_control.deeds import Deeds
from daypass.protocol.clipboard import ClipboardText
from daypass.protocol.drawing import PointAt
from daypass.protocol.messages import encode
from daypass.protocol.remote_control import CursorMoved, PointerMoved, SecureAttention
from daypass.protocol.viewing import ScreenshotTaken


@asynccontextmanager
async def logging(lines: list[tuple[str, str]]) -> AsyncIterator[Deeds]:
    async def log(what: str, detail: str) -> None:
        lines.append((what, detail))

    made = Deeds(log)
    async with asyncio.TaskGroup() as tasks:
        keeping = tasks.create_task(made.keep())
        yield made
        await asyncio.sleep(0.02)
        keeping.cancel()


async def test_clipboard_screenshot_attention_and_drawing_are_said_with_a_length_and_without_a_word() -> None:
    lines: list[tuple[str, str]] = []
    async with logging(lines) as done:
        done.done(ClipboardText(text="secret"))
        done.told(encode(ClipboardText(text="their secret")))
        done.told(encode(CursorMoved(x=1, y=1, shape_id=1, visible=True)))
        done.done(ScreenshotTaken())
        done.done(SecureAttention())
        done.done(PointAt(x=1, y=1))
        done.done(PointerMoved(x=1, y=1))
        done.add("control_taken", "Technician Two")
    assert lines == [
        ("clipboard_sent", "6"),
        ("clipboard_taken", "12"),
        ("screenshots", "1"),
        ("attention", ""),
        ("drawn", ""),
        ("control_taken", "Technician Two"),
    ]


async def test_a_flood_is_one_line_and_its_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[tuple[str, str]] = []
    async with logging(lines) as done:
        for _ in range(1000):
            done.done(ClipboardText(text="ab"))
            done.done(PointAt(x=1, y=1))
    assert lines == [("clipboard_sent", "2"), ("drawn", ""), ("clipboard_sent", "1998")]


async def test_what_was_counted_is_said_when_its_time_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "CALM_S", 0.1)
    lines: list[tuple[str, str]] = []
    async with logging(lines) as done:
        done.done(ScreenshotTaken())
        await asyncio.sleep(0.02)
        done.done(ScreenshotTaken())
        done.done(ScreenshotTaken())
        await asyncio.sleep(0.4)
        assert lines == [("screenshots", "1"), ("screenshots", "2")]

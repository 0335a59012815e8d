"""What each side may say in remote control, and cursors that break a rule."""

import pytest

from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import encode
from daypass.protocol.remote_control import CursorShape, Key, read_to_host, read_to_viewer
from daypass.protocol.tool_line import Pong


def test_a_cursor_has_exactly_its_pixels() -> None:
    shape = CursorShape(shape_id=1, width=2, height=2, hot_x=0, hot_y=0, rgba=bytes(16))
    assert read_to_viewer(encode(shape)) == shape
    with pytest.raises(ProtocolError, match="width × height"):
        read_to_viewer(encode(CursorShape(shape_id=1, width=2, height=2, hot_x=0, hot_y=0, rgba=bytes(15))))


def test_each_side_hears_only_what_the_other_may_say() -> None:
    key = Key(scan=30, extended=False, down=True)
    assert read_to_host(encode(key)) == key
    with pytest.raises(ProtocolError):
        read_to_viewer(encode(key))
    with pytest.raises(ProtocolError):
        read_to_host(encode(Pong(number=1)))

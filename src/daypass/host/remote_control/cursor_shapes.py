"""Which pointer shapes a viewer has: each is sent once and named by its content from then on, whatever the system calls it."""

import struct
import zlib
from collections import OrderedDict

from daypass.host.platform.ports import Cursor
from daypass.protocol.remote_control import CURSORS_KEPT

_FORM = struct.Struct("<4i")


def content_id(cursor: Cursor) -> int:
    """The same for the same pixels, size and hot spot."""
    form = _FORM.pack(cursor.width, cursor.height, cursor.hot_x, cursor.hot_y)
    return zlib.crc32(cursor.rgba, zlib.crc32(form))


class CursorShapes:
    """For one viewer, which keeps as many as we remember and forgets the one that came first."""

    def __init__(self) -> None:
        self._sent: OrderedDict[int, None] = OrderedDict()
        self._named: tuple[int, int] | None = None

    def name(self, cursor: Cursor) -> tuple[int, bool]:
        """The name of this shape, and whether the viewer has to be given it first."""
        if self._named is None or self._named[0] != cursor.shape_id:
            self._named = cursor.shape_id, content_id(cursor)
        name = self._named[1]
        if name in self._sent:
            return name, False
        self._sent[name] = None
        if len(self._sent) > CURSORS_KEPT:
            self._sent.popitem(last=False)
        return name, True

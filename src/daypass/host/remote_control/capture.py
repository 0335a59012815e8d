"""From the screen to picture messages for one viewer: wait, grab what was damaged, compare, shrink, send.

Never more than two pictures are under way: while the viewer has not acknowledged them nothing is grabbed, so a slow line sees
fewer pictures and never old ones. The cursor is never in the picture.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from daypass.host.platform.ports import Area, Cursor, Monitor, Screen
from daypass.host.remote_control.damage import SeenPicture, clip, join_below, simplify
from daypass.host.remote_control.pictures import PicturePacker, copied
from daypass.host.remote_control.rows import PixelRows
from daypass.protocol.picture import Picture, PictureArea, write_picture

PICTURES_UNDER_WAY = 2
_CURSOR_EVERY_S = 1 / 30
_PICTURE_EVERY_S = 1 / 60
_SCREEN_AWAY_S = 0.1


@dataclass(frozen=True, slots=True)
class VirtualScreen:
    """All monitors as one picture; `origin` is where its left-top corner lies for the system (negative left of the primary)."""

    origin_x: int
    origin_y: int
    width: int
    height: int
    monitors: tuple[Monitor, ...]
    """Relative to the left-top corner."""


def virtual_screen(monitors: Sequence[Monitor]) -> VirtualScreen:
    """The smallest rectangle around the monitors."""
    areas = [monitor.area for monitor in monitors]
    left, top = min(area.x for area in areas), min(area.y for area in areas)
    right = max(area.x + area.width for area in areas)
    bottom = max(area.y + area.height for area in areas)
    moved = tuple(
        replace(one, area=Area(one.area.x - left, one.area.y - top, one.area.width, one.area.height))
        for one in monitors
    )
    return VirtualScreen(left, top, right - left, bottom - top, moved)


class Viewer(Protocol):
    """Where the capture sends to; called from its thread."""

    def screen(self, screen: VirtualScreen) -> None: ...
    def cursor_shape(self, cursor: Cursor) -> None: ...
    def cursor_moved(self, x: int, y: int, shape_id: int, visible: bool) -> None: ...
    def picture(self, picture: bytes) -> None: ...


class PictureSource:
    """Screen → one picture at a time. Knows what the viewer has; knows no threads."""

    def __init__(self, screen: Screen, viewer: Viewer, after_seq: int = 0) -> None:
        self._screen, self._viewer = screen, viewer
        self._packer = PicturePacker()
        self._geometry: VirtualScreen | None = None
        self._seen = SeenPicture(1, 1)
        self._pending: list[Area] = []
        self._everything = True
        self._seq = after_seq
        self._cursor: tuple[int, int, int, bool] | None = None
        self._shape_id: int | None = None

    def refresh(self) -> None:
        """Send everything next time."""
        self._everything = True

    def wait(self, timeout_s: float) -> None:
        """Until something may have changed, and note what."""
        areas = self._screen.wait(timeout_s)
        if areas is None or self._geometry is None:
            self._look_at_monitors()
        if areas is None and self._geometry is not None:
            self._pending = [
                Area(self._geometry.origin_x, self._geometry.origin_y, self._geometry.width, self._geometry.height)
            ]
        self._pending.extend(areas or [])

    def _look_at_monitors(self) -> None:
        geometry = virtual_screen(self._screen.monitors())
        if geometry != self._geometry:
            self._geometry = geometry
            self._seen = SeenPicture(geometry.width, geometry.height)
            self._everything = True
            self._viewer.screen(geometry)

    @property
    def has_changes(self) -> bool:
        return self._everything or bool(self._pending)

    def take_picture(self) -> tuple[int, bytes] | None:
        """Grab, compare and pack what changed, with the picture's number; None when nothing differs."""
        geometry = self._geometry
        if geometry is None:
            return None
        everything, areas = self._everything, self._take_pending(geometry)
        if everything:
            self._packer.forget()
        parts = [part for area in areas for part in self._changed_parts(geometry, area, everything)]
        self._everything = False
        if not parts:
            return None
        self._seq += 1
        size = (geometry.width, geometry.height) if everything else None
        return self._seq, write_picture(Picture(self._seq, size, parts))

    def _take_pending(self, geometry: VirtualScreen) -> list[Area]:
        pending, self._pending = self._pending, []
        if self._everything:
            return [Area(0, 0, geometry.width, geometry.height)]
        moved = (Area(one.x - geometry.origin_x, one.y - geometry.origin_y, one.width, one.height) for one in pending)
        inside = (clip(one, geometry.width, geometry.height) for one in moved)
        return simplify(join_below(one for one in inside if one is not None))

    def _changed_parts(self, geometry: VirtualScreen, area: Area, everything: bool) -> list[PictureArea]:
        x, y = area.x + geometry.origin_x, area.y + geometry.origin_y
        fresh = PixelRows(area, self._screen.grab(Area(x, y, area.width, area.height)))
        parts = [] if everything else [copied(scrolled) for scrolled in self._seen.take_scrolled(fresh)]
        changed = [area] if everything else self._seen.changes(fresh)
        for part in changed:
            self._seen.remember(fresh, part)
        return parts + [self._packer.shrink(fresh, part) for part in changed]

    def send_cursor(self) -> None:
        """Shape and place, each only when it changed."""
        cursor, geometry = self._screen.cursor(), self._geometry
        if geometry is None:
            return
        if cursor.shape_id != self._shape_id:
            self._shape_id = cursor.shape_id
            self._viewer.cursor_shape(cursor)
        place = (cursor.x - geometry.origin_x, cursor.y - geometry.origin_y, cursor.shape_id, cursor.visible)
        if place != self._cursor:
            self._cursor = place
            self._viewer.cursor_moved(*place)


class CaptureThread:
    """Runs a PictureSource for one viewer, paced by its acknowledgements. The screen is opened and closed in the thread."""

    def __init__(
        self,
        open_screen: Callable[[], Screen],
        viewer: Viewer,
        failed: Callable[[Exception], None],
        after_seq: int = 0,
    ) -> None:
        """`after_seq`: the last number this viewer has already been sent, by an earlier desktop process."""
        self._open_screen, self._viewer, self._failed = open_screen, viewer, failed
        self._changed = threading.Condition()
        self._sent = self._acknowledged = self._after_seq = after_seq
        self._refresh = self._stopping = False
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def acknowledge(self, seq: int) -> None:
        """The viewer has drawn picture `seq`. A number never sent is ignored."""
        with self._changed:
            if self._acknowledged < seq <= self._sent:
                self._acknowledged = seq
                self._changed.notify()

    def refresh(self) -> None:
        with self._changed:
            self._refresh = True

    def stop(self) -> None:
        """No picture leaves after this returns, or within half a second when the system holds the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(0.5)

    def _run(self) -> None:
        try:
            screen = self._open_screen()
            try:
                self._capture(PictureSource(screen, self._viewer, self._after_seq))
            finally:
                screen.close()
        except Exception as error:
            self._failed(error)

    def _capture(self, source: PictureSource) -> None:
        not_before = 0.0
        while self._wait_for_room():
            try:
                source.wait(_CURSOR_EVERY_S)
                source.send_cursor()
                if self._take_refresh():
                    source.refresh()
                if not source.has_changes:
                    continue
                time.sleep(max(0.0, not_before - time.monotonic()))
                not_before = time.monotonic() + _PICTURE_EVERY_S
                self._send(source)
            except OSError:
                # The desktop is being switched (lock screen, elevation question): everything may look different afterwards.
                source.refresh()
                time.sleep(_SCREEN_AWAY_S)

    def _send(self, source: PictureSource) -> None:
        taken = source.take_picture()
        if taken is None:
            return
        with self._changed:
            # Counted before it leaves: the acknowledgement may come back at once.
            self._sent, picture = taken
            if self._stopping:
                return
        self._viewer.picture(picture)

    def _take_refresh(self) -> bool:
        with self._changed:
            refresh, self._refresh = self._refresh, False
            return refresh

    def _wait_for_room(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._sent - self._acknowledged < PICTURES_UNDER_WAY)
            return not self._stopping

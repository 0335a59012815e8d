"""Captures the desktop for everybody who watches it: one open screen, one thread, and for each viewer its own pictures at its own pace.

The system is asked once what changed. While nobody has room for a picture nothing is asked and nothing grabbed.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from daypass.host.platform.ports import Area, EncodePhoto, OpenVideo, Screen
from daypass.host.remote_control.paced_viewer import PacedViewer
from daypass.host.remote_control.picture_source import Viewer, no_video

_CURSOR_EVERY_S = 1 / 30
_CALM_AFTER_S = 2.0
_CALM_CURSOR_EVERY_S = 1 / 10
"""Where nothing moves, asking for the cursor is all that an idle PC pays."""
_ROOM_EVERY_S = 0.008
"""A viewer that had no room is thought of so often while others wait for the screen."""
_SCREEN_AWAY_S = 0.1
_CLOSES_WITHIN_S = 0.5
_log = logging.getLogger(__name__)


class Capture:
    """The screen is open from the first viewer to the last, in the thread that uses it."""

    def __init__(
        self, open_screen: Callable[[], Screen], open_video: OpenVideo = no_video, photo: EncodePhoto | None = None
    ) -> None:
        self._open_screen, self._open_video, self._photo = open_screen, open_video, photo
        self._changed = threading.Condition()
        self._viewers: list[PacedViewer] = []
        self._runs = False
        self._cursor_at = self._lively_at = 0.0

    def show_to(self, viewer: Viewer, failed: Callable[[Exception], None], after_seq: int = 0) -> PacedViewer:
        """Until it is stopped, beginning with the whole picture. `after_seq`: the last number it was sent by an earlier process."""
        paced = PacedViewer(viewer, failed, after_seq, self._changed, self._leave)
        with self._changed:
            self._viewers.append(paced)
            self._changed.notify_all()
            if not self._runs:
                self._runs = True
                threading.Thread(target=self._run, name="capture", daemon=True).start()
        return paced

    def _leave(self, viewer: PacedViewer) -> None:
        """The last one waits for the screen to be closed, unless the system holds the thread."""
        self._remove(viewer)
        with self._changed:
            self._changed.wait_for(lambda: self._viewers or not self._runs, _CLOSES_WITHIN_S)

    def _remove(self, viewer: PacedViewer) -> None:
        with self._changed:
            if viewer in self._viewers:
                self._viewers.remove(viewer)
            self._changed.notify_all()

    def _run(self) -> None:
        while self._is_watched():
            try:
                screen = self._open_screen()
                try:
                    self._show(screen)
                finally:
                    screen.close()
            except Exception as error:
                for viewer in self._everybody():
                    self._fail(viewer, error)

    def _is_watched(self) -> bool:
        """Whoever comes after the answer no is shown the screen by another thread."""
        with self._changed:
            self._runs = bool(self._viewers)
            self._changed.notify_all()
            return self._runs

    def _everybody(self) -> list[PacedViewer]:
        with self._changed:
            return self._viewers.copy()

    def _fail(self, viewer: PacedViewer, error: Exception) -> None:
        self._remove(viewer)
        viewer.failed(error)

    def _show(self, screen: Screen) -> None:
        while waiting := self._with_room():
            everybody = self._everybody()
            try:
                for viewer in waiting:
                    viewer.use(screen, self._open_video, self._photo)
                others = any(viewer.has_changes for viewer in everybody if viewer not in waiting)
                areas = self._look(screen, waiting, others)
                for viewer in everybody:
                    viewer.note(areas)
                self._show_cursor(screen, waiting, areas)
                for viewer in waiting:
                    self._show_picture(viewer)
            except OSError as error:
                _log.info("the screen is away: %s", error)
                # The desktop is being switched (lock screen, elevation question): everything may look different afterwards.
                for viewer in everybody:
                    viewer.doubt()
                time.sleep(_SCREEN_AWAY_S)

    def _with_room(self) -> list[PacedViewer]:
        """Those that may be sent a picture, once there is one; none when nobody watches any more."""
        with self._changed:
            while self._viewers and not any(viewer.has_room for viewer in self._viewers):
                self._changed.wait(_CALM_CURSOR_EVERY_S)
            return [viewer for viewer in self._viewers if viewer.has_room]

    @property
    def _cursor_due_at(self) -> float:
        calm = time.monotonic() - self._lively_at > _CALM_AFTER_S
        return self._cursor_at + (_CALM_CURSOR_EVERY_S if calm else _CURSOR_EVERY_S)

    def _look(self, screen: Screen, waiting: Sequence[PacedViewer], others: bool) -> Sequence[Area] | None:
        """What changed until the cursor or one of those who wait is due; `others` have changes and may have room soon."""
        now = time.monotonic()
        until = min(self._cursor_due_at, *(viewer.due_at(now) for viewer in waiting))
        patience_s = max(0.0, min(until, now + _ROOM_EVERY_S) - now if others else until - now)
        if all(viewer.has_changes for viewer in waiting):
            time.sleep(patience_s)  # what changes meanwhile is in the same picture
            patience_s = 0.0
        return screen.wait(patience_s)

    def _show_cursor(self, screen: Screen, waiting: Sequence[PacedViewer], areas: Sequence[Area] | None) -> None:
        now = time.monotonic()
        moved = False
        if areas != [] or now >= self._cursor_due_at:
            cursor, self._cursor_at = screen.cursor(), now
            moved = any([viewer.show_cursor(cursor) for viewer in waiting])
        if moved or any(viewer.has_changes for viewer in waiting):
            self._lively_at = now

    def _show_picture(self, viewer: PacedViewer) -> None:
        """What is wrong with one viewer's picture ends no other's."""
        try:
            viewer.show_picture()
        except OSError:
            raise
        except Exception as error:
            self._fail(viewer, error)

"""Runs a PictureSource in a thread of its own, paced by the viewer.

Few pictures are under way, each of at most a tenth of a second on the line: while the viewer has not acknowledged them nothing
is grabbed, so a slow line sees fewer and rougher pictures and never old ones.
"""

import threading
import time
from collections.abc import Callable

from daypass.host.platform.ports import OpenVideo, Screen
from daypass.host.remote_control.figures import PictureFigures
from daypass.host.remote_control.pacing import FRUGAL_PICTURES_A_SECOND, Pacing
from daypass.host.remote_control.picture_source import PictureSource, Viewer, no_video
from daypass.protocol.viewing import Quality

_CURSOR_EVERY_S = 1 / 30
_CALM_AFTER_S = 2.0
_CALM_CURSOR_EVERY_S = 1 / 10
"""Where nothing moves, asking for the cursor is all that an idle PC pays."""
_PICTURE_EVERY_S, _FRUGAL_EVERY_S = 1 / 60, 1 / FRUGAL_PICTURES_A_SECOND
_SCREEN_AWAY_S = 0.1
_SHOWS_WITHIN_S = 0.5
"""What a viewer can draw it says first of all; one that says nothing gets its first picture after that."""


class CaptureThread:
    """Runs a PictureSource for one viewer, paced by its acknowledgements. The screen is opened and closed in the thread."""

    def __init__(
        self,
        open_screen: Callable[[], Screen],
        viewer: Viewer,
        failed: Callable[[Exception], None],
        open_video: OpenVideo = no_video,
        after_seq: int = 0,
    ) -> None:
        """`after_seq`: the last number this viewer has already been sent, by an earlier desktop process."""
        self._open_screen, self._viewer, self._failed = open_screen, viewer, failed
        self._open_video = open_video
        self._changed = threading.Condition()
        self._pacing, self._after_seq = Pacing(after_seq), after_seq
        self._refresh = self._stopping = self._shows_videos = self._monitor_chosen = False
        self._knows_videos = threading.Event()
        self._quality = Quality.AUTO
        self._monitor: int | None = None
        self._figures: PictureFigures | None = None
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def acknowledge(self, seq: int) -> None:
        """The viewer has drawn picture `seq`. A number never sent is ignored."""
        with self._changed:
            now = time.monotonic()
            if self._pacing.acknowledged(seq, now):
                self._changed.notify()
                if self._figures is not None:
                    self._figures.acknowledged(seq, now)

    def refresh(self) -> None:
        with self._changed:
            self._refresh = True

    def show_videos(self, shown: bool) -> None:
        """Whether the viewer can decode H.264."""
        self._shows_videos = shown
        self._knows_videos.set()

    def choose_quality(self, quality: Quality) -> None:
        """What the technician prefers from now on."""
        self._quality = quality

    def show_monitor(self, monitor: int | None) -> None:
        """Only this one, by its id; all of them when None, or when it is not there."""
        with self._changed:
            self._monitor = monitor
            self._monitor_chosen = True

    def show_figures(self, on: bool) -> None:
        """Whether the viewer hears each second what its pictures cost."""
        with self._changed:
            self._figures = (self._figures or PictureFigures(time.monotonic())) if on else None

    def stop(self) -> None:
        """No picture leaves after this returns, or within half a second when the system holds the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._knows_videos.set()
        self._thread.join(0.5)

    def _run(self) -> None:
        try:
            screen = self._open_screen()
            try:
                source = PictureSource(screen, self._viewer, self._open_video, time.monotonic, self._after_seq)
                self._knows_videos.wait(_SHOWS_WITHIN_S)
                self._capture(source)
            finally:
                screen.close()
        except Exception as error:
            self._failed(error)

    def _capture(self, source: PictureSource) -> None:
        not_before = lively_at = 0.0
        while self._wait_for_room():
            try:
                calm = time.monotonic() - lively_at > _CALM_AFTER_S
                source.wait(_CALM_CURSOR_EVERY_S if calm else _CURSOR_EVERY_S)
                if source.send_cursor() or source.has_changes:
                    lively_at = time.monotonic()
                source.show_videos(self._shows_videos)
                source.use_quality(self._quality)
                self._choose_monitor(source)
                self._tell_figures()
                if self._take_refresh():
                    source.refresh(without_loss=True)
                if not source.has_changes:
                    continue
                time.sleep(max(0.0, not_before - time.monotonic()))
                not_before = time.monotonic() + (_FRUGAL_EVERY_S if self._frugal else _PICTURE_EVERY_S)
                self._send(source)
            except OSError:
                # The desktop is being switched (lock screen, elevation question): everything may look different afterwards.
                source.refresh()
                time.sleep(_SCREEN_AWAY_S)

    @property
    def _frugal(self) -> bool:
        return self._quality is Quality.FAST

    def _send(self, source: PictureSource) -> None:
        with self._changed:
            self._pacing.frugal = self._frugal
            budget, video_rate = self._pacing.budget, self._pacing.video_rate
        grabbed_at = time.monotonic()
        source.limit_video(video_rate)
        taken = source.take_picture(budget)
        if taken is None:
            return
        with self._changed:
            # Counted before it leaves: the acknowledgement may come back at once.
            self._pacing.sent(taken.seq, len(taken.data), time.monotonic())
            if self._figures is not None:
                self._figures.sent(taken.seq, grabbed_at, taken.ways)
            if self._stopping:
                return
        self._viewer.picture(taken.data)

    def _tell_figures(self) -> None:
        with self._changed:
            figures = self._figures.take(time.monotonic(), self._pacing.bytes_per_s) if self._figures else None
        if figures is not None:
            self._viewer.figures(figures)

    def _choose_monitor(self, source: PictureSource) -> None:
        """Once for each choice: a monitor that went away does not come back by itself."""
        with self._changed:
            chosen, self._monitor_chosen = self._monitor_chosen, False
        if chosen:
            source.show_monitor(self._monitor)

    def _take_refresh(self) -> bool:
        with self._changed:
            refresh, self._refresh = self._refresh, False
            return refresh

    def _wait_for_room(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._pacing.has_room)
            return not self._stopping

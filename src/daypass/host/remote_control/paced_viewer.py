"""One viewer of the captured desktop: what it has of the picture, its pace, and how it wants to see it.

Few pictures are under way to it, each of at most a tenth of a second on its line: while it has not acknowledged them it gets none, so
a slow line sees fewer and rougher pictures and never old ones.
"""

import threading
import time
from collections.abc import Callable, Sequence

from daypass.host.platform.ports import Area, Cursor, EncodePhoto, OpenVideo, Screen
from daypass.host.remote_control.figures import PictureFigures
from daypass.host.remote_control.pacing import FRUGAL_PICTURES_A_SECOND, Pacing
from daypass.host.remote_control.picture_source import PictureSource, TakenPicture, Viewer
from daypass.protocol.viewing import Quality

_PICTURE_EVERY_S, _FRUGAL_EVERY_S = 1 / 60, 1 / FRUGAL_PICTURES_A_SECOND
_SHOWS_WITHIN_S = 0.5
"""What a viewer can draw it says first of all; one that says nothing gets its first picture after that."""
_STOPS_WITHIN_S = 0.5
_ANEW_EVERY_S = 0.25
"""However often it asks for everything: whoever asks without end takes the thread's time from the others who watch."""


class PacedViewer:
    """The first half is called from anywhere, the second by the thread that captures."""

    def __init__(
        self,
        viewer: Viewer,
        failed: Callable[[Exception], None],
        after_seq: int,
        changed: threading.Condition,
        leave: Callable[["PacedViewer"], None],
    ) -> None:
        """`changed` guards what both sides touch, and is told of room; `failed` hears why there will be no pictures."""
        self.failed = failed
        self._viewer, self._changed, self._leave = viewer, changed, leave
        self._pacing, self._after_seq = Pacing(after_seq), after_seq
        self._refresh = self._stopping = self._sending = self._monitor_chosen = False
        self._shows_videos = self._shows_photos = False
        self._begins_at = time.monotonic() + _SHOWS_WITHIN_S
        self._not_before = self._anew_from = 0.0
        self._quality = Quality.AUTO
        self._monitor: int | None = None
        self._figures: PictureFigures | None = None
        self._source: PictureSource | None = None

    def acknowledge(self, seq: int) -> None:
        """The viewer has drawn picture `seq`. A number never sent is ignored."""
        with self._changed:
            now = time.monotonic()
            if self._pacing.acknowledged(seq, now):
                self._changed.notify_all()
                if self._figures is not None:
                    self._figures.acknowledged(seq, now)

    def refresh(self) -> None:
        with self._changed:
            self._refresh = True

    def show_videos(self, shown: bool, photos: bool = False) -> None:
        """Whether the viewer can decode H.264, and JPEG."""
        with self._changed:
            self._shows_videos, self._shows_photos, self._begins_at = shown, photos, 0.0
            self._changed.notify_all()

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
        self._leave(self)
        with self._changed:
            self._stopping = True
            self._changed.wait_for(lambda: not self._sending, _STOPS_WITHIN_S)

    @property
    def has_room(self) -> bool:
        """Whether it may be sent a picture."""
        return self._pacing.has_room and time.monotonic() >= self._begins_at

    def use(self, screen: Screen, open_video: OpenVideo, photo: EncodePhoto | None) -> None:
        """This is what it sees, from its first picture to its last."""
        if self._source is None:
            self._source = PictureSource(screen, self._viewer, open_video, time.monotonic, self._after_seq, photo)

    def note(self, areas: Sequence[Area] | None) -> None:
        """What may have changed; None: everything."""
        if self._source is not None:
            self._source.note(areas)

    def doubt(self) -> None:
        """Everything may look different: send it again."""
        if self._source is not None:
            self._source.refresh()

    @property
    def has_changes(self) -> bool:
        """Whether it may be sent a picture as soon as it has room."""
        return self._source is None or self._source.has_changes

    def due_at(self, now: float) -> float:
        """When it wants a picture without waiting for a change; in seconds as `now`."""
        due_in_s = self._source.due_in(now) if self._source is not None else None
        return max(self._not_before, now + due_in_s) if due_in_s is not None else float("inf")

    def show_cursor(self, cursor: Cursor) -> bool:
        """Whether it is another one than before."""
        return self._source is not None and self._source.send_cursor(cursor)

    def show_picture(self) -> None:
        """Send what changed, if it is time. Raises OSError when the screen is away."""
        source = self._source
        if source is None:
            return
        self._follow_wishes(source)
        if not source.has_changes or time.monotonic() < self._not_before:
            return
        self._not_before = time.monotonic() + (_FRUGAL_EVERY_S if self._frugal else _PICTURE_EVERY_S)
        with self._changed:
            self._sending = not self._stopping
        try:
            if self._sending:
                self._send(source)
        finally:
            with self._changed:
                self._sending = False
                self._changed.notify_all()

    def _follow_wishes(self, source: PictureSource) -> None:
        now = time.monotonic()
        with self._changed:
            refresh = chosen = False
            if now >= self._anew_from and (self._refresh or self._monitor_chosen):
                refresh, self._refresh = self._refresh, False
                # Once for each choice: a monitor that went away does not come back by itself.
                chosen, self._monitor_chosen = self._monitor_chosen, False
                self._anew_from = now + _ANEW_EVERY_S
            figures = self._figures.take(now, self._pacing.bytes_per_s) if self._figures else None
        source.show_videos(self._shows_videos)
        source.show_photos(self._shows_photos)
        source.use_quality(self._quality)
        if chosen:
            source.show_monitor(self._monitor)
        if figures is not None:
            self._viewer.figures(figures)
        if refresh:
            source.refresh(without_loss=True)

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
        if taken is not None and self._counts(taken, grabbed_at):
            self._viewer.picture(taken.data)

    def _counts(self, taken: TakenPicture, grabbed_at: float) -> bool:
        """Before it leaves: the acknowledgement may come back at once. False when nothing leaves any more."""
        with self._changed:
            self._pacing.sent(taken.seq, len(taken.data), time.monotonic())
            if self._figures is not None:
                self._figures.sent(taken.seq, grabbed_at, taken.ways)
            return not self._stopping

"""From the screen to one picture at a time: grab what was damaged, find what scrolled, compare, choose a way for each part.

What scrolled is copied, text goes without loss, what moves like a film goes as video and is set right when it rests. The cursor
is never in the picture. What the line does not take at once comes later, as it looks then, nearest to the cursor first.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from daypass.host.platform.ports import Area, Cursor, EncodePhoto, Monitor, MovedArea, OpenVideo, Screen, VideoRate
from daypass.host.remote_control.areas import around, clip, intersection, join_below, outside, simplify, size
from daypass.host.remote_control.cursor_shapes import CursorShapes
from daypass.host.remote_control.damage import SeenPicture
from daypass.host.remote_control.figures import Ways, ways_of
from daypass.host.remote_control.filming import Video, worth
from daypass.host.remote_control.lossy import WrongTiles
from daypass.host.remote_control.motion import LEAST_PIXELS, MovingRegion
from daypass.host.remote_control.pictures import PicturePacker, copied
from daypass.host.remote_control.rows import PixelRows
from daypass.host.remote_control.scrolling import Moved
from daypass.host.remote_control.setting_right import Photographs, SettingRight
from daypass.protocol.picture import Codec, Picture, PictureArea, video_area, write_picture
from daypass.protocol.viewing import Figures, Quality

_KEPT_FREE = 4
"""While something is not right, a quarter of each picture is for that, whatever else changes."""
_SURELY = 1.5
"""An estimate so many times too large is believed; else the piece is packed to know."""
UNLIMITED = 1 << 62
UNLIMITED_VIDEO = VideoRate(1_000_000, 30)
_ASK_FOR_ENCODER_EVERY_S = 5.0
"""Where there was none: what the encoder needs may still be on its way to this PC."""
_LOOK_EVERY_S = 1.0
_MOST_PENDING = 64
"""A viewer that takes no picture for a while remembers so many changed places, and then what is around them."""


@dataclass(frozen=True, slots=True)
class VirtualScreen:
    """The monitors in the picture; `origin` is where its left-top corner lies for the system (negative left of the primary)."""

    origin_x: int
    origin_y: int
    width: int
    height: int
    monitors: tuple[Monitor, ...]
    """All that the PC has, relative to the left-top corner."""
    shown: int | None = None
    """The one that is in the picture; None: all are."""


def virtual_screen(monitors: Sequence[Monitor], wanted: int | None = None) -> VirtualScreen:
    """The smallest rectangle around the monitors, or around the wanted one while it is there."""
    chosen = [monitor for monitor in monitors if monitor.id == wanted]
    whole = around(monitor.area for monitor in chosen or monitors)
    moved = tuple(
        replace(one, area=replace(one.area, x=one.area.x - whole.x, y=one.area.y - whole.y)) for one in monitors
    )
    return VirtualScreen(whole.x, whole.y, whole.width, whole.height, moved, wanted if chosen else None)


class Viewer(Protocol):
    """Where the capture sends to; called from its thread."""

    def screen(self, screen: VirtualScreen) -> None: ...
    def monitor_gone(self) -> None: ...
    def cursor_shape(self, cursor: Cursor) -> None: ...
    def cursor_moved(self, x: int, y: int, shape_id: int, visible: bool) -> None: ...
    def picture(self, picture: bytes) -> None: ...
    def figures(self, figures: Figures) -> None: ...


class TakenPicture(NamedTuple):
    """One picture, ready to be sent."""

    seq: int
    data: bytes
    ways: Ways


def no_video(width: int, height: int) -> None:
    """Everything goes without loss."""


class PictureSource:
    """Screen → one picture at a time. Knows what the viewer has; knows no threads."""

    def __init__(
        self,
        screen: Screen,
        viewer: Viewer,
        open_video: OpenVideo = no_video,
        clock: Callable[[], float] = time.monotonic,
        after_seq: int = 0,
        photo: EncodePhoto | None = None,
    ) -> None:
        """`clock` in seconds, never going back; `open_video` is asked only when the viewer shows videos, `photo` when photographs."""
        self._screen, self._viewer, self._open_video, self._clock = screen, viewer, open_video, clock
        self._packer = PicturePacker()
        self._pending: list[Area] = []
        self._told: list[MovedArea] = []
        self._seq = self._after_seq = after_seq
        self._cursor: tuple[int, int, int, bool] | None = None
        self._shapes = CursorShapes()
        self._geometry: VirtualScreen | None = None
        self._video: Video | None = None
        self._shows_videos, self._no_encoder_until = False, 0.0
        self._photos, self._shows_photos = Photographs(photo) if photo else None, False
        self._quality, self._video_rate = Quality.AUTO, UNLIMITED_VIDEO
        self._monitor: int | None = None
        self._looked_at = -_LOOK_EVERY_S
        self._use_size(1, 1)

    def _use_size(self, width: int, height: int) -> None:
        self._seen, self._wrong = SeenPicture(width, height), WrongTiles(width, height)
        self._moving = MovingRegion(width, height, eager=self._quality is Quality.FAST)
        self._everything, self._without_loss = True, False

    def refresh(self, without_loss: bool = False) -> None:
        """Send everything next time; `without_loss` where the viewer's picture may be broken by what it cannot decode."""
        self._everything = True
        self._without_loss |= without_loss

    def show_videos(self, shown: bool) -> None:
        """Whether the viewer can decode them."""
        self._shows_videos = shown

    def show_photos(self, shown: bool) -> None:
        """Whether the viewer can decode JPEG."""
        self._shows_photos = shown

    def use_quality(self, quality: Quality) -> None:
        """What the technician prefers from now on."""
        self._quality = quality
        self._moving.eager = quality is Quality.FAST
        if self._photos is not None:
            self._photos.frugal = quality is Quality.FAST

    def limit_video(self, rate: VideoRate) -> None:
        """What a video may take of the line from now on."""
        self._video_rate = rate

    def show_monitor(self, monitor: int | None) -> None:
        """Only this one from now on, by its id; all of them when None."""
        if monitor != self._monitor:
            self._monitor = monitor
            self._look_at_monitors()

    @property
    def _films(self) -> bool:
        wanted = self._shows_videos and self._quality is not Quality.SHARP
        return wanted and self._clock() >= self._no_encoder_until

    @property
    def _photographs(self) -> Photographs | None:
        """How photographs go where no video does it better; None: without loss."""
        wanted = self._shows_photos and not self._films and self._quality is not Quality.SHARP
        return self._photos if wanted and self._photos is not None and self._photos.works else None

    def wait(self, timeout_s: float) -> None:
        """For one that has its screen to itself: until something may have changed or is to be set right, and note what."""
        due = self.due_in(self._clock())
        self.note(self._screen.wait(timeout_s if due is None else min(timeout_s, due)))

    def note(self, areas: Sequence[Area] | None) -> None:
        """What may have changed, as the screen told it; to be called now and then even where nothing did."""
        # A monitor may come or go without a change of the whole screen's size, of which the system tells.
        if areas is None or self._clock() - self._looked_at >= _LOOK_EVERY_S:
            self._look_at_monitors()
        if areas is None and self._geometry is not None:
            self._pending = [
                Area(self._geometry.origin_x, self._geometry.origin_y, self._geometry.width, self._geometry.height)
            ]
        self._pending = simplify([*self._pending, *(areas or [])], _MOST_PENDING)
        for area in areas or ():
            if isinstance(area, MovedArea):
                self._told = [*self._told, area][-_MOST_PENDING:]

    def _look_at_monitors(self) -> None:
        self._looked_at = self._clock()
        geometry = virtual_screen(self._screen.monitors(), self._monitor)
        if geometry.shown != self._monitor:
            self._monitor = None
            self._viewer.monitor_gone()
        if geometry != self._geometry:
            self._geometry = geometry
            self._use_size(geometry.width, geometry.height)
            self._viewer.screen(geometry)

    @property
    def has_changes(self) -> bool:
        """Whether taking a picture may bring one."""
        return self.due_in(self._clock()) == 0.0

    def due_in(self, now: float) -> float | None:
        """Seconds until taking a picture may bring one even if nothing changes; None: it will not."""
        return 0.0 if self._everything or self._pending else self._wrong.due_in(now)

    def take_picture(self, budget: int = UNLIMITED) -> TakenPicture | None:
        """Grab, compare and pack what changed; None when nothing differs.

        What would take more than `budget` bytes without loss goes as video at once, where the viewer shows videos; elsewhere in
        parts, one picture after the other. At most one tile and the frame of a video go beyond the budget.
        """
        geometry = self._geometry
        if geometry is None:
            return None
        areas, now = self._take_pending(geometry), self._clock()
        everything, self._everything = self._everything, False
        parts = self._take_everything(geometry, now, budget) if everything else self._take_changes(areas, now, budget)
        left = budget - sum(len(part.payload) for part in parts if part.codec is not Codec.VIDEO)
        left = max(left, budget // _KEPT_FREE)
        right = SettingRight(self._wrong, self._packer, self._grab, self._seen.remember, now, left)
        near = self._cursor[:2] if self._cursor else (0, 0)
        owed, repairs = ([], []) if everything else (right.owed(near, self._photographs), right.repairs(near))
        parts += owed
        self._without_loss = False
        if not parts and not repairs:
            return None
        self._seq += 1
        size = (geometry.width, geometry.height) if everything else None
        data = write_picture(Picture(self._seq, size, [*parts, *repairs]))
        return TakenPicture(self._seq, data, ways_of(parts, repairs))

    def _take_told(self) -> list[Moved]:
        """What the system said was moved, each place once: by all that it moved since the viewer's last picture."""
        told, self._told = self._told, []
        by: dict[Area, tuple[int, int]] = {}
        for one in told:
            place = Area(one.x, one.y, one.width, one.height)
            across, down = by.get(place, (0, 0))
            by[place] = across + one.across, down + one.down
        x, y = (self._geometry.origin_x, self._geometry.origin_y) if self._geometry else (0, 0)
        return [Moved(replace(place, x=place.x - x, y=place.y - y), *offset) for place, offset in by.items()]

    def _take_pending(self, geometry: VirtualScreen) -> list[Area]:
        pending, self._pending = self._pending, []
        moved = (Area(one.x - geometry.origin_x, one.y - geometry.origin_y, one.width, one.height) for one in pending)
        inside = (clip(one, geometry.width, geometry.height) for one in moved)
        return simplify(join_below(one for one in inside if one is not None))

    def _take_everything(self, geometry: VirtualScreen, now: float, budget: int) -> list[PictureArea]:
        """All of the screen; where that takes the line too long, one picture of a video, or nothing of it yet.

        A viewer's first picture is never a video: by one of a few bytes the line tells how long its way is.
        """
        self._packer.forget()
        self._wrong.forget()
        self._told.clear()
        self._video = None
        fresh = self._grab(Area(0, 0, geometry.width, geometry.height))
        self._seen.remember(fresh, fresh.area)
        may_film = self._films and not self._without_loss and size(fresh.area) >= LEAST_PIXELS
        roughly = may_film or self._photographs is not None
        if not roughly or not self._packer.is_grainy(fresh, fresh.area):
            whole = self._still(fresh, fresh.area, budget)
            if whole is not None:
                return [whole]
        if may_film and self._seq == self._after_seq:
            self._everything = True
            return [self._packer.blank(fresh.area)]
        return (self._film_once(fresh, now) if may_film else []) or self._owe_everything(fresh.area, now)

    def _film_once(self, fresh: PixelRows, now: float) -> list[PictureArea]:
        """The whole screen as one picture of a video; nothing where there is no encoder."""
        box = replace(fresh.area, width=fresh.area.width & ~1, height=fresh.area.height & ~1)
        frame = self._take_video(box, now)
        self._video = None
        if frame is None:
            return []
        return [frame, *map(self._grabbed_whole, outside(fresh.area, box))]

    def _grabbed_whole(self, area: Area) -> PictureArea:
        """Without loss, as it is by now: what was grabbed before is gone with the next grab."""
        fresh = self._grab(area)
        self._seen.remember(fresh, area)
        return self._packer.shrink(fresh, area)

    def _owe_everything(self, area: Area, now: float) -> list[PictureArea]:
        self._wrong.owe(area, now)
        return [self._packer.blank(area)]

    def _take_changes(self, areas: Sequence[Area], now: float, budget: int) -> list[PictureArea]:
        films, told = self._films, self._take_told()
        roughly = films or self._photographs is not None
        box = self._moving.box_at(now) if films else None
        left = budget - (budget // _KEPT_FREE if self._wrong.due_in(now) == 0.0 else 0)
        stills: list[PictureArea] = []
        filmed: list[Area] = []
        too_much: list[Area] = []
        for area in areas:
            fresh, moved = self._grab(area), []
            bands = self._seen.changed_bands(fresh)
            if box is None or not _mostly_inside(area, box):
                moved = self._take_moved(fresh, bands, told, now)
                stills += moved
                bands = self._seen.changed_bands(fresh) if moved else bands
            for part in self._seen.changes(fresh, bands, bool(moved)):
                self._seen.remember(fresh, part)
                inside = intersection(part, box) if box else None
                filmed += [inside] if inside else []
                for piece in outside(part, box) if box else [part]:
                    rough = roughly and self._packer.is_grainy(fresh, piece)
                    still = None if rough else self._still(fresh, piece, left)
                    # What is not sent is marked at once: what is copied from there is not right either.
                    if still is not None:
                        stills.append(still)
                        left -= len(still.payload)
                    elif films and size(piece) >= LEAST_PIXELS:
                        too_much.append(piece)
                        self._wrong.mark_rough(piece, now)
                    else:
                        self._wrong.owe(piece, now)
        self._moving.note(
            now, [(_place(one), len(one.payload)) for one in stills if one.codec is not Codec.COPY], filmed
        )
        if too_much:
            filmed += too_much
            box = self._moving.begin(now, filmed)
        if box is not None and filmed:
            frame = self._take_video(box, now)
            if frame is not None:
                return [*stills, frame]
            self._wrong.owe(box, now)
        return stills

    def _still(self, fresh: PixelRows, piece: Area, left: int) -> PictureArea | None:
        """Without loss; None where that takes more than is left of the picture."""
        if self._packer.likely_bytes(fresh, piece) > _SURELY * left:
            return None
        return self._packer.shrink_within(fresh, piece, left)

    def _take_moved(self, fresh: PixelRows, bands: list[Area], told: Sequence[Moved], now: float) -> list[PictureArea]:
        copies = self._seen.take_moved(fresh, bands, told)
        for moved in copies:
            self._wrong.moved(moved.area, moved.source, now)
        return [copied(moved) for moved in copies]

    def _take_video(self, box: Area, now: float) -> PictureArea | None:
        """The moving box as the next frame of its video; None where this PC has no encoder, or one that gave up."""
        if self._video is None or self._video.box != box:
            self._video = Video(box, self._open_video(box.width, box.height))
        fresh = self._grab(box)
        self._seen.remember(fresh, box)
        key = not self._video.started
        rate = worth(self._video_rate, box, self._quality is Quality.FAST)
        frame = self._video.next_frame(fresh.cut(box), key, rate)
        if frame is None:
            self._video, self._no_encoder_until = None, now + _ASK_FOR_ENCODER_EVERY_S
            return None
        self._wrong.mark_rough(box, now)
        return video_area(box.x, box.y, box.width, box.height, key, frame)

    def _grab(self, area: Area) -> PixelRows:
        origin_x, origin_y = (self._geometry.origin_x, self._geometry.origin_y) if self._geometry else (0, 0)
        pixels = self._screen.grab(Area(area.x + origin_x, area.y + origin_y, area.width, area.height))
        return PixelRows(area, pixels)

    def send_cursor(self, cursor: Cursor) -> bool:
        """Shape and place, each only when it changed; whether the cursor moved."""
        geometry = self._geometry
        if geometry is None:
            return False
        name, unknown = self._shapes.name(cursor)
        if unknown:
            self._viewer.cursor_shape(replace(cursor, shape_id=name))
        place = (cursor.x - geometry.origin_x, cursor.y - geometry.origin_y, name, cursor.visible)
        if place == self._cursor:
            return False
        self._cursor = place
        self._viewer.cursor_moved(*place)
        return True


def _mostly_inside(area: Area, box: Area) -> bool:
    inside = intersection(area, box)
    return inside is not None and size(inside) * 2 >= size(area)


def _place(part: PictureArea) -> Area:
    return Area(part.x, part.y, part.width, part.height)

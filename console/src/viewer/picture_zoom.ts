/** How far the picture is enlarged by fingers on this side, and where it then lies. Lengths are CSS pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}
interface Place {
  readonly x: number;
  readonly y: number;
}

/** `x`, `y` move the picture from where it lies unenlarged: in the middle of its room, or at the room's corner where it is larger. */
export interface Zoom {
  readonly factor: number;
  readonly x: number;
  readonly y: number;
}

export const NOT_ENLARGED: Zoom = { factor: 1, x: 0, y: 0 };
const LARGEST = 6;
/** The pointer stays this far inside of what is seen. */
const INSIDE_PX = 48;

/** Enlarged by `by` around a place of the room and moved along; the picture never leaves its room. */
export function pinched(zoom: Zoom, by: number, around: Place, move: Place, room: Size, picture: Size): Zoom {
  const factor = Math.min(LARGEST, Math.max(1, zoom.factor * by));
  const ratio = factor / zoom.factor;
  const along = (at: number, offset: number, moved: number, space: number, length: number) => {
    const start = Math.max(0, (space - length) / 2);
    const wanted = at - start - (at - start - offset) * ratio + moved;
    return within(wanted, start, space, length * factor);
  };
  return {
    factor,
    x: along(around.x, zoom.x, move.x, room.width, picture.width),
    y: along(around.y, zoom.y, move.y, room.height, picture.height),
  };
}

/** Moved so that `seen`, a place of the room where the pointer is now, can be seen. */
export function following(zoom: Zoom, seen: Place, room: Size, picture: Size): Zoom {
  const missing = (at: number, space: number) =>
    at < INSIDE_PX ? INSIDE_PX - at : at > space - INSIDE_PX ? space - INSIDE_PX - at : 0;
  const move = { x: missing(seen.x, room.width), y: missing(seen.y, room.height) };
  return move.x === 0 && move.y === 0 ? zoom : pinched(zoom, 1, seen, move, room, picture);
}

function within(offset: number, start: number, space: number, length: number): number {
  const free = space - length;
  const found = free >= 0 ? free / 2 - start : Math.min(-start, Math.max(free - start, offset));
  return found + 0; // no negative zero
}

/** Where a point of the page lies on the remote screen, and how large the remote screen is shown. */
export type Scale = "fit" | "actual";

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * CSS size of the picture of a `remote` screen (pixels) in a `room` (CSS pixels). Fit shrinks and never enlarges; actual size maps one
 * remote pixel to one of the display's, so that text stays sharp at any `devicePixelRatio`.
 */
export function shownSize(remote: Size, room: Size, scale: Scale, devicePixelRatio: number): Size {
  const natural = { width: remote.width / devicePixelRatio, height: remote.height / devicePixelRatio };
  if (scale === "actual") return natural;
  const factor = Math.min(1, room.width / natural.width, room.height / natural.height);
  return { width: natural.width * factor, height: natural.height * factor };
}

/** The remote pixel under a point of the page; points outside are moved to the nearest edge. `box` is the picture's place on the page. */
export function remotePoint(
  point: { x: number; y: number },
  box: { left: number; top: number; width: number; height: number },
  remote: Size,
): { x: number; y: number } {
  const along = (value: number, start: number, length: number, pixels: number) =>
    Math.min(pixels - 1, Math.max(0, Math.floor(((value - start) / length) * pixels)));
  return {
    x: along(point.x, box.left, box.width, remote.width),
    y: along(point.y, box.top, box.height, remote.height),
  };
}

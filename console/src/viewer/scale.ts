/** Where a point of the page lies on the remote screen, and how large the remote screen is shown. */
export const SCALES = ["fit", "actual", "zoom150", "zoom200", "zoom300"] as const;
export type Scale = (typeof SCALES)[number];

const ZOOM: Readonly<Record<Exclude<Scale, "fit">, number>> = { actual: 1, zoom150: 1.5, zoom200: 2, zoom300: 3 };

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * CSS size of the picture of a `remote` screen (pixels) in a `room` (CSS pixels). Fit shrinks and never enlarges; actual size maps one
 * remote pixel to one of the display's, so that text stays sharp at any `devicePixelRatio`; zoom makes it larger, for dense displays.
 */
export function shownSize(remote: Size, room: Size, scale: Scale, devicePixelRatio: number): Size {
  const natural = { width: remote.width / devicePixelRatio, height: remote.height / devicePixelRatio };
  if (scale !== "fit") return { width: natural.width * ZOOM[scale], height: natural.height * ZOOM[scale] };
  const factor = Math.min(1, room.width / natural.width, room.height / natural.height);
  return { width: natural.width * factor, height: natural.height * factor };
}

/** Whether each remote pixel becomes a whole square of several: then edges stay edges. */
export function enlarged(scale: Scale): boolean {
  return scale === "zoom200" || scale === "zoom300";
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

/**
 * Wheel and touchpad movement in 1/120 of a notch, the unit of docs/protocol.md §7: positive is right and up (away from the person), while a
 * browser's delta is positive downwards. What is less than one unit is kept for the next event.
 */
const UNITS_PER_NOTCH = 120;
/** Chromium and Firefox report one notch of a mouse as 100 CSS pixels (at 100 %), whatever the system scrolls. */
const PIXELS_PER_NOTCH = 100;
/** The three lines most systems scroll at a notch. */
const LINES_PER_NOTCH = 3;
/** The most one event moves: a page or a flung touchpad is no reason for a thousand notches. */
const MAX_UNITS = 20 * UNITS_PER_NOTCH;

/** The fields of a `WheelEvent` that count. */
export interface WheelMovement {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  /** Legacy fields, in 1/120 notch and of the opposite sign, that tell a mouse's notch exactly where the browser has them. */
  readonly wheelDeltaX?: number;
  readonly wheelDeltaY?: number;
}

export class WheelNotches {
  #restX = 0;
  #restY = 0;

  /** Whole units to send for `movement`, or `undefined` when it is not yet one. */
  add(movement: WheelMovement): { dx: number; dy: number } | undefined {
    this.#restX += units(movement.deltaX, movement.deltaMode, movement.wheelDeltaX, 1);
    this.#restY += units(movement.deltaY, movement.deltaMode, movement.wheelDeltaY, -1);
    const dx = Math.trunc(this.#restX);
    const dy = Math.trunc(this.#restY);
    if (dx === 0 && dy === 0) return undefined;
    this.#restX -= dx;
    this.#restY -= dy;
    return { dx, dy };
  }
}

function units(delta: number, mode: number, legacy: number | undefined, sign: 1 | -1): number {
  if (!Number.isFinite(delta) || delta === 0) return 0;
  const wholeNotches = legacy !== undefined && legacy !== 0 && legacy % UNITS_PER_NOTCH === 0;
  const size = wholeNotches ? Math.abs(legacy) : Math.abs(delta) * unitsPerDelta(mode);
  return sign * Math.sign(delta) * Math.min(size, MAX_UNITS);
}

function unitsPerDelta(mode: number): number {
  if (mode === 1) return UNITS_PER_NOTCH / LINES_PER_NOTCH;
  if (mode === 2) return UNITS_PER_NOTCH * 3;
  return UNITS_PER_NOTCH / PIXELS_PER_NOTCH;
}

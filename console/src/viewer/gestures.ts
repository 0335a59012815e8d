/**
 * What fingers on the picture mean, from their places and times alone. Two ways to work: in *direct* mode the finger is the pointer, in
 * *trackpad* mode it pushes a pointer that stays where it was. A long press or a tap of two fingers is the right button, two fingers scroll, and
 * fingers that come apart enlarge the picture on this side.
 */
export type TouchMode = "direct" | "trackpad";

/** Done to the remote pointer, or to the picture here. Places and ways are CSS pixels of the page. */
export interface TouchActions {
  pointAt(x: number, y: number): void;
  pushBy(dx: number, dy: number): void;
  button(button: number, down: boolean): void;
  /** In 1/120 of a notch, positive right and up. */
  wheel(dx: number, dy: number): void;
  /** Enlarge by `factor` around a place, and move along. */
  pinch(factor: number, x: number, y: number, dx: number, dy: number): void;
}

/** A finger that moves less is meant to stay. */
const SLOP_PX = 10;
export const LONG_PRESS_MS = 500;
/** A tap ends within this; the next one so soon after belongs to it (double click, or a drag on the trackpad). */
const TAP_MS = 300;
const AGAIN_MS = 350;
/** A second tap this near means the same place: a finger is no mouse. */
const SAME_PLACE_PX = 28;
/** What two fingers mean is clear when both have moved so far, or one of them much further. */
const BOTH_PX = 5;
const ONE_PX = 40;
const WHEEL_PER_PX = 2.4;
const LEFT = 0;
const RIGHT = 2;

interface Finger {
  readonly fromX: number;
  readonly fromY: number;
  x: number;
  y: number;
}

type Doing = "nothing" | "one" | "dragging" | "pushing" | "two" | "scrolling" | "pinching" | "over";

export class Gestures {
  readonly #actions: TouchActions;
  readonly #fingers = new Map<number, Finger>();
  #doing: Doing = "nothing";
  #sinceMs = 0;
  #pressed = false;
  #lastTap = { x: 0, y: 0, atMs: Number.NEGATIVE_INFINITY };
  #rest = { x: 0, y: 0 };
  mode: TouchMode = "direct";

  constructor(actions: TouchActions) {
    this.#actions = actions;
  }

  down(id: number, x: number, y: number, nowMs: number): void {
    this.#fingers.set(id, { fromX: x, fromY: y, x, y });
    if (this.#fingers.size === 1) {
      this.#doing = "one";
      this.#sinceMs = nowMs;
    } else if (this.#fingers.size === 2 && this.#doing === "one") this.#doing = "two";
    else this.#end();
  }

  move(id: number, x: number, y: number, nowMs: number): void {
    const finger = this.#fingers.get(id);
    if (!finger) return;
    const before = this.#pair();
    const [dx, dy] = [x - finger.x, y - finger.y];
    finger.x = x;
    finger.y = y;
    this.#decide(finger, x, y, nowMs);
    if (this.#doing === "dragging") this.#actions.pointAt(x, y);
    else if (this.#doing === "pushing") this.#actions.pushBy(dx, dy);
    else if (this.#doing === "scrolling") this.#scroll(dx / 2, dy / 2);
    else if (this.#doing === "pinching") this.#pinch(before, this.#pair());
  }

  up(id: number, nowMs: number): void {
    const finger = this.#fingers.get(id);
    if (!finger) return;
    const quick = nowMs - this.#sinceMs < TAP_MS;
    if (this.#doing === "one" && quick) this.#tap(finger, nowMs);
    if (this.#doing === "two" && quick) this.#click(RIGHT, finger.fromX, finger.fromY);
    this.#fingers.delete(id);
    this.#end();
    if (this.#fingers.size === 0) this.#doing = "nothing";
  }

  /** The system took the fingers away, or the viewer lost control. */
  cancel(): void {
    this.#fingers.clear();
    this.#end();
    this.#doing = "nothing";
  }

  /** Time passes; a finger that rests long enough is the right button. */
  tick(nowMs: number): void {
    if (this.#doing !== "one" || nowMs - this.#sinceMs < LONG_PRESS_MS) return;
    const [finger] = this.#fingers.values();
    if (finger) this.#click(RIGHT, finger.fromX, finger.fromY);
    this.#end();
  }

  #decide(finger: Finger, x: number, y: number, nowMs: number): void {
    const moved = Math.hypot(x - finger.fromX, y - finger.fromY) > SLOP_PX;
    if (this.#doing === "one" && moved) {
      const holds = this.mode === "direct" || nowMs - this.#lastTap.atMs < AGAIN_MS + TAP_MS;
      if (this.mode === "direct") this.#actions.pointAt(finger.fromX, finger.fromY);
      if (holds) this.#press();
      this.#doing = this.mode === "direct" ? "dragging" : "pushing";
    }
    if (this.#doing === "two") this.#doing = twoFingers([...this.#fingers.values()]);
  }

  #tap(finger: Finger, nowMs: number): void {
    const { x, y, atMs } = this.#lastTap;
    const again = nowMs - atMs < AGAIN_MS + TAP_MS && Math.hypot(finger.fromX - x, finger.fromY - y) < SAME_PLACE_PX;
    const place = again ? { x, y } : { x: finger.fromX, y: finger.fromY };
    this.#click(LEFT, place.x, place.y);
    this.#lastTap = { ...place, atMs: nowMs };
  }

  #click(button: number, x: number, y: number): void {
    if (this.mode === "direct") this.#actions.pointAt(x, y);
    this.#actions.button(button, true);
    this.#actions.button(button, false);
  }

  #press(): void {
    this.#pressed = true;
    this.#actions.button(LEFT, true);
  }

  /** What began is over; fingers still on the glass mean nothing until all are gone. */
  #end(): void {
    if (this.#pressed) this.#actions.button(LEFT, false);
    this.#pressed = false;
    this.#doing = "over";
    this.#rest = { x: 0, y: 0 };
  }

  #scroll(dx: number, dy: number): void {
    this.#rest.x -= dx * WHEEL_PER_PX;
    this.#rest.y += dy * WHEEL_PER_PX;
    const [x, y] = [Math.trunc(this.#rest.x), Math.trunc(this.#rest.y)];
    if (x === 0 && y === 0) return;
    this.#rest.x -= x;
    this.#rest.y -= y;
    this.#actions.wheel(x, y);
  }

  #pair(): { x: number; y: number; apart: number } {
    const [one, two] = this.#fingers.values();
    if (!one || !two) return { x: 0, y: 0, apart: 1 };
    return { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2, apart: Math.hypot(one.x - two.x, one.y - two.y) };
  }

  #pinch(before: { x: number; y: number; apart: number }, now: { x: number; y: number; apart: number }): void {
    if (before.apart < 1) return;
    this.#actions.pinch(now.apart / before.apart, now.x, now.y, now.x - before.x, now.y - before.y);
  }
}

/** Fingers that move further from or to one another than along together pinch. */
function twoFingers([one, two]: readonly Finger[]): Doing {
  if (!one || !two) return "two";
  const ways = [one, two].map(({ x, y, fromX, fromY }) => Math.hypot(x - fromX, y - fromY));
  if (Math.min(...ways) < BOTH_PX && Math.max(...ways) < ONE_PX) return "two";
  const apart = Math.hypot(one.x - two.x, one.y - two.y) - Math.hypot(one.fromX - two.fromX, one.fromY - two.fromY);
  const along = Math.hypot(one.x + two.x - one.fromX - two.fromX, one.y + two.y - one.fromY - two.fromY) / 2;
  return Math.abs(apart) > along ? "pinching" : "scrolling";
}

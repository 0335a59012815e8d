/**
 * The remote PC's pointer, drawn on this side at once: the shape becomes the browser's own cursor over the picture, so it moves with the
 * technician's hand and not with the network. When somebody else moves it, a ghost shows where it is.
 */
import type { CursorMoved, CursorShape } from "../protocol/messages.gen.ts";

/** As many as the host remembers to have sent (docs/protocol.md §7). */
const SHAPES_KEPT = 64;
/** How long after the technician's own movement the host's answer is not taken for somebody else's hand. */
const OWN_MOVEMENT_MS = 700;

interface DrawnShape {
  readonly css: string;
  readonly url: string;
  readonly hotX: number;
  readonly hotY: number;
}

/** Turns remote pixels into CSS pixels on the surface. */
type Placing = (x: number, y: number) => { left: number; top: number };

interface KeptShape {
  readonly shape: CursorShape;
  drawn: DrawnShape | undefined;
}

export class RemoteCursor {
  readonly #surface: HTMLElement;
  readonly #ghost: HTMLImageElement;
  readonly #shapes = new Map<number, KeptShape>();
  #current: DrawnShape | undefined;
  #currentId: number | undefined;
  #visible = true;
  #scale = 1;
  #ownMovementAt = Number.NEGATIVE_INFINITY;
  #own = { x: -1, y: -1 };
  /** Fingers have no cursor: the pointer is drawn over the picture all the time. */
  #byTouch = false;

  constructor(surface: HTMLElement, ghost: HTMLImageElement) {
    this.#surface = surface;
    this.#ghost = ghost;
  }

  /** A new shape; it is shown when a movement names it, or at once when none has yet. */
  addShape(shape: CursorShape): void {
    // Last again, also when it was there: both sides forget the one that came first.
    this.#shapes.delete(shape.shape_id);
    this.#shapes.set(shape.shape_id, { shape, drawn: undefined });
    const oldest = this.#shapes.keys().next().value;
    if (this.#shapes.size > SHAPES_KEPT && oldest !== undefined) this.#shapes.delete(oldest);
    if (this.#currentId === undefined || this.#currentId === shape.shape_id) this.#show(shape.shape_id);
  }

  /** How large a remote pixel is shown, in CSS pixels. The pointer grows with an enlarged picture and is never smaller than its own pixels. */
  set scale(scale: number) {
    const wanted = Math.max(1, scale);
    if (wanted === this.#scale) return;
    this.#scale = wanted;
    for (const kept of this.#shapes.values()) kept.drawn = undefined;
    if (this.#currentId !== undefined) this.#show(this.#currentId);
  }

  /** The technician's own pointer went to a remote point. */
  ownMovement(x: number, y: number, nowMs: number): void {
    this.#own = { x, y };
    this.#ownMovementAt = nowMs;
    this.#byTouch = false;
    this.#ghost.hidden = true;
  }

  /** A finger moved the pointer to a remote point. */
  ownTouch(x: number, y: number, place: Placing, nowMs: number): void {
    this.ownMovement(x, y, nowMs);
    this.#byTouch = true;
    this.#drawGhost(x, y, place);
  }

  /** The host says where its pointer is. Answers whether somebody else moved it. */
  moved(movement: CursorMoved, place: Placing, nowMs: number): boolean {
    this.#visible = movement.visible;
    this.#show(movement.shape_id);
    const elsewhere = Math.abs(movement.x - this.#own.x) > 2 || Math.abs(movement.y - this.#own.y) > 2;
    const foreign = elsewhere && movement.visible && nowMs - this.#ownMovementAt > OWN_MOVEMENT_MS;
    if (this.#byTouch && !foreign) this.#drawGhost(this.#own.x, this.#own.y, place);
    else if (foreign) this.#drawGhost(movement.x, movement.y, place);
    else this.#ghost.hidden = true;
    return foreign;
  }

  #drawGhost(x: number, y: number, place: Placing): void {
    this.#ghost.hidden = !this.#visible || !this.#current;
    this.#ghost.style.opacity = this.#byTouch ? "1" : "0.7";
    if (!this.#current) return;
    const { left, top } = place(x, y);
    if (this.#ghost.src !== this.#current.url) this.#ghost.src = this.#current.url;
    this.#ghost.style.transform = `translate(${left - this.#current.hotX}px, ${top - this.#current.hotY}px)`;
  }

  #show(shapeId: number): void {
    const kept = this.#shapes.get(shapeId);
    if (kept) {
      this.#current = kept.drawn ??= drawShape(kept.shape, this.#scale);
      this.#currentId = shapeId;
    }
    this.#surface.style.cursor = this.#visible ? (this.#current?.css ?? "default") : "none";
  }
}

/** Browsers take no larger cursor, in CSS pixels: a larger one (a magnified pointer, an enlarged picture) is shrunk to it. */
const LARGEST_CURSOR = 128;

/** Size and hot spot of a shape shown at `scale`, in whole CSS pixels, within what browsers take. */
export function shownCursor(
  shape: Pick<CursorShape, "width" | "height" | "hot_x" | "hot_y">,
  scale: number,
): { width: number; height: number; hotX: number; hotY: number } {
  const fitting = Math.min(scale, LARGEST_CURSOR / Math.max(shape.width, shape.height, 1));
  const width = Math.max(1, Math.round(shape.width * fitting));
  const height = Math.max(1, Math.round(shape.height * fitting));
  // The middle of the hot pixel, so that a pointer points at the same place however large it is.
  const hot = (at: number, size: number) => Math.min(size - 1, Math.floor((at + 0.5) * fitting));
  return { width, height, hotX: hot(shape.hot_x, width), hotY: hot(shape.hot_y, height) };
}

function drawShape(shape: CursorShape, scale: number): DrawnShape {
  const { width, height, hotX, hotY } = shownCursor(shape, scale);
  const shown = canvasOf(width, height);
  const pen = shown.getContext("2d");
  if (pen && shape.rgba.length > 0) {
    const own = canvasOf(shape.width, shape.height);
    const pixels = new ImageData(new Uint8ClampedArray(shape.rgba), shape.width, shape.height);
    own.getContext("2d")?.putImageData(pixels, 0, 0);
    pen.imageSmoothingEnabled = width % shape.width !== 0;
    pen.drawImage(own, 0, 0, width, height);
  }
  const url = shown.toDataURL();
  return { css: `url(${url}) ${hotX} ${hotY}, default`, url, hotX, hotY };
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

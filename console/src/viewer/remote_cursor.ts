/**
 * The remote PC's pointer, drawn on this side at once: the shape becomes the browser's own cursor over the picture, so it moves with the
 * technician's hand and not with the network. When somebody else moves it, a ghost shows where it is.
 */
import type { CursorMoved, CursorShape } from "../protocol/messages.gen.ts";

const SHAPES_KEPT = 64;
/** How long after the technician's own movement the host's answer is not taken for somebody else's hand. */
const OWN_MOVEMENT_MS = 700;

interface DrawnShape {
  readonly css: string;
  readonly url: string;
  readonly hotX: number;
  readonly hotY: number;
}

export class RemoteCursor {
  readonly #surface: HTMLElement;
  readonly #ghost: HTMLImageElement;
  readonly #shapes = new Map<number, DrawnShape>();
  #current: DrawnShape | undefined;
  #currentId: number | undefined;
  #visible = true;
  #ownMovementAt = Number.NEGATIVE_INFINITY;
  #own = { x: -1, y: -1 };

  constructor(surface: HTMLElement, ghost: HTMLImageElement) {
    this.#surface = surface;
    this.#ghost = ghost;
  }

  /** A new shape; it is shown when a movement names it, or at once when none has yet. */
  addShape(shape: CursorShape): void {
    const drawn = drawShape(shape);
    this.#shapes.set(shape.shape_id, drawn);
    const oldest = this.#shapes.keys().next().value;
    if (this.#shapes.size > SHAPES_KEPT && oldest !== undefined) this.#shapes.delete(oldest);
    if (this.#currentId === undefined || this.#currentId === shape.shape_id) this.#show(shape.shape_id);
  }

  /** The technician's own pointer went to a remote point. */
  ownMovement(x: number, y: number, nowMs: number): void {
    this.#own = { x, y };
    this.#ownMovementAt = nowMs;
    this.#ghost.hidden = true;
  }

  /** The host says where its pointer is; `place` turns remote pixels into CSS pixels on the surface. */
  moved(movement: CursorMoved, place: (x: number, y: number) => { left: number; top: number }, nowMs: number): void {
    this.#visible = movement.visible;
    this.#show(movement.shape_id);
    const elsewhere = Math.abs(movement.x - this.#own.x) > 2 || Math.abs(movement.y - this.#own.y) > 2;
    const foreign = elsewhere && movement.visible && nowMs - this.#ownMovementAt > OWN_MOVEMENT_MS;
    this.#ghost.hidden = !foreign || !this.#current;
    if (!foreign || !this.#current) return;
    const { left, top } = place(movement.x, movement.y);
    if (this.#ghost.src !== this.#current.url) this.#ghost.src = this.#current.url;
    this.#ghost.style.transform = `translate(${left - this.#current.hotX}px, ${top - this.#current.hotY}px)`;
  }

  #show(shapeId: number): void {
    const shape = this.#shapes.get(shapeId);
    if (shape) {
      this.#current = shape;
      this.#currentId = shapeId;
    }
    this.#surface.style.cursor = this.#visible ? (this.#current?.css ?? "default") : "none";
  }
}

/** Browsers take no larger cursor; larger ones (magnified pointers) are cut to the part around the hot spot's corner. */
const LARGEST_CURSOR = 128;

function drawShape(shape: CursorShape): DrawnShape {
  const canvas = document.createElement("canvas");
  canvas.width = Math.min(shape.width, LARGEST_CURSOR);
  canvas.height = Math.min(shape.height, LARGEST_CURSOR);
  const pixels = new ImageData(new Uint8ClampedArray(shape.rgba), shape.width, shape.height);
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
  const url = canvas.toDataURL();
  const hotX = Math.min(shape.hot_x, canvas.width - 1);
  const hotY = Math.min(shape.hot_y, canvas.height - 1);
  return { css: `url(${url}) ${hotX} ${hotY}, default`, url, hotX, hotY };
}

/**
 * Pointing and drawing: while it is on, mouse, pen or finger over the picture are not the PC's but draw over it, for the people there to
 * see. The PC leaves what it shows of it out of the picture where it can, so it is drawn on this side too, at once.
 */
import type { DrawLine, PointAt, WipeDrawing } from "../protocol/messages.gen.ts";
import { Ink, type InkLine, type Spot } from "./ink.ts";
import { remotePoint } from "./scale.ts";

/** Switches it on and off, also while the keyboard is the PC's. */
export const DRAW_KEYS = ["Ctrl", "Alt", "Page Up"] as const;

/** Of one message (docs/protocol.md §7). */
const MOST_POINTS = 64;
/** A line is so many times thinner than the picture is high, as at the PC. */
const LINES_PER_SCREEN = 216;
const INK = "#c81e1e";
const RIM = "#fff";

export interface DrawingOptions {
  /** The picture's box; what is drawn lies over it. */
  readonly stage: HTMLElement;
  readonly remote: () => { width: number; height: number };
  readonly send: (input: PointAt | DrawLine | WipeDrawing) => void;
  /** It was switched on or off. */
  readonly changed: (on: boolean) => void;
  /** Whether the PC takes it now. */
  readonly allowed: () => boolean;
}

export class Drawing {
  readonly #options: DrawingOptions;
  readonly #layer = document.createElement("canvas");
  readonly #ink = new Ink();
  readonly #listening = new AbortController();
  #on = false;
  #line = 0;
  /** The pointer that draws now. */
  #drawing: number | undefined;
  #unsent: Spot[] = [];
  #pointedAt: Spot | undefined;
  #frame: number | undefined;

  constructor(options: DrawingOptions) {
    this.#options = options;
    const layer = this.#layer;
    layer.dataset["viewer"] = "drawing";
    layer.style.cssText = "position:absolute;inset:0;width:100%;height:100%;touch-action:none;cursor:crosshair";
    options.stage.append(layer);
    const { signal } = this.#listening;
    layer.addEventListener("pointermove", (event) => this.#move(event), { signal });
    layer.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    layer.addEventListener("pointerup", (event) => this.#up(event), { signal });
    layer.addEventListener("pointercancel", (event) => this.#up(event), { signal });
    layer.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
    // The keyboard stays where it is.
    layer.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    window.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    this.#show();
  }

  /** Whether mouse, pen and fingers draw; off wipes what was drawn. */
  set on(on: boolean) {
    const wanted = on && this.#options.allowed();
    if (wanted === this.#on) return;
    this.#on = wanted;
    this.#drawing = undefined;
    if (!wanted) this.#wipe();
    this.#show();
    this.#options.changed(wanted);
  }

  dispose(): void {
    this.#listening.abort();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#layer.remove();
  }

  #key(event: KeyboardEvent): void {
    if (event.code !== "PageUp" || !event.ctrlKey || !event.altKey || !(this.#on || this.#options.allowed())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) this.on = !this.#on;
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || this.#drawing !== undefined) return;
    this.#layer.setPointerCapture(event.pointerId);
    this.#drawing = event.pointerId;
    this.#line++;
    this.#draw(event);
  }

  #move(event: PointerEvent): void {
    if (this.#drawing === event.pointerId) this.#draw(event);
    else if (this.#drawing === undefined) {
      this.#pointedAt = this.#spot(event);
      this.#ink.point(this.#pointedAt, performance.now());
      this.#next();
    }
  }

  #up(event: PointerEvent): void {
    if (this.#drawing !== event.pointerId) return;
    this.#flush();
    this.#drawing = undefined;
  }

  #draw(event: PointerEvent): void {
    const spot = this.#spot(event);
    this.#unsent.push(spot);
    this.#pointedAt = undefined;
    this.#ink.draw(this.#line, spot, performance.now());
    this.#next();
  }

  #spot(event: PointerEvent): Spot {
    return remotePoint(
      { x: event.clientX, y: event.clientY },
      this.#layer.getBoundingClientRect(),
      this.#options.remote(),
    );
  }

  #next(): void {
    this.#frame ??= requestAnimationFrame(() => this.#turn());
  }

  /** Once for each picture of the display: what came since is sent, and everything painted. */
  #turn(): void {
    this.#frame = undefined;
    this.#flush();
    if (this.#paint()) this.#next();
  }

  #flush(): void {
    while (this.#unsent.length > 0)
      this.#options.send({ type: "DrawLine", line: this.#line, points: this.#unsent.splice(0, MOST_POINTS) });
    if (this.#pointedAt) this.#options.send({ type: "PointAt", ...this.#pointedAt });
    this.#pointedAt = undefined;
  }

  #wipe(): void {
    this.#unsent = [];
    this.#pointedAt = undefined;
    this.#ink.wipe();
    this.#options.send({ type: "WipeDrawing" });
    this.#next();
  }

  #show(): void {
    this.#layer.style.pointerEvents = this.#on ? "auto" : "none";
  }

  /** Answers whether anything is to be seen. */
  #paint(): boolean {
    const remote = this.#options.remote();
    const shown = this.#ink.shown(Math.max(3, Math.floor(remote.height / LINES_PER_SCREEN)), performance.now());
    const { clientWidth, clientHeight } = this.#layer;
    // Setting the size empties it.
    this.#layer.width = Math.round(clientWidth * devicePixelRatio);
    this.#layer.height = Math.round(clientHeight * devicePixelRatio);
    const pen = this.#layer.getContext("2d");
    if (!pen || remote.width === 0) return false;
    pen.scale(this.#layer.width / remote.width, this.#layer.height / remote.height);
    for (const line of shown) stroke(pen, line, line.thickness, RIM);
    for (const line of shown) stroke(pen, line, line.thickness * 0.6, INK);
    return shown.length > 0;
  }
}

function stroke(pen: CanvasRenderingContext2D, { points }: InkLine, thickness: number, colour: string): void {
  pen.lineCap = pen.lineJoin = "round";
  pen.lineWidth = thickness;
  pen.strokeStyle = colour;
  pen.beginPath();
  for (const [index, { x, y }] of points.entries()) {
    if (index === 0) pen.moveTo(x + 0.5, y + 0.5);
    // A line to where it is draws its round end.
    pen.lineTo(x + 0.5, y + 0.5);
  }
  pen.stroke();
}

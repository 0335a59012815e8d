/** Fingers over the picture: gestures become the remote pointer's doings, and the enlarging of the picture here. */
import { Gestures, LONG_PRESS_MS, type TouchMode } from "./gestures.ts";
import type { ViewerInput } from "./input.ts";
import type { Keyboard } from "./keyboard.ts";
import { following, NOT_ENLARGED, pinched, type Zoom } from "./picture_zoom.ts";
import { remotePoint } from "./scale.ts";

/** A pushed pointer goes a little further than the finger. */
const PUSH = 1.4;
const TICKS = LONG_PRESS_MS + 10;

interface TouchOptions {
  readonly surface: HTMLElement;
  readonly stage: HTMLElement;
  readonly room: HTMLElement;
  readonly remote: () => { width: number; height: number };
  readonly send: (input: ViewerInput) => void;
  readonly keyboard: Keyboard;
  /** A finger went down on the picture: control starts. */
  readonly touched: () => void;
  /** The remote pointer went there, by a finger. */
  readonly moved: (x: number, y: number) => void;
}

export class Touch {
  readonly #options: TouchOptions;
  readonly #listening = new AbortController();
  readonly #gestures: Gestures;
  #zoom: Zoom = NOT_ENLARGED;
  /** The remote pointer, in remote pixels and parts of them. */
  #at = { x: 0, y: 0 };
  #ticking: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TouchOptions) {
    this.#options = options;
    options.stage.style.transformOrigin = "0 0";
    this.#gestures = new Gestures({
      pointAt: (x, y) => this.#pointAt(x, y),
      pushBy: (dx, dy) => this.#pushBy(dx, dy),
      button: (button, down) => this.#button(button, down),
      wheel: (dx, dy) => options.send({ type: "Wheel", dx, dy }),
      pinch: (factor, x, y, dx, dy) => this.#pinch(factor, x, y, dx, dy),
    });
    const on = (
      type: "pointerdown" | "pointermove" | "pointerup" | "pointercancel",
      what: (event: PointerEvent) => void,
    ) =>
      options.surface.addEventListener(type, (event) => event.pointerType === "touch" && what(event), {
        signal: this.#listening.signal,
      });
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#gestures.move(event.pointerId, event.clientX, event.clientY, event.timeStamp));
    on("pointerup", (event) => this.#gestures.up(event.pointerId, event.timeStamp));
    on("pointercancel", () => this.#gestures.cancel());
  }

  set mode(mode: TouchMode) {
    this.#gestures.cancel();
    this.#gestures.mode = mode;
  }

  /** Somebody else moved the remote pointer. */
  set pointer(at: { x: number; y: number }) {
    this.#at = { x: at.x, y: at.y };
  }

  /** The picture has another size: it is shown as a whole again. */
  reset(): void {
    this.#show(NOT_ENLARGED);
  }

  release(): void {
    this.#gestures.cancel();
  }

  dispose(): void {
    this.#gestures.cancel();
    clearTimeout(this.#ticking);
    this.#listening.abort();
  }

  #down(event: PointerEvent): void {
    this.#options.touched();
    this.#gestures.down(event.pointerId, event.clientX, event.clientY, event.timeStamp);
    clearTimeout(this.#ticking);
    const began = event.timeStamp;
    this.#ticking = setTimeout(() => this.#gestures.tick(began + LONG_PRESS_MS), TICKS);
  }

  #pointAt(x: number, y: number): void {
    this.#move(remotePoint({ x, y }, this.#options.surface.getBoundingClientRect(), this.#options.remote()));
  }

  #pushBy(dx: number, dy: number): void {
    const remote = this.#options.remote();
    const perPx = (remote.width / this.#options.surface.getBoundingClientRect().width) * PUSH;
    const inside = (at: number, size: number) => Math.min(size - 1, Math.max(0, at));
    this.#move({
      x: inside(this.#at.x + dx * perPx, remote.width),
      y: inside(this.#at.y + dy * perPx, remote.height),
    });
    const box = this.#options.surface.getBoundingClientRect();
    const room = this.#options.room.getBoundingClientRect();
    const seen = {
      x: box.left - room.left + (this.#at.x / remote.width) * box.width,
      y: box.top - room.top + (this.#at.y / remote.height) * box.height,
    };
    this.#show(following(this.#zoom, seen, room, this.#size()));
  }

  #move(at: { x: number; y: number }): void {
    this.#at = at;
    const [x, y] = [Math.floor(at.x), Math.floor(at.y)];
    this.#options.send({ type: "PointerMoved", x, y });
    this.#options.moved(x, y);
  }

  #button(button: number, down: boolean): void {
    if (down) this.#options.keyboard.sendModifiers();
    this.#options.keyboard.buttonsHeld = down;
    const [x, y] = [Math.floor(this.#at.x), Math.floor(this.#at.y)];
    this.#options.send({ type: "PointerButton", button, down, x, y });
    if (!down) this.#options.keyboard.disarm();
  }

  #pinch(factor: number, x: number, y: number, dx: number, dy: number): void {
    const room = this.#options.room.getBoundingClientRect();
    const around = { x: x - room.left, y: y - room.top };
    this.#show(pinched(this.#zoom, factor, around, { x: dx, y: dy }, room, this.#size()));
  }

  #size(): { width: number; height: number } {
    return { width: this.#options.stage.offsetWidth, height: this.#options.stage.offsetHeight };
  }

  #show(zoom: Zoom): void {
    if (zoom === this.#zoom) return;
    this.#zoom = zoom;
    const { factor, x, y } = zoom;
    this.#options.stage.style.transform = factor === 1 ? "" : `translate(${x}px, ${y}px) scale(${factor})`;
  }
}

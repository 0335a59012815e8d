/** Mouse and pen over the picture, as messages in the remote screen's pixels. */
import type { ViewerInput } from "./input.ts";
import type { Keyboard } from "./keyboard.ts";
import { remotePoint } from "./scale.ts";
import { WheelNotches } from "./wheel.ts";

/** Left, middle, right, back, forward: numbered alike by the DOM and by docs/protocol.md. */
const BUTTONS = 5;

export interface PointerOptions {
  readonly surface: HTMLElement;
  readonly remote: () => { width: number; height: number };
  readonly send: (input: ViewerInput) => void;
  readonly keyboard: Keyboard;
  /** Only then does moving the mouse over the picture move the remote one. */
  readonly controlling: () => boolean;
  /** A button went down on the picture: control starts. Answers whether the press is for the PC already. */
  readonly pressed: () => boolean;
  readonly moved: (x: number, y: number) => void;
}

export class Pointer {
  readonly #options: PointerOptions;
  readonly #listening = new AbortController();
  readonly #wheel = new WheelNotches();
  readonly #down = new Set<number>();
  #last = { x: 0, y: 0 };

  constructor(options: PointerOptions) {
    this.#options = options;
    const { surface } = options;
    const { signal } = this.#listening;
    surface.addEventListener("pointermove", (event) => this.#move(event), { signal });
    surface.addEventListener("pointerdown", (event) => this.#press(event), { signal });
    surface.addEventListener("pointerup", (event) => this.#release(event), { signal });
    surface.addEventListener("pointercancel", () => this.#releaseAll(), { signal });
    surface.addEventListener("lostpointercapture", () => this.#releaseAll(), { signal });
    surface.addEventListener("wheel", (event) => this.#turn(event), { signal, passive: false });
    surface.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
    // Keeps the focus in the hidden text field, and the middle button from scrolling the page.
    surface.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    // Back and forward belong to the remote PC, not to the browser's history.
    surface.addEventListener("mouseup", (event) => event.preventDefault(), { signal });
  }

  dispose(): void {
    this.#releaseAll();
    this.#listening.abort();
  }

  #move(event: PointerEvent): void {
    if (event.pointerType === "touch" || !this.#options.controlling()) return;
    // A second button going down while the first is held is a "move" to the DOM.
    if (event.type === "pointermove" && event.button >= 0)
      this.#change(event, (event.buttons & domBit(event.button)) !== 0);
    const { x, y } = this.#point(event);
    this.#last = { x, y };
    this.#options.moved(x, y);
    this.#options.send({ type: "PointerMoved", x, y });
  }

  #press(event: PointerEvent): void {
    if (event.pointerType === "touch") return;
    const counts = this.#options.pressed();
    this.#options.surface.setPointerCapture(event.pointerId);
    if (counts) this.#change(event, true);
    else this.#move(event);
  }

  #release(event: PointerEvent): void {
    if (event.pointerType === "touch") return;
    this.#change(event, false);
  }

  #change(event: PointerEvent, down: boolean): void {
    const { button } = event;
    if (button < 0 || button >= BUTTONS || this.#down.has(button) === down) return;
    if (down) {
      this.#options.keyboard.sendModifiers();
      this.#down.add(button);
    } else this.#down.delete(button);
    this.#options.keyboard.buttonsHeld = this.#down.size > 0;
    const { x, y } = this.#point(event);
    this.#last = { x, y };
    this.#options.send({ type: "PointerButton", button, down, x, y });
  }

  #releaseAll(): void {
    for (const button of this.#down) this.#options.send({ type: "PointerButton", button, down: false, ...this.#last });
    this.#down.clear();
    this.#options.keyboard.buttonsHeld = false;
  }

  #turn(event: WheelEvent): void {
    event.preventDefault();
    if (!this.#options.controlling()) return;
    const legacy = event as WheelEvent & { wheelDeltaX?: number; wheelDeltaY?: number };
    const turned = this.#wheel.add(legacy);
    if (!turned) return;
    this.#options.keyboard.sendModifiers();
    this.#options.send({ type: "Wheel", ...turned });
  }

  #point(event: PointerEvent): { x: number; y: number } {
    const box = this.#options.surface.getBoundingClientRect();
    return remotePoint({ x: event.clientX, y: event.clientY }, box, this.#options.remote());
  }
}

/** `MouseEvent.buttons` numbers right and middle the other way round than `MouseEvent.button`. */
function domBit(button: number): number {
  return [1, 4, 2, 8, 16][button] ?? 0;
}

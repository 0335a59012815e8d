/**
 * The hidden text field that has the focus while the technician controls the remote PC. It lets the browser compose characters (dead keys,
 * input methods, AltGr) and hands them over; whoever leaves it gives the keyboard back.
 */
import type { Keyboard, KeyPress } from "./keyboard.ts";

/** Gives the keyboard back to the browser; the same keys as in other remote desktops. */
export const GIVE_BACK_KEYS = ["Ctrl", "Alt", "Home"] as const;

export class KeyboardField {
  readonly #field = document.createElement("textarea");
  readonly #keyboard: Keyboard;
  readonly #listening = new AbortController();

  constructor(parent: HTMLElement, keyboard: Keyboard, controlChanged: (active: boolean) => void) {
    this.#keyboard = keyboard;
    const field = this.#field;
    field.setAttribute("aria-hidden", "true");
    field.tabIndex = -1;
    field.autocapitalize = "off";
    field.autocomplete = "off";
    field.spellcheck = false;
    field.dataset["viewer"] = "keyboard";
    // Not `display: none`: only a rendered field takes the focus. It lies under the mouse so that an input method's window opens nearby.
    field.style.cssText =
      "position:fixed;left:50%;top:50%;width:1px;height:1px;opacity:0;border:0;padding:0;resize:none;pointer-events:none";
    const { signal } = this.#listening;
    field.addEventListener("keydown", (event) => this.#keyDown(event), { signal });
    field.addEventListener("keyup", (event) => this.#keyUp(event), { signal });
    field.addEventListener("input", (event) => this.#input(event as InputEvent), { signal });
    field.addEventListener("compositionend", () => this.#takeText(), { signal });
    field.addEventListener("focus", () => controlChanged(true), { signal });
    field.addEventListener("blur", () => this.#left(controlChanged), { signal });
    parent.append(field);
  }

  get focused(): boolean {
    return document.activeElement === this.#field;
  }

  /** Starts control. `preventScroll`: the picture must not jump. */
  focus(): void {
    this.#field.focus({ preventScroll: true });
  }

  blur(): void {
    this.#field.blur();
  }

  dispose(): void {
    this.#field.blur();
    this.#listening.abort();
    this.#field.remove();
  }

  #keyDown(event: KeyboardEvent): void {
    if (isGiveBack(event)) {
      event.preventDefault();
      this.#field.blur();
      return;
    }
    if (this.#keyboard.keyDown(keyPress(event)) === "taken") event.preventDefault();
    event.stopPropagation();
  }

  #keyUp(event: KeyboardEvent): void {
    this.#keyboard.keyUp(keyPress(event));
    event.preventDefault();
    event.stopPropagation();
  }

  #input(event: InputEvent): void {
    if (!event.isComposing) this.#takeText();
  }

  #takeText(): void {
    const text = this.#field.value;
    this.#field.value = "";
    this.#keyboard.typed(text);
  }

  #left(controlChanged: (active: boolean) => void): void {
    this.#field.value = "";
    this.#keyboard.releaseAll();
    controlChanged(false);
  }
}

function isGiveBack(event: Pick<KeyboardEvent, "code" | "ctrlKey" | "altKey">): boolean {
  return event.code === "Home" && event.ctrlKey && event.altKey;
}

function keyPress(event: KeyboardEvent): KeyPress {
  const { code, key, repeat, isComposing, ctrlKey, altKey, metaKey } = event;
  return { code, key, repeat, isComposing, ctrlKey, altKey, metaKey, altGraph: event.getModifierState("AltGraph") };
}

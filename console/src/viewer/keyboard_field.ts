/**
 * The hidden text field that has the focus while the technician controls the remote PC. It lets the browser compose characters (dead keys,
 * input methods, AltGr) and hands them over; whoever leaves it gives the keyboard back.
 */
import type { ClipboardSharing } from "./clipboard.ts";
import type { Keyboard, KeyPress } from "./keyboard.ts";
import { scanCode } from "./scan_codes.ts";

/** Gives the keyboard back to the browser; the same keys as in other remote desktops. */
export const GIVE_BACK_KEYS = ["Ctrl", "Alt", "Home"] as const;

/** How long a browser takes to hand the clipboard over after Ctrl+V. */
const PASTES_WITHIN_MS = 60;
/** Stands in the field under a keyboard on the screen, which tells of Backspace only where there is something to delete. */
const NOTHING_TYPED = "\u200b";
const BACKSPACE = scanCode("Backspace");

export class KeyboardField {
  readonly #field = document.createElement("textarea");
  readonly #keyboard: Keyboard;
  readonly #clipboard: Pick<ClipboardSharing, "on" | "copiedHere">;
  readonly #listening = new AbortController();
  #screenKeyboard = false;
  #focusedAgain = false;
  #givingBack = false;
  /** The key that pastes, until the text it pastes has gone ahead of it. */
  #pasting: KeyPress | undefined;
  #pastingEnds: ReturnType<typeof setTimeout> | undefined;

  constructor(
    parent: HTMLElement,
    keyboard: Keyboard,
    clipboard: Pick<ClipboardSharing, "on" | "copiedHere">,
    controlChanged: (active: boolean, givenBack: boolean) => void,
  ) {
    this.#keyboard = keyboard;
    this.#clipboard = clipboard;
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
    field.addEventListener("paste", (event) => this.#paste(event), { signal });
    field.addEventListener("compositionend", () => this.#takeText(), { signal });
    field.addEventListener("focus", () => !this.#focusedAgain && controlChanged(true, false), { signal });
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

  /** Starts control by a finger: the keyboard on the screen stays as it is, and hidden at first. */
  focusByTouch(): void {
    if (!this.focused) this.screenKeyboard = this.#screenKeyboard;
  }

  /** Shows the keyboard on the screen, or hides it, and has control either way. Call it from a press. */
  set screenKeyboard(shown: boolean) {
    this.#screenKeyboard = shown;
    this.#field.inputMode = shown ? "text" : "none";
    this.#empty();
    // Browsers look at `inputMode` only when a field gets the focus.
    this.#focusedAgain = this.focused;
    this.#field.blur();
    this.focus();
    this.#focusedAgain = false;
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
      this.#givingBack = true;
      this.#field.blur();
      this.#givingBack = false;
      return;
    }
    event.stopPropagation();
    this.#pressWhatPastes();
    if (this.#clipboard.on && pastes(event) && !event.repeat) {
      // Not prevented: the browser hands the clipboard over without asking anybody.
      this.#pasting = keyPress(event);
      this.#pastingEnds = setTimeout(() => this.#pressWhatPastes(), PASTES_WITHIN_MS);
      return;
    }
    if (this.#keyboard.keyDown(keyPress(event)) === "taken") event.preventDefault();
  }

  #paste(event: ClipboardEvent): void {
    if (!this.#pasting) return; // from a menu or a phone's keyboard: it comes as typed text
    event.preventDefault();
    this.#clipboard.copiedHere(event.clipboardData?.getData("text/plain") ?? "");
    this.#pressWhatPastes();
  }

  #pressWhatPastes(): void {
    const press = this.#pasting;
    clearTimeout(this.#pastingEnds);
    this.#pasting = undefined;
    if (press) this.#keyboard.keyDown(press);
  }

  #keyUp(event: KeyboardEvent): void {
    this.#pressWhatPastes();
    this.#keyboard.keyUp(keyPress(event));
    event.preventDefault();
    event.stopPropagation();
  }

  #input(event: InputEvent): void {
    if (!event.isComposing) this.#takeText();
  }

  #takeText(): void {
    const { value } = this.#field;
    this.#empty();
    if (this.#screenKeyboard && value === "" && BACKSPACE) this.#keyboard.tap([BACKSPACE]);
    else this.#keyboard.typed(value.replaceAll(NOTHING_TYPED, ""));
  }

  #empty(): void {
    this.#field.value = this.#screenKeyboard ? NOTHING_TYPED : "";
    this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length);
  }

  #left(controlChanged: (active: boolean, givenBack: boolean) => void): void {
    if (this.#focusedAgain) return;
    this.#empty();
    this.#pasting = undefined;
    this.#keyboard.releaseAll();
    controlChanged(false, this.#givingBack);
  }
}

function isGiveBack(event: Pick<KeyboardEvent, "code" | "ctrlKey" | "altKey">): boolean {
  return event.code === "Home" && event.ctrlKey && event.altKey;
}

function pastes(event: KeyboardEvent): boolean {
  if (event.altKey) return false;
  return event.ctrlKey || event.metaKey ? event.key.toLowerCase() === "v" : event.shiftKey && event.code === "Insert";
}

function keyPress(event: KeyboardEvent): KeyPress {
  const { code, key, repeat, isComposing, ctrlKey, altKey, metaKey } = event;
  return { code, key, repeat, isComposing, ctrlKey, altKey, metaKey, altGraph: event.getModifierState("AltGraph") };
}

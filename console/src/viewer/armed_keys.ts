/** Modifiers pressed on a bar of keys, one after the other: they wait for the next key, character or tap, and are let go after it. */
import { type ScanCode, scanCode, type ShortcutPart } from "./scan_codes.ts";

/** Where characters without a name of their own are on most PCs' keyboards; letters and digits are found by their names. */
const PLACES: Readonly<Record<string, string>> = {
  " ": "Space",
  "-": "Minus",
  "=": "Equal",
  ",": "Comma",
  ".": "Period",
  "/": "Slash",
  ";": "Semicolon",
};

export class ArmedKeys {
  readonly #armed = new Set<string>();
  readonly #changed: (armed: readonly string[]) => void;
  readonly #tap: (keys: readonly ShortcutPart[]) => void;

  constructor(tap: (keys: readonly ShortcutPart[]) => void, changed: (armed: readonly string[]) => void) {
    this.#tap = tap;
    this.#changed = changed;
  }

  /** Waits for the next key; a second time it is pressed alone (Windows opens the start menu). */
  arm(code: string): void {
    if (this.#armed.has(code)) this.press(undefined);
    else {
      this.#armed.add(code);
      this.#changed([...this.#armed]);
    }
  }

  /** What waits, and then `key`, pressed together. */
  press(key: ShortcutPart | undefined): void {
    this.#tap([...this.keys(), ...(key ? [key] : [])]);
    this.disarm();
  }

  /** Whether `text` was a key for what waits: Ctrl and then c. */
  takes(text: string): boolean {
    const key = this.#armed.size > 0 ? keyOf(text) : undefined;
    if (key) this.press(text === " " ? key : { ...key, text });
    return key !== undefined;
  }

  keys(): readonly ScanCode[] {
    return [...this.#armed].map(scanCode).filter((key) => key !== undefined);
  }

  disarm(): void {
    if (this.#armed.size === 0) return;
    this.#armed.clear();
    this.#changed([]);
  }
}

function keyOf(text: string): ScanCode | undefined {
  if (/^[a-z]$/i.test(text)) return scanCode(`Key${text.toUpperCase()}`);
  if (/^\d$/.test(text)) return scanCode(`Digit${text}`);
  return scanCode(PLACES[text] ?? "");
}

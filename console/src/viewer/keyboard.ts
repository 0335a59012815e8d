/**
 * What the technician types, as keys and text for the remote PC. Four ways, so that any two keyboard layouts fit:
 * - a key that makes a character goes as that key together with the character: the host presses its own key where its layout makes the
 *   same of it, and types the character where it does not;
 * - what takes several keys (dead keys, an input method, a phone's keyboard) the browser composes in a hidden text field: it goes as text;
 * - a shortcut (Ctrl, Alt or Windows with a character) goes as its key with the character: the host presses the key that makes the same
 *   there, for Ctrl+A lies elsewhere on a French keyboard;
 * - everything else (Enter, arrows, function keys) goes as the physical key's scan code.
 * On a Mac Command is Ctrl on the PC, unless the technician wants it to be the Windows key.
 * Modifiers wait until it is clear what they are for: AltGr, which Windows reports as Ctrl + Alt, must not hold Ctrl down on the remote PC.
 */
import { ArmedKeys } from "./armed_keys.ts";
import type { ViewerInput } from "./input.ts";
import { type ScanCode, scanCode, type ShortcutPart } from "./scan_codes.ts";

/** The fields of a `KeyboardEvent` that count. */
export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly altGraph: boolean;
}

/** Longest text in one message (docs/protocol.md §7), in characters. */
export const MAX_TEXT = 256;

const MODIFIERS = new Set([
  "ControlLeft",
  "ControlRight",
  "ShiftLeft",
  "ShiftRight",
  "AltLeft",
  "AltRight",
  "MetaLeft",
  "MetaRight",
]);
/** Locks act on this side already: the text arrives in capitals, the number pad as digits. */
const LOCKS = new Set(["CapsLock", "NumLock", "ScrollLock"]);
const ENTER: ScanCode = { scan: 0x1c, extended: false };
const CONTROL: ScanCode = { scan: 0x1d, extended: false };

interface Modifier {
  readonly key: ScanCode;
  /** Down on the remote PC. */
  sent: boolean;
  /** Has done something, so letting it go is no press of its own. */
  spent: boolean;
  /** Part of AltGr: makes characters here, means nothing there. */
  local: boolean;
}

export class Keyboard {
  readonly #send: (input: ViewerInput) => void;
  readonly #mac: boolean;
  /** On a Mac: Command is Ctrl on the PC, and else its Windows key. */
  commandIsControl = true;
  readonly #modifiers = new Map<string, Modifier>();
  readonly #held = new Map<string, ScanCode>();
  readonly #armed: ArmedKeys;
  /** Armed keys that a tap on the picture holds down. */
  #armedHeld: readonly ScanCode[] = [];
  #buttonsHeld = false;
  /** A dead key waits here for the next one. */
  #deadKey = false;

  /** `mac`: Option makes characters, Command shortcuts. */
  constructor(
    send: (input: ViewerInput) => void,
    options: { mac: boolean },
    armed: (codes: readonly string[]) => void = () => undefined,
  ) {
    this.#send = send;
    this.#armed = new ArmedKeys((keys) => this.tap(keys), armed);
    this.#mac = options.mac;
  }

  /** A key goes down. `text`: leave the event to the text field; `taken`: it is handled, nothing else may act on it. */
  keyDown(press: KeyPress): "taken" | "text" {
    if (MODIFIERS.has(press.code)) {
      this.#modifierDown(press);
      return "taken";
    }
    if (LOCKS.has(press.code)) return "text";
    const completes = this.#deadKey && Array.from(press.key).length === 1;
    this.#deadKey = press.key === "Dead";
    if (completes || composes(press)) {
      // Shift and AltGr belong to the dead key: letting them go is no press of their own.
      for (const modifier of this.#modifiers.values()) modifier.spent = true;
      return "text";
    }
    const key = scanCode(press.code);
    if (this.#makesText(press)) {
      if (!key) return "text";
      this.#letGoOfModifiers();
      this.#held.set(press.code, key);
      this.#send({ type: "CharacterKey", scan: key.scan, extended: key.extended, text: press.key });
      return "taken";
    }
    if (!key) return press.ctrlKey || press.metaKey ? "taken" : "text";
    this.sendModifiers();
    if (isShortcut(press)) this.#send({ type: "ShortcutKey", ...key, text: press.key });
    else this.#sendKey(key, true);
    // macOS tells no key's end while Command is down: a key that stays down would be repeated on the PC.
    if (this.#mac && press.metaKey) this.#sendKey(key, false);
    else this.#held.set(press.code, key);
    return "taken";
  }

  /** A key goes up. */
  keyUp(press: KeyPress): void {
    const modifier = this.#modifiers.get(press.code);
    if (modifier) {
      this.#modifiers.delete(press.code);
      this.#modifierUp(modifier);
      // macOS tells no key's end while Command is down.
      if (press.code.startsWith("Meta")) this.#releaseHeld();
      return;
    }
    const key = this.#held.get(press.code);
    if (!key) return;
    this.#held.delete(press.code);
    this.#sendKey(key, false);
  }

  /** The text field has composed `text`. Shift, Ctrl and the like are let go first: the text says it all. */
  typed(text: string): void {
    if (text === "") return;
    this.#deadKey = false;
    if (this.#armed.takes(text)) return;
    this.#armed.disarm();
    this.#letGoOfModifiers();
    text.split(/\r\n|\r|\n/).forEach((line, index) => {
      if (index > 0) this.tap([ENTER]);
      const characters = Array.from(line);
      for (let at = 0; at < characters.length; at += MAX_TEXT) {
        this.#send({ type: "TextTyped", text: characters.slice(at, at + MAX_TEXT).join("") });
      }
    });
  }

  /** Presses `keys` together, in order, and lets them go in reverse: Ctrl+Alt+Del from the bar. */
  tap(keys: readonly ShortcutPart[]): void {
    for (const { text, scan, extended } of keys) {
      if (text === undefined) this.#sendKey({ scan, extended }, true);
      else this.#send({ type: "ShortcutKey", scan, extended, text });
    }
    for (const key of [...keys].reverse()) this.#sendKey(key, false);
  }

  /** A modifier of the bar waits for the next key. */
  arm(code: string): void {
    this.#armed.arm(code);
  }

  /** A key of the bar, with the modifiers that wait. */
  tapWithArmed(code: string): void {
    this.#armed.press(scanCode(code));
  }

  /** The tap on the picture for which modifiers of the bar waited is over. */
  disarm(): void {
    for (const key of [...this.#armedHeld].reverse()) this.#sendKey(key, false);
    this.#armedHeld = [];
    this.#armed.disarm();
  }

  /** Holds the waiting modifiers down on the remote PC: a click or a wheel turn needs them now. */
  sendModifiers(): void {
    for (const modifier of this.#modifiers.values()) {
      if (!modifier.sent && !modifier.local) this.#sendKey(modifier.key, true);
      modifier.sent ||= !modifier.local;
      modifier.spent = true;
    }
    if (this.#armedHeld.length > 0) return;
    this.#armedHeld = this.#armed.keys();
    for (const key of this.#armedHeld) this.#sendKey(key, true);
  }

  /** While a mouse button is down modifiers act at once: they change what a drag does. */
  set buttonsHeld(held: boolean) {
    this.#buttonsHeld = held;
  }

  /** The viewer loses the keyboard: nothing stays down on the remote PC. */
  releaseAll(): void {
    this.#modifiers.clear();
    this.#held.clear();
    this.#deadKey = false;
    this.#armedHeld = [];
    this.#armed.disarm();
    this.#send({ type: "ReleaseAll" });
  }

  /** Ctrl+Alt+Del: Windows takes it from nobody but itself, so the host asks Windows. */
  pressAttention(): void {
    this.#send({ type: "SecureAttention" });
  }

  #letGoOfModifiers(): void {
    for (const modifier of this.#modifiers.values()) {
      if (modifier.sent) this.#sendKey(modifier.key, false);
      modifier.sent = false;
      modifier.spent = true;
    }
  }

  #makesText(press: KeyPress): boolean {
    if (Array.from(press.key).length !== 1 || press.key === " ") return false;
    if (press.altGraph) return true;
    if (press.ctrlKey || press.metaKey) return false;
    return !press.altKey || this.#mac;
  }

  #modifierDown(press: KeyPress): void {
    if (this.#modifiers.has(press.code)) return;
    const command = this.#mac && this.commandIsControl && press.code.startsWith("Meta");
    const key = command ? CONTROL : scanCode(press.code);
    if (!key) return;
    const altGr = press.key === "AltGraph";
    this.#modifiers.set(press.code, { key, sent: false, spent: altGr || command, local: altGr });
    const phantom = this.#modifiers.get("ControlLeft");
    if (altGr && phantom && !phantom.sent) {
      phantom.local = true;
      phantom.spent = true;
    }
    if (this.#buttonsHeld) this.sendModifiers();
  }

  #modifierUp(modifier: Modifier): void {
    if (modifier.sent) this.#sendKey(modifier.key, false);
    else if (!modifier.spent) this.tap([modifier.key]);
  }

  #releaseHeld(): void {
    for (const key of this.#held.values()) this.#sendKey(key, false);
    this.#held.clear();
  }

  #sendKey(key: ScanCode, down: boolean): void {
    this.#send({ type: "Key", scan: key.scan, extended: key.extended, down });
  }
}

/** It takes more than this key to make the character: the text field puts it together. */
function composes(press: KeyPress): boolean {
  return press.isComposing || press.key === "Dead" || press.key === "Process" || press.key === "Unidentified";
}

/** A character with Ctrl, Alt or Windows: what programs know by the character. Space and the number pad lie in the same place everywhere. */
function isShortcut(press: KeyPress): boolean {
  if (press.key === " " || press.code.startsWith("Numpad") || Array.from(press.key).length !== 1) return false;
  return press.ctrlKey || press.altKey || press.metaKey;
}

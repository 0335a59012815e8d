/**
 * Shares text between this computer's clipboard and the remote PC's, while the technician has switched it on. Here the text comes from the
 * browser's paste event (it asks nobody) and, where the technician has allowed it, from reading the clipboard when the page is used again.
 * What comes from the PC is written at once, or with the next press where the browser wants one. What both sides have is not sent again.
 */
import type { ViewerInput } from "./input.ts";

/** Characters (docs/protocol.md §7): longer text is not sent, and that is said. */
const LIMIT = 100_000;
const TOO_LONG = "DP-412";

/** This computer's clipboard, as far as the browser lets a page have it. */
export interface LocalClipboard {
  /** The text, or `undefined` when it may not be read. `ask`: the technician has just pressed, so the browser may ask. */
  read(ask: boolean): Promise<string | undefined>;
  /** Answers whether it worked. */
  write(text: string): Promise<boolean>;
}

interface SharingParts {
  readonly send: (input: ViewerInput) => void;
  readonly local: LocalClipboard;
  readonly notice: (dp: string) => void;
}

export class ClipboardSharing {
  readonly #parts: SharingParts;
  readonly #listening = new AbortController();
  #on = false;
  /** What both sides have, as far as we know. */
  #shared = "";
  /** Came from the PC and waits for a press to be written. */
  #waiting: string | undefined;

  constructor(parts: SharingParts) {
    this.#parts = parts;
    const options = { signal: this.#listening.signal, capture: true };
    for (const press of ["pointerup", "keyup"]) addEventListener(press, () => void this.#write(), options);
    addEventListener("focus", () => this.backHere(), options);
  }

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    this.#on = on;
    this.#shared = "";
    this.#waiting = undefined;
    this.#parts.send({ type: "ClipboardShared", on });
    if (on) void this.#read(true);
  }

  /** A line is up, the first or another: its host knows nothing of the switch. */
  connected(): void {
    if (this.#on) this.#parts.send({ type: "ClipboardShared", on: true });
  }

  /** The technician uses this page again and may have copied something elsewhere. */
  backHere(): void {
    if (this.#on) void this.#read(false);
  }

  /** Text of this computer's clipboard. */
  copiedHere(text: string): void {
    const plain = wellFormed(text).replace(/\r\n?/g, "\n");
    if (!this.#on || plain === "" || plain === this.#shared) return;
    this.#shared = plain;
    if (plain.length > LIMIT && Array.from(plain).length > LIMIT) this.#parts.notice(TOO_LONG);
    else this.#parts.send({ type: "ClipboardText", text: plain });
  }

  /** Text of the PC's clipboard. */
  copiedThere(text: string): void {
    if (!this.#on) return;
    this.#shared = text;
    this.#waiting = text;
    void this.#write();
  }

  dispose(): void {
    this.#listening.abort();
    this.#on = false;
    this.#waiting = undefined;
  }

  async #read(ask: boolean): Promise<void> {
    // What came from the PC and could not be written yet is the newer one.
    if (this.#waiting !== undefined) return;
    const text = await this.#parts.local.read(ask);
    if (text !== undefined && this.#waiting === undefined) this.copiedHere(text);
  }

  async #write(): Promise<void> {
    const text = this.#waiting;
    if (text === undefined) return;
    const written = await this.#parts.local.write(text);
    if (written && this.#waiting === text) this.#waiting = undefined;
  }
}

/** Half a pair of surrogates, which JavaScript allows in a text and nothing else does, becomes U+FFFD. */
function wellFormed(text: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}

/** The real one. Only Chromium has a permission to read that lasts; elsewhere the paste event alone gives text. */
export function browserClipboard(): LocalClipboard {
  const mayRead = async (ask: boolean) => {
    const asked = navigator.permissions.query({ name: "clipboard-read" as PermissionName });
    const { state } = await asked;
    return state === "granted" || (ask && state === "prompt");
  };
  return {
    read: async (ask) => {
      try {
        return document.hasFocus() && (await mayRead(ask)) ? await navigator.clipboard.readText() : undefined;
      } catch {
        return undefined; // refused, or a browser that has no such permission
      }
    },
    write: async (text) => {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        return false; // no focus, or no press just now
      }
    },
  };
}

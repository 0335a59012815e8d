/**
 * What was typed to one terminal and has not reached its shell for sure: it is kept until the PC says so, and goes again from where the PC
 * has none of it when the line is another one. No keystroke goes twice, and none is lost unsaid.
 */
import type { Bytes } from "../../protocol/messages.gen.ts";

const MOST_INPUT = 16 * 1024;
/** So much may be on its way (TYPED_AHEAD of protocol/dashboard.py). */
const MOST_AHEAD = 64 * 1024;
/** More at once is no typing: it belongs into a file. */
const MOST_WAITING = 1024 * 1024;

export interface Piece {
  readonly input: Bytes;
  /** So many bytes were typed before it; a host of an earlier version does not ask. */
  readonly at?: number;
}

export class Typed {
  #bytes: Bytes = new Uint8Array(0);
  #taken = 0;
  #sent = 0;
  #counts: boolean | undefined;

  /** The terminal is there. `counts`: its host tells what the shell has taken. */
  opened(counts: boolean): void {
    this.#counts = counts;
  }

  /** False: too much waits already, and nothing of this was taken. */
  type(input: Bytes): boolean {
    if (this.#bytes.length + input.length > MOST_WAITING) return false;
    const bytes = new Uint8Array(this.#bytes.length + input.length);
    bytes.set(this.#bytes);
    bytes.set(input, this.#bytes.length);
    this.#bytes = bytes;
    return true;
  }

  /** What goes to the PC now. */
  *next(): Generator<Piece> {
    if (this.#counts === undefined) return;
    const end = this.#taken + this.#bytes.length;
    while (this.#sent < end && (!this.#counts || this.#sent - this.#taken < MOST_AHEAD)) {
      const at = this.#sent;
      const room = this.#counts ? MOST_AHEAD - (at - this.#taken) : MOST_INPUT;
      const input = this.#bytes.slice(at - this.#taken).slice(0, Math.min(MOST_INPUT, room));
      this.#sent += input.length;
      yield this.#counts ? { input, at } : { input };
    }
    if (!this.#counts) this.taken(this.#sent);
  }

  /** The shell has taken so many bytes since the terminal was opened. */
  taken(bytes: number): void {
    const taken = Math.min(bytes, this.#sent);
    if (taken <= this.#taken) return;
    this.#bytes = this.#bytes.slice(taken - this.#taken);
    this.#taken = taken;
  }

  /** On a new line: the PC has the first `typed` bytes. */
  resumed(typed: number): void {
    this.#sent = Math.min(Math.max(typed, this.#taken), this.#taken + this.#bytes.length);
  }

  /** How many bytes may not have reached the shell. */
  get waiting(): number {
    return this.#bytes.length;
  }
}

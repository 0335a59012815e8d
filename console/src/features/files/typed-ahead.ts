/** Typing a name's beginning goes to it, as in every list of files. */
import type { Row } from "./rows.ts";

/** After so long a pause a new name begins. */
const PAUSE_MS = 1000;

export class TypedAhead {
  #typed = "";
  #at = 0;

  /** Whether the key goes on with the name that is being typed, and is no command: names have spaces and dashes, too. */
  goesOn(key: string, rows: readonly Row[], now = performance.now()): boolean {
    if (this.#typed === "" || key.length !== 1 || now - this.#at > PAUSE_MS) return false;
    const typed = this.#typed + key.toLowerCase();
    return rows.some((row) => row.name.toLowerCase().startsWith(typed));
  }

  /** The next row whose name begins with what was typed; the same letter again goes on to the next one. */
  find(letter: string, rows: readonly Row[], cursor: number, now = performance.now()): Row | undefined {
    const again = now - this.#at <= PAUSE_MS;
    this.#at = now;
    const typed = letter.toLowerCase();
    this.#typed = again && this.#typed !== typed ? this.#typed + typed : typed;
    const start = this.#typed.length === 1 ? cursor + 1 : Math.max(0, cursor);
    const begins = (row: Row) => row.name.toLowerCase().startsWith(this.#typed);
    return rows.slice(start).find(begins) ?? rows.slice(0, start).find(begins);
  }
}

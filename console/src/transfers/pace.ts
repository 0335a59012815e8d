/** How much contents may be under way on a line: one chunk, so that a line that breaks costs no more. */
import { CHUNK } from "../protocol/file-pieces.ts";

export class Pace {
  #sent = 0;
  #taken = 0;
  #waiting: (() => void) | undefined;

  /** Waits until `bytes` more may be sent. Who sends them says `sent` at once. */
  async room(bytes: number): Promise<void> {
    while (this.#sent > this.#taken && this.#sent + bytes - this.#taken > CHUNK) {
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
  }

  sent(bytes: number): void {
    this.#sent += bytes;
  }

  /** The other side has taken so many bytes on this line. */
  taken(bytes: number): void {
    this.#taken = bytes;
    this.wake();
  }

  /** Whoever waits looks again: the line is another one. */
  wake(): void {
    this.#waiting?.();
    this.#waiting = undefined;
  }

  /** Another line has nothing under way. */
  begin(): void {
    this.#sent = this.#taken = 0;
    this.wake();
  }
}

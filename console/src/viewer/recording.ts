/** A recording as the page holds it: pieces of the file come from the worker and go to the disk at once. It knows nothing of files. */
import type { FilePiece } from "./webm.ts";

/** Where the pieces go, in their order; `close` makes the whole. */
export interface RecordingSink {
  write(piece: FilePiece): Promise<void>;
  close(): Promise<void>;
}

export class Recording {
  readonly #sink: RecordingSink;
  readonly #failed: () => void;
  readonly #whole: Promise<void>;
  #complete: () => void = () => undefined;
  #written: Promise<void> = Promise.resolve();
  #failure: unknown;

  /** `failed` hears once of a sink that takes no more, or of a recorder that gives up. */
  constructor(sink: RecordingSink, failed: () => void) {
    this.#sink = sink;
    this.#failed = failed;
    this.#whole = new Promise((resolve) => {
      this.#complete = resolve;
    });
  }

  /** The worker has a piece. */
  piece(piece: FilePiece): void {
    this.#written = this.#written.then(() => this.#sink.write(piece)).catch((cause: unknown) => this.fail(cause));
  }

  /** The worker has no more. */
  complete(): void {
    this.#complete();
  }

  fail(cause: unknown): void {
    this.#complete();
    if (this.#failure !== undefined) return;
    this.#failure = cause;
    this.#failed();
  }

  /** The last piece is written and the whole is closed when this resolves; rejects when it could not be. */
  async closed(): Promise<void> {
    await this.#whole;
    await this.#written;
    await this.#sink.close();
  }
}

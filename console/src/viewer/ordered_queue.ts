/**
 * One line for everything that arrives: handled one after another, in the order of arrival, also when a handler waits.
 * Bounded in bytes: a host that sends faster than it is acknowledged breaks the protocol, and the connection ends.
 */
export class OrderedQueue<Item> {
  readonly #handle: (item: Item) => Promise<void> | void;
  readonly #failed: (cause: unknown) => void;
  readonly #maxBytes: number;
  #waiting: { item: Item; bytes: number }[] = [];
  #bytes = 0;
  #running = false;
  #closed = false;

  /** `failed` hears the first thing that goes wrong, once; nothing is handled after it. */
  constructor(options: {
    handle: (item: Item) => Promise<void> | void;
    failed: (cause: unknown) => void;
    maxBytes: number;
  }) {
    this.#handle = options.handle;
    this.#failed = options.failed;
    this.#maxBytes = options.maxBytes;
  }

  /** Adds an item that weighs `bytes`. */
  push(item: Item, bytes: number): void {
    if (this.#closed) return;
    if (this.#bytes + bytes > this.#maxBytes) {
      this.#fail(new RangeError(`${this.#bytes + bytes} bytes are waiting`));
      return;
    }
    this.#waiting.push({ item, bytes });
    this.#bytes += bytes;
    if (!this.#running) void this.#run();
  }

  /** Forgets what waits and takes nothing more. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
    this.#bytes = 0;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        await this.#handle(next.item);
      } catch (cause) {
        this.#fail(cause);
      }
      this.#bytes = Math.max(0, this.#bytes - next.bytes);
    }
    this.#running = false;
  }

  #fail(cause: unknown): void {
    if (this.#closed) return;
    this.close();
    this.#failed(cause);
  }
}

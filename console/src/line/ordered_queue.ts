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
    while (this.#waiting.length > 0) {
      // All that wait at once: taking the first of many, again and again, moves all the others each time.
      const batch = this.#waiting;
      this.#waiting = [];
      for (const next of batch) {
        if (this.#closed) break;
        await this.#handleOne(next.item);
        this.#bytes = Math.max(0, this.#bytes - next.bytes);
      }
    }
    this.#running = false;
  }

  async #handleOne(item: Item): Promise<void> {
    try {
      await this.#handle(item);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #fail(cause: unknown): void {
    if (this.#closed) return;
    this.close();
    this.#failed(cause);
  }
}

/** Collects what became of one transfer, and tells it now and then: ten thousand files are not ten thousand messages. */
import type { FolderEntry } from "../protocol/messages.gen.ts";
import type { TransferNews, TransferState } from "./states.ts";

const TELL_EVERY_MS = 150;

export class News {
  state: TransferState = "running";
  files = 0;
  bytes = 0;
  passedBytes = 0;
  again = 0;
  readonly #transfer: number;
  readonly #total: number;
  readonly #tell: (news: TransferNews) => void;
  #done: number[] = [];
  #failed: { item: number; dp: string }[] = [];
  #asks: { item: number; there: FolderEntry }[] = [];
  #renamed: { item: number; name: string }[] = [];
  #saved: { item: number; file: File }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(transfer: number, total: number, tell: (news: TransferNews) => void) {
    this.#transfer = transfer;
    this.#total = total;
    this.#tell = tell;
  }

  passed(bytes: number): void {
    this.bytes += bytes;
    this.passedBytes += bytes;
    this.soon();
  }

  done(item: number, file?: File): void {
    this.#done.push(item);
    if (file) this.#saved.push({ item, file });
    this.#ended();
  }

  failed(item: number, dp: string): void {
    this.#failed.push({ item, dp });
    this.#ended();
  }

  asks(item: number, there: FolderEntry): void {
    this.#asks.push({ item, there });
    this.soon();
  }

  renamed(item: number, name: string): void {
    this.#renamed.push({ item, name });
  }

  becomes(state: TransferState): void {
    this.state = state;
    this.now();
  }

  soon(): void {
    this.#timer ??= setTimeout(() => this.now(), TELL_EVERY_MS);
  }

  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#tell({
      transfer: this.#transfer,
      state: this.state,
      files: this.files,
      bytes: this.bytes,
      passedBytes: this.passedBytes,
      again: this.again,
      done: this.#done,
      failed: this.#failed,
      asks: this.#asks,
      renamed: this.#renamed,
      saved: this.#saved,
    });
    [this.#done, this.#failed, this.#asks, this.#renamed, this.#saved] = [[], [], [], [], []];
  }

  #ended(): void {
    this.files++;
    if (this.files === this.#total && this.state === "running") this.becomes("done");
    else this.soon();
  }
}

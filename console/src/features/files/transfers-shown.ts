/** The queue of transfers as a page shows it, out of the news of the worker that does them. */
import type { FilesLine } from "../../transfers/files_line.ts";
import type { DownloadItem, TransferNews, TransferState, UploadItem } from "../../transfers/states.ts";
import type { FolderEntry, IfThere } from "../../protocol/messages.gen.ts";
import { Watched } from "../../foundation/watching/watched.ts";
import type { Keeping, KeptQueue } from "./kept-queue.ts";
import { shownWay } from "./trees.ts";
import type { Failure } from "./host-jobs.ts";
import { download as save } from "../../foundation/browser/saved-file.ts";

export interface Transfer {
  readonly id: number;
  readonly kind: "upload" | "download";
  readonly folder: string;
  readonly names: readonly string[];
  /** Bytes of each item. */
  readonly sizes: readonly number[];
  readonly modified: readonly number[];
  readonly bytesTotal: number;
  readonly state: TransferState;
  readonly files: number;
  readonly bytes: number;
  /** Bytes each second, smoothed; 0 before it is known. */
  readonly speed: number;
  readonly failures: readonly Failure[];
  /** Items that were left out on purpose, their name being taken. */
  readonly skipped: number;
  /** Names that are taken: each waits for a decision. */
  readonly asks: readonly { readonly item: number; readonly there: FolderEntry }[];
}

type Orders = Pick<FilesLine, "upload" | "download" | "pause" | "resume" | "cancel" | "decide">;

export interface How {
  /** For names that are taken; without it each is asked about. */
  readonly ifThere?: IfThere;
  /** What could not be read when it was gathered: told at the end with the others. */
  readonly failures?: readonly Failure[];
  /** The folder of this computer that uploads come from: with it they go on after the page. */
  readonly from?: FileSystemDirectoryHandle;
  /** Takes downloaded files in place of the browser's download folder; they do not go on after the page. */
  readonly saved?: (file: File) => void;
  /** Hears of items that are whole. */
  readonly whole?: (items: readonly number[]) => void;
}

const saveFile = (file: File) => save(file, file.name);

/** How much of the newest speed counts. */
const NEWEST = 0.2;

export class Transfers extends Watched<readonly Transfer[]> {
  readonly #orders: () => Orders | undefined;
  readonly #ended: (transfer: Transfer) => void;
  /** Keeps what is under way for the next page, where the browser can. */
  queue: KeptQueue | undefined;
  readonly #keeping = new Map<number, Keeping>();
  readonly #whole = new Map<number, (items: readonly number[]) => void>();
  /** What somebody decided to skip, by transfer: items, or all that are taken. */
  readonly #skips = new Map<number, Set<number> | "all">();
  readonly #heard = new Map<number, { readonly at: number; readonly passed: number }>();
  readonly #saved = new Map<number, (file: File) => void>();
  #last = 0;

  constructor(orders: () => Orders | undefined, ended: (transfer: Transfer) => void) {
    super([]);
    this.#orders = orders;
    this.#ended = ended;
  }

  upload(folder: string, items: readonly UploadItem[], how: How = {}): void {
    if (items.length === 0 && !how.failures?.length) return;
    const sizes = items.map(({ file }) => file.size);
    const modified = items.map(({ file }) => file.lastModified);
    const transfer = this.#add("upload", folder, items, sizes, modified, how);
    const kept = items.map(({ inside, name, file }) => ({
      inside,
      name,
      size: file.size,
      modifiedAt: file.lastModified,
    }));
    this.#keep(transfer, { kind: "upload", folder, here: how.from, items: kept });
    this.#orders()?.upload({ transfer, folder, ifThere: how.ifThere ?? "ask", items });
  }

  /** Into a folder of the technician's computer, or each to be saved as the browser saves. Answers its number, unless there was nothing to do. */
  download(
    folder: string,
    items: readonly DownloadItem[],
    into: FileSystemDirectoryHandle | undefined,
    how: How = {},
  ): number | undefined {
    if (items.length === 0 && !how.failures?.length) return undefined;
    const sizes = items.map(({ size }) => size);
    const modified = items.map(({ modifiedAt }) => modifiedAt);
    const transfer = this.#add("download", folder, items, sizes, modified, how);
    if (how.saved) this.#saved.set(transfer, how.saved);
    else this.#keep(transfer, { kind: "download", folder, here: into, items });
    this.#orders()?.download({ transfer, folder, ifThere: how.ifThere ?? "ask", items, into });
    return transfer;
  }

  pause(id: number): void {
    this.#orders()?.pause(id);
  }

  resume(id: number): void {
    this.#orders()?.resume(id);
  }

  cancel(id: number): void {
    this.#orders()?.cancel(id);
  }

  /** Pauses everything that runs; when nothing does, all that is paused goes on. */
  pauseAll(): void {
    const running = this.#in("running");
    for (const { id } of running) this.pause(id);
    if (running.length === 0) for (const { id } of this.#in("paused")) this.resume(id);
  }

  cancelAll(): void {
    for (const { id } of [...this.#in("running"), ...this.#in("paused")]) this.cancel(id);
  }

  /** Takes away everything that is over. */
  clear(): void {
    for (const { id } of [...this.#in("done"), ...this.#in("cancelled")]) this.dismiss(id);
  }

  decide(id: number, item: number, choice: IfThere, forAll: boolean): void {
    if (choice === "skip") this.#skip(id, item, forAll);
    this.#orders()?.decide(id, item, choice, forAll);
    this.#update(id, (one) => ({ asks: forAll ? [] : one.asks.filter((ask) => ask.item !== item) }));
  }

  /** Takes away what is over. */
  dismiss(id: number): void {
    this.become(this.state.filter((one) => one.id !== id));
  }

  hear(news: TransferNews, nowMs = performance.now()): void {
    const before = this.state.find((one) => one.id === news.transfer);
    if (!before) return;
    for (const { file } of news.saved) (this.#saved.get(before.id) ?? saveFile)(file);
    const ended = [...news.done, ...news.failed.map(({ item }) => item)];
    if (ended.length > 0) this.#keeping.get(before.id)?.ended(ended);
    if (news.state === "done" || news.state === "cancelled") this.#keeping.get(before.id)?.over();
    if (news.done.length > 0) this.#whole.get(before.id)?.(news.done);
    const last = this.#heard.get(before.id) ?? { at: nowMs, passed: 0 };
    const seconds = (nowMs - last.at) / 1000;
    this.#heard.set(before.id, { at: nowMs, passed: news.passedBytes });
    const newest = seconds > 0 ? (news.passedBytes - last.passed) / seconds : 0;
    const speed = before.speed === 0 ? newest : before.speed * (1 - NEWEST) + newest * NEWEST;
    const failed = news.failed.filter((one) => !this.#isSkipped(before.id, one));
    this.#update(before.id, (one) => ({
      state: news.state,
      files: news.files,
      bytes: news.bytes,
      speed,
      failures: [...one.failures, ...failed.map(({ item, dp }) => ({ path: one.names[item] ?? "", dp }))],
      skipped: one.skipped + news.failed.length - failed.length,
      // What is stopped asks nothing any more.
      asks: news.state === "cancelled" ? [] : [...one.asks, ...news.asks],
    }));
    const after = this.state.find((one) => one.id === news.transfer);
    if (after && after.state !== before.state && (after.state === "done" || after.state === "cancelled"))
      this.#ended(after);
  }

  #add(
    kind: Transfer["kind"],
    folder: string,
    items: readonly { readonly inside: readonly string[]; readonly name: string }[],
    sizes: readonly number[],
    modified: readonly number[],
    { failures = [], whole }: How,
  ): number {
    const id = ++this.#last;
    if (whole) this.#whole.set(id, whole);
    const names = items.map(({ inside, name }) => shownWay([...inside, name]));
    const bytesTotal = sizes.reduce((sum, size) => sum + size, 0);
    const begun = { state: "running", files: 0, bytes: 0, speed: 0, failures, skipped: 0, asks: [] } as const;
    this.become([...this.state, { id, kind, folder, names, sizes, modified, bytesTotal, ...begun }]);
    return id;
  }

  #keep(id: number, transfer: Parameters<KeptQueue["keep"]>[0]): void {
    const keeping = transfer.items.length > 0 ? this.queue?.keep(transfer) : undefined;
    if (keeping) this.#keeping.set(id, keeping);
  }

  #skip(id: number, item: number, forAll: boolean): void {
    const before = this.#skips.get(id);
    this.#skips.set(id, forAll || before === "all" ? "all" : new Set([...(before ?? []), item]));
  }

  #isSkipped(id: number, { item, dp }: { readonly item: number; readonly dp: string }): boolean {
    const skips = this.#skips.get(id);
    return dp === "DP-702" && (skips === "all" || skips?.has(item) === true);
  }

  #in(state: TransferState): Transfer[] {
    return this.state.filter((one) => one.state === state);
  }

  #update(id: number, change: (one: Transfer) => Partial<Transfer>): void {
    this.become(this.state.map((one) => (one.id === id ? { ...one, ...change(one) } : one)));
  }
}

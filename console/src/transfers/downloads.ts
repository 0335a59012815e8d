/**
 * Fetches files: asked for ahead, taken piece by piece, checked chunk by chunk and whole. A file's own beginning, from a line that broke or a
 * browser that was closed, is gone on with where the PC finds the same there.
 */
import { equal } from "../protocol/bytes.ts";
import { nameFault } from "../protocol/file-names.ts";
import { CHUNK, chunkHash, type Piece, readPieces, wholeHash } from "../protocol/file-pieces.ts";
import type { Bytes, IfThere, Message } from "../protocol/messages.gen.ts";
import { Malformed } from "../line/malformed.ts";
import { hashOfBeginning } from "./chunk_hashes.ts";
import { choiceFor, decided, isVersion, lookAlikes, type Undecided } from "./decisions.ts";
import { freeName, thereIn } from "./local_names.ts";
import { News } from "./news.ts";
import { refusalOf } from "./refusals.ts";
import type { OpenSink, Sink } from "./sinks.ts";
import { putInto } from "./sinks.ts";
import type { DownloadItem, DownloadOrder, TransferNews } from "./states.ts";
import type { Numbers, Outgoing } from "./uploads.ts";

/** Files asked for and not there yet, and bytes of them that may be large: enough for the line never to wait. */
const MOST_ASKED = 400;
const ASKED_AT_ONCE = 200;
const LARGE_ASKED = 2;

/** Bytes of chunks that are not full yet: a PC sends one file after another; one that begins them all must not fill the page's memory. */
const MOST_FILLING = 4 * CHUNK;

const NOT_YET: Bytes = new Uint8Array();

interface Item extends Omit<DownloadItem, "replaces">, Undecided {
  ended: boolean;
  busy: boolean;
  /** Whole, and on its way to where it belongs: whatever happens to the line, it is not asked for again. */
  delivering: boolean;
  sink: Sink | undefined;
  /** Bytes so far: those in `sink`, and those of the chunk that is not full. */
  at: number;
  chunks: Bytes[];
  filling: Bytes | undefined;
  /** The chunk before is being hashed and written meanwhile. */
  storing: Promise<void>;
}

interface Download {
  readonly order: DownloadOrder;
  readonly items: readonly Item[];
  ifThere: IfThere;
  next: number;
  readonly news: News;
  /** Those that look alike are put where they belong one after the other. */
  delivering: Promise<void>;
}

export class Downloads {
  readonly #line: Outgoing;
  readonly #numbers: Numbers;
  readonly #session: string;
  readonly #openSink: OpenSink;
  readonly #tell: (news: TransferNews) => void;
  readonly #downloads: Download[] = [];
  readonly #underWay = new Map<number, { download: Download; item: Item }>();
  /** Work on files that are whole: verified, on their way to where they belong. */
  #finishing = 0;
  #taken = 0;
  #stands = false;
  #asking = false;

  constructor(
    line: Outgoing,
    numbers: Numbers,
    session: string,
    openSink: OpenSink,
    tell: (news: TransferNews) => void,
  ) {
    this.#line = line;
    this.#numbers = numbers;
    this.#session = session;
    this.#openSink = openSink;
    this.#tell = tell;
  }

  add(order: DownloadOrder): void {
    const alike = lookAlikes(order.items);
    const items = order.items.map((item, index) => ({
      ...item,
      index,
      alike: alike.has(index),
      choice: undefined,
      asked: false,
      ended: false,
      busy: false,
      delivering: false,
      sink: undefined,
      at: 0,
      chunks: [],
      filling: undefined,
      storing: Promise.resolve(),
    }));
    const news = new News(order.transfer, items.length, this.#tell);
    this.#downloads.push({ order, items, ifThere: order.ifThere, next: 0, news, delivering: Promise.resolve() });
    if (items.length === 0) news.becomes("done");
    void this.#ask();
  }

  begin(): void {
    this.#forget();
    this.#stands = true;
    void this.#ask();
  }

  lost(): void {
    this.#forget();
    this.#stands = false;
  }

  pause(transfer: number): void {
    const download = this.#find(transfer);
    if (download?.news.state !== "running") return;
    download.news.becomes("paused");
    this.#stop(download);
  }

  resume(transfer: number): void {
    const download = this.#find(transfer);
    if (download?.news.state !== "paused") return;
    download.next = 0;
    download.news.becomes("running");
    void this.#ask();
  }

  cancel(transfer: number): void {
    const download = this.#find(transfer);
    if (!download || download.news.state === "done") return;
    download.news.becomes("cancelled");
    this.#stop(download);
    for (const item of download.items) if (!item.ended) void drop(item);
    this.#downloads.splice(this.#downloads.indexOf(download), 1);
  }

  /** What is to become of an item whose name was taken; `forAll`: and of all that follow. */
  decide(transfer: number, index: number, choice: IfThere, forAll: boolean): void {
    const download = this.#find(transfer);
    if (!download) return;
    if (forAll) download.ifThere = choice;
    for (const item of decided(download.items, index, choice, forAll)) {
      if (choice === "skip") this.#failed(download, item, "DP-702");
    }
    download.next = 0;
    void this.#ask();
  }

  fails(file: number, dp: string): boolean {
    const found = this.#end(file);
    if (!found) return false;
    void drop(found.item);
    this.#failed(found.download, found.item, dp);
    return true;
  }

  /** Contents of the line; the next frame waits until this one is taken. */
  async frame(bytes: Bytes): Promise<void> {
    let pieces: Piece[];
    try {
      pieces = readPieces(bytes);
    } catch (cause) {
      throw new Malformed("contents that are none", { cause });
    }
    for (const piece of pieces) {
      this.#taken += piece.data.length;
      const found = this.#underWay.get(piece.file);
      if (found) await this.#piece(found.download, found.item, piece);
    }
    this.#line.send({ type: "BytesTaken", bytes: this.#taken });
    void this.#ask();
  }

  async #piece(download: Download, item: Item, piece: Piece): Promise<void> {
    if (piece.offset === 0 && item.at > 0) {
      // The PC has another beginning.
      this.#again(download, item, 0);
      await item.storing;
      item.at = 0;
      item.chunks = [];
      item.filling = undefined;
    }
    if (piece.offset !== item.at) throw new Malformed("a piece that does not follow the one before");
    if (!item.filling && this.#filling() >= MOST_FILLING) throw new Malformed("more files at once than it may send");
    download.news.passed(piece.data.length);
    try {
      await this.#fill(item, piece.data);
      if (piece.whole) await this.#ended(download, item, piece);
    } catch (cause) {
      this.#line.send({ type: "StopFiles", files: [piece.file], keep: false });
      this.fails(piece.file, refusalOf(cause));
    }
  }

  #filling(): number {
    return [...this.#underWay.values()].reduce((sum, { item }) => sum + (item.filling?.length ?? 0), 0);
  }

  async #fill(item: Item, data: Bytes): Promise<void> {
    let rest = data;
    while (rest.length > 0) {
      item.filling ??= new Uint8Array(Math.min(CHUNK, Math.max(item.size - (item.at - (item.at % CHUNK)), 1)));
      const start = item.at % CHUNK;
      if (item.filling.length < Math.min(CHUNK, start + rest.length)) item.filling = grown(item.filling, CHUNK);
      const part = rest.subarray(0, CHUNK - start);
      item.filling.set(part, start);
      item.at += part.length;
      rest = rest.subarray(part.length);
      if (item.at % CHUNK === 0) await this.#store(item, item.filling, item.at - CHUNK);
    }
  }

  /** A chunk is there: it is hashed and written while the next one comes, and no more than that. */
  async #store(item: Item, chunk: Bytes, start: number): Promise<void> {
    item.filling = undefined;
    await item.storing;
    const { sink } = item;
    const index = item.chunks.length;
    item.chunks.push(NOT_YET);
    item.storing = (async () => {
      const hash = chunkHash(chunk);
      await sink?.write(chunk, start);
      item.chunks[index] = await hash;
    })();
    // Told where it is awaited.
    item.storing.catch(() => undefined);
  }

  async #ended(download: Download, item: Item, piece: Piece): Promise<void> {
    const left = item.at % CHUNK;
    if (left && item.filling) await this.#store(item, item.filling.subarray(0, left), item.at - left);
    await item.storing;
    const hash = await wholeHash(item.at, item.chunks);
    if (!piece.whole || !equal(hash, piece.whole)) {
      throw new DOMException("another hash", "DataError");
    }
    this.#end(piece.file);
    item.delivering = true;
    this.#finishing++;
    const begin = () => this.#deliver(download, item);
    const delivered = item.alike ? download.delivering.then(begin) : begin();
    if (item.alike) download.delivering = delivered;
    void delivered.finally(() => {
      this.#finishing--;
      void this.#ask();
    });
  }

  async #deliver(download: Download, item: Item): Promise<void> {
    const { into } = download.order;
    try {
      const file = await item.sink?.whole();
      if (!file) return;
      if (into) {
        await putInto(into, item.inside, await this.#nameFor(into, download, item), file);
        await item.sink?.remove().catch(() => undefined);
      }
      item.ended = true;
      item.sink = undefined;
      download.news.done(item.index, into ? undefined : file);
    } catch (cause) {
      await drop(item);
      this.#failed(download, item, refusalOf(cause));
    }
  }

  /** Without *overwrite* nothing is replaced, neither what came there meanwhile nor a file whose name differs in its case only. */
  async #nameFor(into: FileSystemDirectoryHandle, download: Download, item: Item): Promise<string> {
    const { index, inside, name } = item;
    if (choiceFor(item, download.ifThere) === "overwrite" || !(await thereIn(into, inside, name))) return name;
    const free = await freeName(into, inside, name);
    download.news.renamed(index, free);
    return free;
  }

  // --- asking ------------------------------------------------------------------------------------------------------

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#stands) {
        const some = this.#nextSome();
        if (!some) return;
        await this.#askFor(some.download, some.items);
      }
    } finally {
      this.#asking = false;
    }
  }

  #nextSome(): { download: Download; items: Item[] } | undefined {
    const room = Math.min(ASKED_AT_ONCE, MOST_ASKED - this.#underWay.size - this.#finishing);
    if (room < ASKED_AT_ONCE / 2) return undefined;
    const download = this.#downloads.find((one) => one.news.state === "running" && next(one));
    if (!download) return undefined;
    const large = [...this.#underWay.values()].filter(({ item }) => item.size > CHUNK).length;
    const items: Item[] = [];
    for (let item = next(download); item && items.length < room; item = next(download)) {
      if (item.size > CHUNK && large + items.filter((one) => one.size > CHUNK).length >= LARGE_ASKED) break;
      items.push(item);
      download.next = item.index + 1;
    }
    return items.length > 0 ? { download, items } : undefined;
  }

  async #askFor(download: Download, items: readonly Item[]): Promise<void> {
    for (const item of items) item.busy = true;
    const files: object[] = [];
    for (const item of items) {
      try {
        if (await this.#waitsForName(download, item)) continue;
        await this.#open(download, item);
      } catch (cause) {
        item.busy = false;
        this.#failed(download, item, refusalOf(cause));
        continue;
      }
      const so_far = item.at > 0 ? await this.#hashOf(item) : null;
      if (!item.busy) continue;
      const number = this.#numbers.next();
      this.#underWay.set(number, { download, item });
      files.push({ file: number, inside: item.inside, name: item.name, have: item.at, so_far });
    }
    if (files.length === 0) return;
    this.#line.send({ type: "WantFiles", folder: download.order.folder, files } as Message);
  }

  /** The name is taken: the technician is asked, or has said what becomes of it. */
  async #waitsForName(download: Download, item: Item): Promise<boolean> {
    const { into } = download.order;
    const choice = choiceFor(item, download.ifThere);
    if (!into || choice === "rename") return false;
    const there = await thereIn(into, item.inside, item.name);
    const isOther = there !== undefined && item.replaces !== undefined && !isVersion(there, item.replaces);
    if (!there || (choice === "overwrite" && there.kind === "file" && !isOther)) return false;
    item.busy = false;
    if (choice === "ask" || (choice === "overwrite" && isOther)) {
      item.replaces = undefined;
      item.asked = true;
      download.news.asks(item.index, there);
    } else this.#failed(download, item, "DP-702");
    return true;
  }

  async #open(download: Download, item: Item): Promise<void> {
    if (item.sink) return;
    const { folder } = download.order;
    const path = [folder, ...item.inside, item.name].join("\n");
    const { size, modifiedAt } = item;
    item.sink = await this.#openSink({ session: this.#session, path, size, modifiedAt }, item.name);
    // Whole chunks only: what is beyond the last of them is asked for again.
    item.at = item.sink.have - (item.sink.have % CHUNK);
    if (item.at > 0) await hashOfBeginning(await item.sink.beginning(), item.at, item.chunks);
    download.news.bytes += item.at;
  }

  async #hashOf(item: Item): Promise<Bytes> {
    await item.storing;
    const left = item.at % CHUNK;
    const partial = left && item.filling ? [await chunkHash(item.filling.subarray(0, left))] : [];
    return wholeHash(item.at, [...item.chunks, ...partial]);
  }

  #again(download: Download, item: Item, from: number): void {
    download.news.again += item.at - from;
    download.news.bytes -= item.at - from;
  }

  #end(number: number): { download: Download; item: Item } | undefined {
    const found = this.#underWay.get(number);
    this.#underWay.delete(number);
    if (found) found.item.busy = false;
    return found;
  }

  #failed(download: Download, item: Item, dp: string): void {
    if (item.ended) return;
    item.ended = true;
    download.news.failed(item.index, dp);
  }

  #stop(download: Download): void {
    const numbers = [...this.#underWay].filter(([, found]) => found.download === download).map(([number]) => number);
    for (const number of numbers) this.#end(number);
    for (const item of download.items) item.busy = false;
    for (let at = 0; at < numbers.length; at += 1000) {
      this.#line.send({ type: "StopFiles", files: numbers.slice(at, at + 1000), keep: true });
    }
  }

  #forget(): void {
    for (const number of [...this.#underWay.keys()]) this.#end(number);
    for (const download of this.#downloads) {
      download.next = 0;
      for (const item of download.items) item.busy = false;
    }
    this.#taken = 0;
  }

  #find(transfer: number): Download | undefined {
    return this.#downloads.find((download) => download.order.transfer === transfer);
  }
}

function next(download: Download): Item | undefined {
  while (download.next < download.items.length) {
    const item = download.items[download.next];
    if (item && !item.ended && !item.asked && !item.busy && !item.delivering) {
      const fault = nameFault(item.name) ?? item.inside.map(nameFault).find(Boolean);
      if (!fault) return item;
      item.ended = true;
      download.news.failed(item.index, "DP-701");
    }
    download.next++;
  }
  return undefined;
}

async function drop(item: Item): Promise<void> {
  const { sink } = item;
  item.sink = undefined;
  item.at = 0;
  item.chunks = [];
  item.filling = undefined;
  await item.storing.catch(() => undefined);
  item.storing = Promise.resolve();
  await sink?.remove().catch(() => undefined);
}

function grown(bytes: Bytes, size: number): Bytes {
  const larger = new Uint8Array(size);
  larger.set(bytes);
  return larger;
}

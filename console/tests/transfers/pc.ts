/** A PC in memory: takes uploads and gives downloads by the rules of docs/protocol.md §9, at its own pace, and loses what a broken line loses. */
import {
  CHUNK,
  chunkHash,
  FRAME,
  type Piece,
  readPieces,
  wholeHash,
  writePieces,
} from "../../src/protocol/file-pieces.ts";
import type { Bytes, FolderEntry, Message, PutFile, WantFile } from "../../src/protocol/messages.gen.ts";
import { Downloads } from "../../src/transfers/downloads.ts";
import type { Sink, SinkName } from "../../src/transfers/sinks.ts";
import type { TransferNews } from "../../src/transfers/states.ts";
import { Numbers, Uploads } from "../../src/transfers/uploads.ts";

export async function hashOf(data: Bytes): Promise<Bytes> {
  const chunks = [];
  for (let at = 0; at < data.length; at += CHUNK) chunks.push(await chunkHash(data.subarray(at, at + CHUNK)));
  return wholeHash(data.length, chunks);
}

export class Pc {
  readonly files = new Map<string, Bytes>();
  readonly parts = new Map<string, Bytes>();
  /** When files that are there were changed, in milliseconds since 1970. */
  readonly times = new Map<string, number>();
  readonly news: TransferNews[] = [];
  readonly said: Message[] = [];
  readonly sinks = new Map<string, MemorySink>();
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  /** Refuses these names. */
  readonly refuses = new Map<string, string>();
  /** The line breaks, once, when this file is whole, before anybody hears of it. */
  breaksWith = "";
  /** Bytes of contents after which the line breaks, once. */
  breaksAfter = Infinity;
  arrived = 0;
  underWay = 0;
  mostUnderWay = 0;
  #line = 0;
  readonly #numbers = new Numbers();
  #puts = new Map<number, { put: PutFile; ifThere: string; at: number; parts: Bytes[] }>();
  #taken = 0;
  #sent = 0;
  #otherTook = 0;
  #work: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;

  constructor() {
    const outgoing = {
      send: (message: Message) => this.#hear(message),
      sendBulk: (bytes: Bytes) => this.#take(bytes),
    };
    const tell = (news: TransferNews) => this.news.push(news);
    this.uploads = new Uploads(outgoing, this.#numbers, tell);
    this.downloads = new Downloads(outgoing, this.#numbers, "session", (name) => this.#sink(name), tell);
  }

  connect(): void {
    this.#line++;
    [this.#taken, this.#sent, this.#otherTook] = [0, 0, 0];
    this.#puts = new Map();
    this.#numbers.begin();
    this.uploads.begin();
    this.downloads.begin();
  }

  breakLine(): void {
    this.#line++;
    this.#puts = new Map();
    this.#wake?.();
    this.uploads.lost();
    this.downloads.lost();
    this.breaksAfter = Infinity;
  }

  async until(transfer: number, state: TransferNews["state"] = "done"): Promise<TransferNews[]> {
    for (let tries = 0; tries < 2000; tries++) {
      const mine = this.news.filter((news) => news.transfer === transfer);
      if (mine.at(-1)?.state === state) return mine;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`never ${state}: ${JSON.stringify(this.news.at(-1))}`);
  }

  #sink(name: SinkName): Promise<Sink> {
    const sink = this.sinks.get(name.path) ?? new MemorySink();
    this.sinks.set(name.path, sink);
    return Promise.resolve(sink.reopened());
  }

  #answer(line: number, message: Message): void {
    setTimeout(() => {
      if (line !== this.#line) return;
      if (message.type === "BytesTaken") this.uploads.taken(message.bytes);
      else if (message.type === "FileOpened") this.uploads.opened(message);
      else if (message.type === "FileThere") this.uploads.there(message);
      else if (message.type === "FilesTaken") this.uploads.whole(message.files);
      else if (message.type === "FileFailed" && !this.uploads.fails(message.file, message.dp))
        this.downloads.fails(message.file, message.dp);
    }, 1);
  }

  #hear(message: Message): void {
    this.said.push(message);
    const line = this.#line;
    if (message.type === "PutFiles") {
      for (const put of message.files) this.#work = this.#work.then(() => this.#announced(line, put, message.if_there));
    } else if (message.type === "WantFiles") {
      for (const want of message.files) this.#work = this.#work.then(() => this.#give(line, want));
    } else if (message.type === "BytesTaken") {
      this.#otherTook = message.bytes;
      this.#wake?.();
    } else if (message.type === "StopFiles") {
      this.#work = this.#work.then(() => this.#stop(message.files, message.keep));
    }
  }

  #stop(files: readonly number[], keep: boolean): void {
    for (const file of files) {
      const found = this.#puts.get(file);
      if (found && !keep) this.parts.delete(found.put.name);
      this.#puts.delete(file);
    }
  }

  async #announced(line: number, put: PutFile, ifThere: string): Promise<void> {
    const refused = this.refuses.get(put.name);
    if (refused) return this.#answer(line, { type: "FileFailed", file: put.file, dp: refused });
    if (this.files.has(put.name) && ifThere === "ask") {
      const [size, modified_at] = [this.files.get(put.name)?.length ?? 0, this.times.get(put.name) ?? 0];
      const there: FolderEntry = { name: put.name, kind: "file", size, modified_at };
      return this.#answer(line, { type: "FileThere", file: put.file, there });
    }
    const part = (put.size > CHUNK ? this.parts.get(put.name) : undefined) ?? new Uint8Array();
    this.#puts.set(put.file, { put, ifThere, at: part.length, parts: [part] });
    if (put.size > CHUNK)
      this.#answer(line, { type: "FileOpened", file: put.file, have: part.length, so_far: await hashOf(part) });
  }

  #take(frame: Bytes): void {
    const line = this.#line;
    const copy = frame.slice();
    const size = readPieces(copy).reduce((sum, piece) => sum + piece.data.length, 0);
    this.underWay += size;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    this.#work = this.#work.then(async () => {
      this.underWay -= size;
      if (line !== this.#line) return;
      this.arrived += size;
      if (this.arrived > this.breaksAfter) return this.breakLine();
      for (const piece of readPieces(copy)) await this.#piece(line, piece);
      this.#taken += size;
      this.#answer(line, { type: "BytesTaken", bytes: this.#taken });
    });
  }

  async #piece(line: number, piece: Piece): Promise<void> {
    const found = this.#puts.get(piece.file);
    if (!found) return;
    if (piece.offset === 0) [found.at, found.parts] = [0, []];
    if (piece.offset !== found.at) throw new Error(`a gap at ${String(piece.offset)}`);
    found.parts.push(piece.data);
    found.at += piece.data.length;
    const data = joined(found.parts);
    found.parts = [data];
    if (found.put.size > CHUNK) this.parts.set(found.put.name, data);
    if (!piece.whole) return;
    const right = data.length === found.put.size && same(await hashOf(data), piece.whole);
    this.#puts.delete(piece.file);
    this.parts.delete(found.put.name);
    if (right) {
      this.files.set(found.put.name, data);
      this.times.set(found.put.name, found.put.modified_at);
      if (this.breaksWith === found.put.name) {
        this.breaksWith = "";
        return this.breakLine();
      }
    }
    this.#answer(
      line,
      right ? { type: "FilesTaken", files: [piece.file] } : { type: "FileFailed", file: piece.file, dp: "DP-711" },
    );
  }

  async #give(line: number, want: WantFile): Promise<void> {
    const data = this.files.get(want.name);
    if (!data) return this.#answer(line, { type: "FileFailed", file: want.file, dp: "DP-706" });
    const goesOn = want.so_far && same(await hashOf(data.subarray(0, want.have ?? 0)), want.so_far);
    const whole = await hashOf(data);
    let at = goesOn ? (want.have ?? 0) : 0;
    do {
      while (this.#sent - this.#otherTook >= CHUNK && line === this.#line) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
      if (line !== this.#line) return;
      const part = data.subarray(at, at + FRAME);
      this.#sent += part.length;
      this.arrived += part.length;
      if (this.arrived > this.breaksAfter) return this.breakLine();
      const piece = {
        file: want.file,
        offset: at,
        data: part,
        whole: at + part.length === data.length ? whole : undefined,
      };
      at += part.length;
      await this.downloads.frame(writePieces([piece]));
    } while (at < data.length);
  }
}

export class MemorySink implements Sink {
  have = 0;
  bytes: Bytes = new Uint8Array();
  removed = false;

  reopened(): this {
    this.have = this.bytes.length;
    return this;
  }

  beginning(): Promise<Blob> {
    return Promise.resolve(new Blob([this.bytes]));
  }

  write(chunk: Bytes, at: number): Promise<void> {
    this.bytes = joined([this.bytes.slice(0, at), chunk]);
    return Promise.resolve();
  }

  whole(): Promise<File> {
    return Promise.resolve(new File([this.bytes], "whole"));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  remove(): Promise<void> {
    this.removed = true;
    this.bytes = new Uint8Array();
    return Promise.resolve();
  }
}

export function joined(parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function same(one: Bytes, other: Bytes): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Contents that no two chunks have alike. */
export function contents(size: number, seed = 1): Bytes {
  const bytes = new Uint8Array(size);
  for (let at = 0, state = seed; at < size; at++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    bytes[at] = state >> 16;
  }
  return bytes;
}

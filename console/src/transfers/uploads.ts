/**
 * Sends files: announced ahead, small ones many to a frame, large ones chunk by chunk after what the PC has of them already. One loop sends for
 * all transfers, which take turns; a line that breaks makes it begin anew with what is not whole yet.
 */
import { CHUNK, chunkHash, FRAME, type Piece, pieceSize, wholeHash, writePieces } from "../protocol/file-pieces.ts";
import { nameFault } from "../protocol/file-names.ts";
import { equal } from "../protocol/bytes.ts";
import type { Bytes, FileOpened, FileThere, IfThere, Message } from "../protocol/messages.gen.ts";
import { bytesOf, hashOfBeginning } from "./chunk_hashes.ts";
import { choiceFor, decided, isVersion, lookAlikes, type Undecided } from "./decisions.ts";
import { News } from "./news.ts";
import { Pace } from "./pace.ts";
import type { TransferNews, UploadItem, UploadOrder } from "./states.ts";

/** Files read and hashed at once: a browser takes a moment for each, whatever its size. */
const READ_AHEAD = 48;
const ANNOUNCED_AT_ONCE = 250;
const CHUNKS_AHEAD = 2;

/** Numbers of files rise on a line, whichever way they go. */
export class Numbers {
  #last = 0;

  next(): number {
    return ++this.#last;
  }

  begin(): void {
    this.#last = 0;
  }
}

export interface Outgoing {
  send(message: Message): void;
  sendBulk(bytes: Bytes): void;
}

interface Item extends Omit<UploadItem, "replaces">, Undecided {
  ended: boolean;
  /** Announced on this line, and not over yet. */
  busy: boolean;
  sentTo: number;
  /** How much of it the transfer's amount has. */
  counted: number;
  /** All of it was sent, and the line broke before the PC said so: it may be there already. */
  mayBeThere: boolean;
  readonly chunks: Bytes[];
}

interface Upload {
  readonly order: UploadOrder;
  readonly items: readonly Item[];
  ifThere: IfThere;
  next: number;
  readonly news: News;
}

/** What stops the loop in the middle of a file: it is not wanted now, or the line is another one. */
class Interrupted extends Error {}

export class Uploads {
  readonly #line: Outgoing;
  readonly #numbers: Numbers;
  readonly #tell: (news: TransferNews) => void;
  readonly #pace = new Pace();
  readonly #uploads: Upload[] = [];
  /** Files on this line by their number there. */
  readonly #underWay = new Map<number, { upload: Upload; item: Item }>();
  readonly #opened = new Map<number, (opened: FileOpened | undefined) => void>();
  /** Cancelled while they were paused, or while there was no line: their parts are still on the PC. */
  readonly #begun: { upload: Upload; item: Item }[] = [];
  /** Counts lines; 0 while there is none. */
  #attempt = 0;
  #stands = false;
  #looping = false;

  constructor(line: Outgoing, numbers: Numbers, tell: (news: TransferNews) => void) {
    this.#line = line;
    this.#numbers = numbers;
    this.#tell = tell;
  }

  /** How much of the line's contents the PC has taken. */
  taken(bytes: number): void {
    this.#pace.taken(bytes);
  }

  add(order: UploadOrder): void {
    const alike = lookAlikes(order.items);
    const items = order.items.map((item, index) => ({
      ...item,
      index,
      alike: alike.has(index),
      choice: undefined,
      ended: false,
      asked: false,
      busy: false,
      sentTo: 0,
      counted: 0,
      mayBeThere: false,
      chunks: [],
    }));
    const news = new News(order.transfer, items.length, this.#tell);
    this.#uploads.push({ order, items, ifThere: order.ifThere, next: 0, news });
    if (items.length === 0) news.becomes("done");
    void this.#loop();
  }

  /** The line stands, or the process behind it is another one: everything that is not whole begins anew. */
  begin(): void {
    this.#forget();
    this.#stands = true;
    this.#removeParts();
    void this.#loop();
  }

  /** The line is gone. */
  lost(): void {
    this.#forget();
    this.#stands = false;
  }

  pause(transfer: number): void {
    const upload = this.#find(transfer);
    if (upload?.news.state !== "running") return;
    upload.news.becomes("paused");
    this.#stop(upload, true);
  }

  resume(transfer: number): void {
    const upload = this.#find(transfer);
    if (upload?.news.state !== "paused") return;
    upload.next = 0;
    upload.news.becomes("running");
    void this.#loop();
  }

  cancel(transfer: number): void {
    const upload = this.#find(transfer);
    if (!upload || upload.news.state === "done") return;
    upload.news.becomes("cancelled");
    this.#stop(upload, false);
    this.#uploads.splice(this.#uploads.indexOf(upload), 1);
    this.#begun.push(...upload.items.filter((item) => isBegun(item)).map((item) => ({ upload, item })));
    this.#removeParts();
  }

  /** What is to become of an item whose name was taken; `forAll`: and of all that follow. */
  decide(transfer: number, index: number, choice: IfThere, forAll: boolean): void {
    const upload = this.#find(transfer);
    if (!upload) return;
    if (forAll) upload.ifThere = choice;
    for (const item of decided(upload.items, index, choice, forAll)) {
      if (choice === "skip") this.#failed(upload, item, "DP-702");
    }
    upload.next = 0;
    void this.#loop();
  }

  // --- what the PC says --------------------------------------------------------------------------------------------

  opened(message: FileOpened): void {
    this.#opened.get(message.file)?.(message);
  }

  there({ file, there }: FileThere): void {
    const found = this.#end(file);
    if (!found) return;
    const { upload, item } = found;
    const { size, lastModified } = item.file;
    if (item.mayBeThere && isVersion(there, { size, modifiedAt: lastModified })) {
      item.ended = true;
      count(upload, item, size);
      upload.news.done(item.index);
      return;
    }
    const choice = item.replaces
      ? isVersion(there, item.replaces)
        ? "overwrite"
        : "ask"
      : choiceFor(item, upload.ifThere);
    item.mayBeThere = false;
    item.replaces = undefined;
    count(upload, item, 0);
    if (choice === "ask") {
      item.asked = true;
      upload.news.asks(item.index, there);
    } else {
      item.choice = choice;
      upload.next = Math.min(upload.next, item.index);
      void this.#loop();
    }
  }

  fails(file: number, dp: string): boolean {
    const found = this.#end(file);
    if (found) this.#failed(found.upload, found.item, dp);
    return found !== undefined;
  }

  whole(files: readonly number[]): void {
    for (const file of files) {
      const found = this.#end(file);
      if (!found || found.item.ended) continue;
      found.item.ended = true;
      found.upload.news.done(found.item.index);
    }
  }

  renamed(file: number, name: string): void {
    const found = this.#underWay.get(file);
    found?.upload.news.renamed(found.item.index, name);
  }

  // --- sending -----------------------------------------------------------------------------------------------------

  async #loop(): Promise<void> {
    if (this.#looping) return;
    this.#looping = true;
    try {
      for (;;) {
        const upload = this.#stands
          ? this.#uploads.find((one) => one.news.state === "running" && next(one))
          : undefined;
        if (!upload) return;
        // To the end of the line: the next turn is another transfer's.
        this.#uploads.push(...this.#uploads.splice(this.#uploads.indexOf(upload), 1));
        try {
          await this.#turn(upload);
        } catch (cause) {
          if (!(cause instanceof Interrupted)) throw cause;
        }
      }
    } finally {
      this.#looping = false;
    }
  }

  /** Some small files, or one large one. */
  async #turn(upload: Upload): Promise<void> {
    const first = next(upload);
    if (!first) return;
    if (first.file.size > CHUNK) await this.#sendLarge(upload, first);
    else await this.#sendSmall(upload);
  }

  async #sendSmall(upload: Upload): Promise<void> {
    const attempt = this.#attempt;
    const items: Item[] = [];
    for (let item = next(upload); item && items.length < ANNOUNCED_AT_ONCE; item = next(upload)) {
      if (item.file.size > CHUNK) break;
      items.push(item);
      count(upload, item, 0);
      upload.next = item.index + 1;
    }
    const numbers = this.#announce(upload, items);
    const frame = new Frame((pieces) => this.#pass(attempt, upload, pieces));
    const readSome = (at: number) => Promise.all(items.slice(at, at + READ_AHEAD).map((item) => readWhole(item.file)));
    let ahead = readSome(0);
    for (let at = 0; at < items.length; at += READ_AHEAD) {
      const read = await ahead;
      ahead = readSome(at + READ_AHEAD);
      for (const [offset, contents] of read.entries()) {
        const number = numbers[at + offset];
        if (number === undefined || !this.#underWay.has(number)) continue;
        const item = items[at + offset];
        if (contents) await frame.add(number, contents.data, contents.whole);
        else this.#gone(number);
        if (contents && item) item.mayBeThere = true;
      }
    }
    await frame.flush();
  }

  async #sendLarge(upload: Upload, item: Item): Promise<void> {
    const attempt = this.#attempt;
    upload.next = item.index + 1;
    const [number = 0] = this.#announce(upload, [item]);
    const opened = await this.#waitUntilOpened(number);
    if (!opened) return;
    try {
      const { have, so_far } = opened;
      const same = have > 0 && equal(await hashOfBeginning(item.file, have, item.chunks), so_far);
      await this.#sendFrom(attempt, upload, item, number, same ? have : 0);
    } catch (cause) {
      if (cause instanceof Interrupted) throw cause;
      this.#gone(number);
    }
  }

  async #sendFrom(attempt: number, upload: Upload, item: Item, number: number, start: number): Promise<void> {
    const { size } = item.file;
    upload.news.again += Math.max(0, item.sentTo - start);
    item.sentTo = Math.max(item.sentTo, start);
    count(upload, item, start);
    const ahead = new ReadAhead(item.file, Math.floor(start / CHUNK));
    let at = start;
    while (at < size || at === start) {
      const index = Math.floor(at / CHUNK);
      const { chunk, hash } = await ahead.next();
      item.chunks[index] = hash;
      const end = Math.min(size, (index + 1) * CHUNK);
      const whole = end === size ? await wholeHash(size, item.chunks) : undefined;
      for (; at < end; at = Math.min(end, at + FRAME)) {
        const data = chunk.subarray(at % CHUNK, Math.min((at % CHUNK) + FRAME, chunk.length));
        const last = at + data.length === size;
        const piece = { file: number, offset: at, data, whole: last ? whole : undefined };
        await this.#pass(attempt, upload, [piece], number);
        item.sentTo = Math.max(item.sentTo, at + data.length);
        item.mayBeThere = last;
      }
      if (at < size) continue;
      // Everything was there already: only the end is missing.
      const last = { file: number, offset: size, data: new Uint8Array(), whole };
      if (start === size) await this.#pass(attempt, upload, [last], number);
      return;
    }
  }

  /** Sends as soon as there is room on the line. Throws when meanwhile nobody wants it any more. */
  async #pass(attempt: number, upload: Upload, pieces: readonly Piece[], number?: number): Promise<void> {
    const bytes = pieces.reduce((sum, piece) => sum + piece.data.length, 0);
    const wanted = () =>
      attempt === this.#attempt &&
      upload.news.state === "running" &&
      (number === undefined || this.#underWay.has(number));
    if (wanted()) await this.#pace.room(bytes);
    if (!wanted()) throw new Interrupted();
    this.#pace.sent(bytes);
    this.#line.sendBulk(writePieces(pieces));
    upload.news.passed(bytes);
    for (const { file, offset, data } of pieces) {
      const item = this.#underWay.get(file)?.item;
      if (item) item.counted = offset + data.length;
      else upload.news.bytes -= data.length;
    }
  }

  #announce(upload: Upload, items: readonly Item[]): number[] {
    const numbers: number[] = [];
    const groups = new Map<IfThere, object[]>();
    for (const item of items) {
      const number = this.#numbers.next();
      numbers.push(number);
      item.busy = true;
      this.#underWay.set(number, { upload, item });
      const choice = announcedAs(item, upload.ifThere);
      const put = {
        file: number,
        inside: item.inside,
        name: item.name,
        size: item.file.size,
        modified_at: item.file.lastModified,
      };
      groups.set(choice, [...(groups.get(choice) ?? []), put]);
    }
    for (const [choice, files] of groups) {
      this.#line.send({ type: "PutFiles", folder: upload.order.folder, if_there: choice, files } as Message);
    }
    return numbers;
  }

  /** By an upload that is stopped as soon as it begins, and is too small for the PC to look at what is there. */
  #removeParts(): void {
    if (!this.#stands) return;
    for (const { upload, item } of this.#begun.splice(0)) {
      const { inside, name, file } = item;
      const put = { file: this.#numbers.next(), inside, name, size: CHUNK + 1, modified_at: file.lastModified };
      this.#line.send({ type: "PutFiles", folder: upload.order.folder, if_there: "rename", files: [put] });
      this.#line.send({ type: "StopFiles", files: [put.file], keep: false });
    }
  }

  async #waitUntilOpened(number: number): Promise<FileOpened | undefined> {
    const opened = await new Promise<FileOpened | undefined>((resolve) => this.#opened.set(number, resolve));
    this.#opened.delete(number);
    return opened;
  }

  /** The file changed, or went, since it was chosen. */
  #gone(number: number): void {
    this.#line.send({ type: "StopFiles", files: [number], keep: false });
    this.fails(number, "DP-707");
  }

  #end(number: number): { upload: Upload; item: Item } | undefined {
    const found = this.#underWay.get(number);
    this.#underWay.delete(number);
    if (found) found.item.busy = false;
    this.#opened.get(number)?.(undefined);
    return found;
  }

  #failed(upload: Upload, item: Item, dp: string): void {
    if (item.ended) return;
    item.ended = true;
    count(upload, item, 0);
    upload.news.failed(item.index, dp);
  }

  #stop(upload: Upload, keep: boolean): void {
    const numbers = [...this.#underWay].filter(([, found]) => found.upload === upload).map(([number]) => number);
    for (const number of numbers) this.#end(number);
    for (let at = 0; at < numbers.length; at += 1000) {
      this.#line.send({ type: "StopFiles", files: numbers.slice(at, at + 1000), keep });
    }
    this.#pace.wake();
  }

  #forget(): void {
    this.#attempt++;
    for (const number of [...this.#underWay.keys()]) this.#end(number);
    for (const upload of this.#uploads) upload.next = 0;
    this.#pace.begin();
  }

  #find(transfer: number): Upload | undefined {
    return this.#uploads.find((upload) => upload.order.transfer === transfer);
  }
}

/** Reads and hashes the next chunks while one is being sent. */
class ReadAhead {
  readonly #file: File;
  readonly #chunks: Promise<{ chunk: Bytes; hash: Bytes }>[] = [];
  #index: number;

  constructor(file: File, index: number) {
    this.#file = file;
    this.#index = index;
    for (let ahead = 0; ahead < CHUNKS_AHEAD; ahead++) this.#begin();
  }

  async next(): Promise<{ chunk: Bytes; hash: Bytes }> {
    const first = this.#chunks.shift();
    this.#begin();
    return first ?? { chunk: new Uint8Array(), hash: new Uint8Array() };
  }

  #begin(): void {
    const index = this.#index++;
    if (index * CHUNK >= this.#file.size) return;
    const read = bytesOf(this.#file, index).then(async (chunk) => ({ chunk, hash: await chunkHash(chunk) }));
    // Told where it is awaited; a file that is given up in the middle is not.
    read.catch(() => undefined);
    this.#chunks.push(read);
  }
}

/** Fills frames with small files. */
class Frame {
  readonly #send: (pieces: readonly Piece[]) => Promise<void>;
  #pieces: Piece[] = [];
  #bytes = 0;
  #size = 0;

  constructor(send: (pieces: readonly Piece[]) => Promise<void>) {
    this.#send = send;
  }

  async add(file: number, data: Bytes, whole: Bytes): Promise<void> {
    for (let at = 0; at < data.length || at === 0; at += FRAME) {
      const part = data.subarray(at, at + FRAME);
      const piece = { file, offset: at, data: part, whole: at + part.length === data.length ? whole : undefined };
      if (this.#bytes + part.length > FRAME || this.#size + pieceSize(piece) > FRAME + 128 * 1024) await this.flush();
      this.#pieces.push(piece);
      this.#bytes += part.length;
      this.#size += pieceSize(piece);
    }
  }

  async flush(): Promise<void> {
    if (this.#pieces.length === 0) return;
    const pieces = this.#pieces;
    [this.#pieces, this.#bytes, this.#size] = [[], 0, 0];
    await this.#send(pieces);
  }
}

/** Whether there may be a part of it on the PC. Those of small files do not outlive their line. */
function isBegun({ ended, sentTo, file }: Item): boolean {
  return !ended && sentTo > 0 && file.size > CHUNK;
}

/** The transfer's amount has so much of this item from now on. */
function count(upload: Upload, item: Item, bytes: number): void {
  upload.news.bytes += bytes - item.counted;
  item.counted = bytes;
}

/** Asked first, where what has the name may be this very file, or something else than what is to be replaced. */
function announcedAs(item: Item, ifThere: IfThere): IfThere {
  const choice = choiceFor(item, ifThere);
  const unsure = item.mayBeThere || (item.replaces && item.choice === undefined && choice === "overwrite");
  return unsure ? "ask" : choice;
}

/** The next item to send; undefined when nothing is left for now. */
function next(upload: Upload): Item | undefined {
  while (upload.next < upload.items.length) {
    const item = upload.items[upload.next];
    if (item && !item.ended && !item.asked && !item.busy) {
      const fault = nameFault(item.name) ?? item.inside.map(nameFault).find(Boolean);
      if (!fault) return item;
      item.ended = true;
      upload.news.failed(item.index, "DP-701");
    }
    upload.next++;
  }
  return undefined;
}

async function readWhole(file: File): Promise<{ data: Bytes; whole: Bytes } | undefined> {
  try {
    const data = new Uint8Array(await file.arrayBuffer());
    return { data, whole: await wholeHash(data.length, data.length ? [await chunkHash(data)] : []) };
  } catch {
    return undefined;
  }
}

/**
 * Where fetched files go. Large ones lie in the browser's own storage until they are whole, so that they go on after a broken line and after a
 * closed browser; small ones in memory. Whole and verified, they go into the chosen folder, or to the page to be saved.
 */
import { CHUNK } from "../protocol/file-pieces.ts";
import type { Bytes } from "../protocol/messages.gen.ts";
import { toHex, utf8 } from "../protocol/bytes.ts";
import { folderAt } from "./local_names.ts";

const STORE = "daypass-transfers";
/** What was left behind by a browser that never came back. */
const FORGET_AFTER_MS = 7 * 24 * 3600 * 1000;

export interface Sink {
  /** What is there already, from an earlier try. */
  readonly have: number;
  /** The beginning that is there, to be hashed. */
  beginning(): Promise<Blob>;
  /** Chunks come in order; `at` 0 begins anew. */
  write(chunk: Bytes, at: number): Promise<void>;
  /** Everything is there. */
  whole(): Promise<File>;
  /** Sets it aside, to go on later. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** What the same file of the same PC is called here, in each browser. */
export interface SinkName {
  readonly session: string;
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: number;
}

export type OpenSink = (name: SinkName, shownAs: string) => Promise<Sink>;

export const openSink: OpenSink = async (name, shownAs) =>
  name.size <= CHUNK ? new MemorySink(name, shownAs) : StoredSink.open(name, shownAs);

/** What workers may do with a stored file (FileSystemSyncAccessHandle); TypeScript's types of pages do not have it. */
interface SyncAccess {
  getSize(): number;
  read(into: Bytes, options: { at: number }): number;
  write(bytes: Bytes, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

class MemorySink implements Sink {
  readonly have = 0;
  readonly #name: SinkName;
  readonly #shownAs: string;
  #parts: Bytes[] = [];

  constructor(name: SinkName, shownAs: string) {
    this.#name = name;
    this.#shownAs = shownAs;
  }

  beginning(): Promise<Blob> {
    return Promise.resolve(new Blob([]));
  }

  write(chunk: Bytes, at: number): Promise<void> {
    if (at === 0) this.#parts = [];
    this.#parts.push(chunk);
    return Promise.resolve();
  }

  whole(): Promise<File> {
    return Promise.resolve(new File(this.#parts, this.#shownAs, { lastModified: this.#name.modifiedAt }));
  }

  close(): Promise<void> {
    this.#parts = [];
    return Promise.resolve();
  }

  remove(): Promise<void> {
    return this.close();
  }
}

class StoredSink implements Sink {
  readonly have: number;
  readonly #folder: FileSystemDirectoryHandle;
  readonly #file: FileSystemFileHandle;
  readonly #access: SyncAccess;
  readonly #shownAs: string;
  readonly #modifiedAt: number;

  private constructor(
    folder: FileSystemDirectoryHandle,
    file: FileSystemFileHandle,
    access: SyncAccess,
    name: SinkName,
    shownAs: string,
  ) {
    this.#folder = folder;
    this.#file = file;
    this.#access = access;
    this.#shownAs = shownAs;
    this.#modifiedAt = name.modifiedAt;
    this.have = Math.min(access.getSize(), name.size);
  }

  static async open(name: SinkName, shownAs: string): Promise<StoredSink> {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(STORE, { create: true });
    const file = await folder.getFileHandle(await storedName(name), { create: true });
    const opened = file as unknown as { createSyncAccessHandle(): Promise<SyncAccess> };
    return new StoredSink(folder, file, await opened.createSyncAccessHandle(), name, shownAs);
  }

  async beginning(): Promise<Blob> {
    const size = this.have;
    return Promise.resolve(new AccessBlob(this.#access, size) as unknown as Blob);
  }

  write(chunk: Bytes, at: number): Promise<void> {
    if (at === 0) this.#access.truncate(0);
    let written = 0;
    while (written < chunk.length) {
      const count = this.#access.write(chunk.subarray(written), { at: at + written });
      if (count === 0) throw new DOMException("no room", "QuotaExceededError");
      written += count;
    }
    return Promise.resolve();
  }

  async whole(): Promise<File> {
    this.#access.flush();
    this.#access.close();
    const stored = await this.#file.getFile();
    // Only the name is another one: the bytes stay where they are.
    return new File([stored], this.#shownAs, { lastModified: this.#modifiedAt });
  }

  close(): Promise<void> {
    this.#access.flush();
    this.#access.close();
    return Promise.resolve();
  }

  async remove(): Promise<void> {
    this.#access.close();
    await this.#folder.removeEntry(this.#file.name).catch(() => undefined);
  }
}

/** As much of a Blob as hashing needs, while the file is open for writing. */
class AccessBlob {
  readonly size: number;
  readonly #access: SyncAccess;

  constructor(access: SyncAccess, size: number) {
    this.#access = access;
    this.size = size;
  }

  slice(start: number, end: number): { arrayBuffer: () => Promise<ArrayBuffer> } {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, this.size) - start));
    return { arrayBuffer: () => Promise.resolve(bytes.buffer.slice(0, this.#access.read(bytes, { at: start }))) };
  }
}

async function storedName({ session, path, size, modifiedAt }: SinkName): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", utf8(JSON.stringify([session, path, size, modifiedAt])));
  return toHex(new Uint8Array(digest));
}

/** Removes what nobody came back for. */
export async function forgetOld(nowMs: number): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(STORE, { create: true });
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind !== "file") continue;
    const { lastModified } = await (handle as FileSystemFileHandle).getFile();
    if (nowMs - lastModified > FORGET_AFTER_MS) await folder.removeEntry(name).catch(() => undefined);
  }
}

/**
 * Puts a whole file into a folder of the technician's computer; whoever calls has made sure that it may have that name. The browser writes
 * it aside and swaps it in at the end.
 */
export async function putInto(
  root: FileSystemDirectoryHandle,
  inside: readonly string[],
  name: string,
  file: File,
): Promise<void> {
  const folder = await folderAt(root, inside, true);
  const before = await folder.getFileHandle(name).catch(() => undefined);
  const handle = await folder.getFileHandle(name, { create: true });
  try {
    // A pipe that breaks lets go of what was written.
    await file.stream().pipeTo(await handle.createWritable());
  } catch (cause) {
    // The browser took the name first, with nothing in it.
    if (!before) await folder.removeEntry(name).catch(() => undefined);
    throw cause;
  }
}

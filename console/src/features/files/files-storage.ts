/** What File Manager keeps in this browser: folders of this computer that were opened, what of two folders was alike, and transfers that are under way. Names and handles, never contents. */
import type { DownloadItem } from "../../transfers/states.ts";
import type { Agreed } from "./compared/plan.ts";
import { answer } from "../../foundation/browser/database-answer.ts";

const DATABASE = "daypass-files";
const FOLDERS = "folders";
const ALIKE = "alike";
const TRANSFERS = "transfers";
/** Which items of transfers have ended. */
const ENDED = "ended";
const MOST_FOLDERS = 8;
/** Of a session that is long over. */
const FORGET_AFTER_MS = 7 * 24 * 3_600_000;

/** A folder that the technician chose, and the name it has here: its own, with a number when another one has it. */
export interface KeptFolder {
  readonly name: string;
  readonly handle: FileSystemDirectoryHandle;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

/** A transfer that goes on after the page: its items by name, and the folder of this computer that they come from or go to. */
export interface KeptTransfer {
  readonly id: string;
  readonly session: string;
  readonly kind: "upload" | "download";
  /** On the PC. */
  readonly folder: string;
  /** Undefined for files of a dialog, which a browser cannot find again, and for downloads that it saves itself. */
  readonly here: FileSystemDirectoryHandle | undefined;
  readonly items: readonly DownloadItem[];
  /** Milliseconds since 1970. */
  readonly keptAt: number;
}

interface KeptAlike {
  /** Session and the two folders. */
  readonly key: string;
  readonly files: ReadonlyMap<string, Agreed>;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
}

export class FilesStorage {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(factory: IDBFactory = indexedDB, now = Date.now()): Promise<FilesStorage> {
    const opening = factory.open(DATABASE, 2);
    opening.onupgradeneeded = () => {
      const { result } = opening;
      const make = (name: string, keyPath?: string) =>
        result.objectStoreNames.contains(name) || result.createObjectStore(name, keyPath ? { keyPath } : {});
      make(FOLDERS, "name");
      make(ALIKE, "key");
      make(TRANSFERS, "id");
      make(ENDED);
    };
    const storage = new FilesStorage(await answer(opening));
    await storage.#forgetOld(now);
    return storage;
  }

  /** The one used last comes first. */
  async folders(): Promise<KeptFolder[]> {
    const all = (await answer(this.#store(FOLDERS, "readonly").getAll())) as KeptFolder[];
    return all.sort((one, other) => other.usedAt - one.usedAt);
  }

  /** Keeps it; the one that was not used for longest makes room. */
  async keepFolder(folder: KeptFolder): Promise<void> {
    await answer(this.#store(FOLDERS, "readwrite").put(folder));
    for (const { name } of (await this.folders()).slice(MOST_FOLDERS))
      await answer(this.#store(FOLDERS, "readwrite").delete(name));
  }

  /** What was alike when these two folders were last made so. */
  async alike(session: string, here: string, there: string): Promise<ReadonlyMap<string, Agreed>> {
    const kept = (await answer(this.#store(ALIKE, "readonly").get(keyOf([session, here, there])))) as
      KeptAlike | undefined;
    return kept?.files ?? new Map();
  }

  async keepAlike(
    session: string,
    here: string,
    there: string,
    more: ReadonlyMap<string, Agreed>,
    now = Date.now(),
  ): Promise<void> {
    // One transaction: two transfers that end together both count.
    const store = this.#store(ALIKE, "readwrite");
    const key = keyOf([session, here, there]);
    const kept = (await answer(store.get(key))) as KeptAlike | undefined;
    await answer(store.put({ key, files: new Map([...(kept?.files ?? []), ...more]), keptAt: now }));
  }

  async transfers(session: string): Promise<KeptTransfer[]> {
    const all = (await answer(this.#store(TRANSFERS, "readonly").getAll())) as KeptTransfer[];
    return all.filter((one) => one.session === session).sort((one, other) => one.keptAt - other.keptAt);
  }

  async keepTransfer(transfer: KeptTransfer): Promise<void> {
    await answer(this.#store(TRANSFERS, "readwrite").put(transfer));
  }

  async keepEnded(id: string, items: readonly number[]): Promise<void> {
    await answer(this.#store(ENDED, "readwrite").put(items, id));
  }

  async ended(id: string): Promise<ReadonlySet<number>> {
    return new Set((await answer(this.#store(ENDED, "readonly").get(id))) as number[] | undefined);
  }

  async forgetTransfer(id: string): Promise<void> {
    await answer(this.#store(TRANSFERS, "readwrite").delete(id));
    await answer(this.#store(ENDED, "readwrite").delete(id));
  }

  async #forgetOld(now: number): Promise<void> {
    const all = (await answer(this.#store(ALIKE, "readonly").getAll())) as KeptAlike[];
    for (const { key, keptAt } of all)
      if (now - keptAt > FORGET_AFTER_MS) await answer(this.#store(ALIKE, "readwrite").delete(key));
    const transfers = (await answer(this.#store(TRANSFERS, "readonly").getAll())) as KeptTransfer[];
    for (const { id, keptAt } of transfers) if (now - keptAt > FORGET_AFTER_MS) await this.forgetTransfer(id);
  }

  #store(name: string, mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(name, mode).objectStore(name);
  }
}

const keyOf = (parts: readonly string[]) => JSON.stringify(parts);

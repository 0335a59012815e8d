/** What File Manager keeps in this browser: folders of this computer that were opened. Handles only, never contents. */
import { answer } from "../../foundation/browser/database-answer.ts";

const DATABASE = "daypass-files";
const FOLDERS = "folders";
const MOST_FOLDERS = 8;

/** A folder that the technician chose, and the name it has here: its own, with a number when another one has it. */
export interface KeptFolder {
  readonly name: string;
  readonly handle: FileSystemDirectoryHandle;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

export class FilesStorage {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(factory: IDBFactory = indexedDB): Promise<FilesStorage> {
    const opening = factory.open(DATABASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(FOLDERS, { keyPath: "name" });
    };
    return new FilesStorage(await answer(opening));
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

  #store(name: string, mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(name, mode).objectStore(name);
  }
}

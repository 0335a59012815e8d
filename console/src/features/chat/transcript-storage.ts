/** Transcripts in this browser, by session and technician, until the session's record is erased. */
import { answer } from "../../foundation/browser/database-answer.ts";
import type { ChatLine } from "../../protocol/messages.gen.ts";

interface Row {
  readonly key: string;
  readonly sessionId: string;
  readonly lines: readonly ChatLine[];
  /** Milliseconds since 1970. */
  readonly keptAt: number;
}

const DATABASE = "daypass-chat";
const TRANSCRIPTS = "transcripts";
/** Records of sessions live no longer than a server keeps them at most; what is older is forgotten without asking. */
const FORGET_AFTER_MS = 400 * 24 * 3_600_000;

export class TranscriptStorage {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(factory: IDBFactory = indexedDB, now = Date.now()): Promise<TranscriptStorage> {
    const opening = factory.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TRANSCRIPTS, { keyPath: "key" });
    const storage = new TranscriptStorage(await answer(opening));
    await storage.#forgetOld(now);
    return storage;
  }

  async load(sessionId: string, technicianId: string): Promise<readonly ChatLine[]> {
    const row = (await answer(this.#store("readonly").get(key(sessionId, technicianId)))) as Row | undefined;
    return row?.lines ?? [];
  }

  async save(sessionId: string, technicianId: string, lines: readonly ChatLine[], now = Date.now()): Promise<void> {
    const row: Row = { key: key(sessionId, technicianId), sessionId, lines, keptAt: now };
    await answer(this.#store("readwrite").put(row));
  }

  /** The session's record is erased: so is what this browser has of it, whoever wrote it. */
  async forget(sessionId: string): Promise<void> {
    await this.#forgetWhere((row) => row.sessionId === sessionId);
  }

  async #forgetOld(now: number): Promise<void> {
    await this.#forgetWhere((row) => now - row.keptAt > FORGET_AFTER_MS);
  }

  async #forgetWhere(goes: (row: Row) => boolean): Promise<void> {
    const rows = (await answer(this.#store("readonly").getAll())) as Row[];
    for (const row of rows.filter(goes)) await answer(this.#store("readwrite").delete(row.key));
  }

  #store(mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(TRANSCRIPTS, mode).objectStore(TRANSCRIPTS);
  }
}

const key = (sessionId: string, technicianId: string) => `${technicianId} ${sessionId}`;

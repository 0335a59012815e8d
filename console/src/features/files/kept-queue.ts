/** Transfers that outlive the page: what was under way when the browser was closed is offered again. Names and handles are kept, never contents. */
import { Watched } from "../../foundation/watching/watched.ts";
import { folderAt } from "../../transfers/local_names.ts";
import { refusalOf } from "../../transfers/refusals.ts";
import type { DownloadItem, UploadItem } from "../../transfers/states.ts";
import type { FilesStorage, KeptTransfer } from "./files-storage.ts";
import { type Failure, FilesProblem } from "./host-jobs.ts";
import { allow } from "./local-folders.ts";
import type { Transfers } from "./transfers-shown.ts";
import { shownWay } from "./trees.ts";

/** Items that have ended are written down this often. */
const WRITE_EVERY_MS = 1000;

/** Its state: what an earlier page left behind. */
export class KeptQueue extends Watched<readonly KeptTransfer[]> {
  readonly #storage: FilesStorage;
  readonly #session: string;
  /** Taken up already: a second press of a double click does nothing. */
  readonly #resumed = new Set<string>();

  constructor(storage: FilesStorage, session: string) {
    super([]);
    this.#storage = storage;
    this.#session = session;
  }

  /** Looks what was left; what another page still works on is that page's. */
  async look(): Promise<void> {
    const held = (await navigator.locks.query()).held ?? [];
    const alive = new Set(held.map(({ name }) => name));
    const all = await this.#storage.transfers(this.#session);
    this.become(all.filter(({ id }) => !alive.has(lockOf(id))));
  }

  /** Keeps a transfer for as long as the page lives, and after it unless `over` was called. */
  keep(transfer: Omit<KeptTransfer, "id" | "session" | "keptAt">): Keeping {
    const id = crypto.randomUUID();
    const kept = { ...transfer, id, session: this.#session, keptAt: Date.now() };
    let release: () => void = () => undefined;
    void navigator.locks.request(lockOf(id), () => new Promise<void>((resolve) => (release = resolve)));
    // What cannot be kept is only not offered again.
    let writing: Promise<unknown> = this.#storage.keepTransfer(kept).catch(() => undefined);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ended = new Set<number>();
    return {
      ended: (items) => {
        for (const item of items) ended.add(item);
        timer ??= setTimeout(() => {
          timer = undefined;
          writing = writing.then(() => this.#storage.keepEnded(id, [...ended])).catch(() => undefined);
        }, WRITE_EVERY_MS);
      },
      over: () => {
        clearTimeout(timer);
        void writing.then(() => this.#storage.forgetTransfer(id)).finally(release);
      },
    };
  }

  async forget(id: string): Promise<void> {
    await this.#storage.forgetTransfer(id);
    this.become(this.state.filter((one) => one.id !== id));
  }

  /** Goes on with what is not whole, within a press: the browser may ask for its folder. Throws FilesProblem. */
  async resume(kept: KeptTransfer, transfers: Transfers): Promise<void> {
    if (this.#resumed.has(kept.id)) return;
    this.#resumed.add(kept.id);
    try {
      await this.#goOn(kept, transfers);
    } catch (cause) {
      this.#resumed.delete(kept.id);
      throw cause;
    }
  }

  async #goOn(kept: KeptTransfer, transfers: Transfers): Promise<void> {
    const { kind, folder, here, items } = kept;
    if (here && !(await allow(here))) throw new FilesProblem("DP-718", here.name);
    const ended = await this.#storage.ended(kept.id);
    const left = items.filter((_, item) => !ended.has(item));
    if (kind === "download") transfers.download(folder, left, here);
    else if (here) {
      const { uploads, failures } = await found(here, left);
      transfers.upload(folder, uploads, { from: here, failures });
    }
    await this.forget(kept.id);
  }
}

export interface Keeping {
  ended(items: readonly number[]): void;
  over(): void;
}

async function found(
  here: FileSystemDirectoryHandle,
  items: readonly DownloadItem[],
): Promise<{ uploads: UploadItem[]; failures: Failure[] }> {
  const [uploads, failures]: [UploadItem[], Failure[]] = [[], []];
  for (const { inside, name } of items) {
    try {
      const folder = await folderAt(here, inside);
      uploads.push({ inside, name, file: await (await folder.getFileHandle(name)).getFile() });
    } catch (cause) {
      failures.push({ path: shownWay([...inside, name]), dp: refusalOf(cause) });
    }
  }
  return { uploads, failures };
}

const lockOf = (id: string) => `daypass-transfer-${id}`;

/** How much there is in what is chosen, on either side. */
import type { JobProgress } from "../../protocol/messages.gen.ts";
import { FilesProblem, type HostJobs } from "./host-jobs.ts";
import type { LocalFolders } from "./local-folders.ts";
import type { Row } from "./rows.ts";
import { localTree } from "./trees.ts";

export interface Counted {
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
  /** What could not be read, and is not counted. */
  readonly unread: number;
}

export const NOTHING_COUNTED: Counted = { files: 0, folders: 0, bytes: 0, unread: 0 };

/** Counts, telling now and then how far it is; answers the whole. Throws FilesProblem. */
export type Measure = (
  folder: string,
  rows: readonly Row[],
  tell: (counted: Counted) => void,
  gone: AbortSignal,
) => Promise<Counted>;

const MOST_AT_ONCE = 1000;

export function measureOnHost(jobs: HostJobs): Measure {
  return async (folder, rows, tell, gone) => {
    const names = rows.map(({ name }) => name);
    const parts = new Map<number, JobProgress>();
    let unread = 0;
    const total = (key: "files" | "folders" | "bytes") => [...parts.values()].reduce((sum, part) => sum + part[key], 0);
    const counted = () => ({ files: total("files"), folders: total("folders"), bytes: total("bytes"), unread });
    for (let at = 0; at < names.length && !gone.aborted; at += MOST_AT_ONCE) {
      const order = { type: "MeasureEntries", folder, names: names.slice(at, at + MOST_AT_ONCE) } as const;
      const job = jobs.run(order, {
        progress: (progress) => {
          parts.set(at, progress);
          tell(counted());
        },
      });
      gone.addEventListener("abort", () => job.stop(), { once: true });
      const { dp, broken, failures } = await job.done;
      if (dp !== undefined || broken) throw new FilesProblem(dp ?? "DP-201");
      unread += failures.length;
    }
    return counted();
  };
}

export function measureHere(folders: LocalFolders): Measure {
  return async (folder, rows) => {
    const tree = await localTree(folders, folder, rows);
    const bytes = tree.files.reduce((sum, { size }) => sum + size, 0);
    return { files: tree.files.length, folders: tree.folders.length, bytes, unread: tree.unread.length };
  };
}

/** Reads the two folders that are open, and compares contents where times differ, or wherever that was asked for. */
import { equal } from "../../../protocol/bytes.ts";
import type { Bytes } from "../../../protocol/messages.gen.ts";
import { hashOfBeginning } from "../../../transfers/chunk_hashes.ts";
import type { FolderSource } from "../folder-source.ts";
import { FilesProblem, type HostJobs } from "../host-jobs.ts";
import type { LocalFolders } from "../local-folders.ts";
import { type Row, row } from "../rows.ts";
import { hostTree, localTree, type Tree, type TreeFile } from "../trees.ts";
import { type Agreed, toCompare, wayOf } from "./plan.ts";

/** The two folders, as their panes name them. */
export interface Folders {
  readonly here: string;
  readonly there: string;
}

export interface Compared {
  readonly here: Tree;
  readonly there: Tree;
  readonly sameContents: ReadonlyMap<string, boolean>;
}

interface Sources {
  readonly folders: LocalFolders;
  readonly jobs: HostJobs;
  readonly host: FolderSource;
}

const MOST_AT_ONCE = 1000;

/** Throws FilesProblem when one of the folders cannot be read at all. `tell` hears how many bytes were compared, and of how many. */
export async function compareFolders(
  { folders, jobs, host }: Sources,
  at: Folders,
  agreed: ReadonlyMap<string, Agreed>,
  byContents: boolean,
  gone: AbortSignal,
  tell: (bytes: number, of: number) => void,
): Promise<Compared> {
  const [here, there] = await Promise.all([
    listed(folders, at.here).then((rows) => localTree(folders, at.here, rows)),
    listed(host, at.there).then((rows) => hostTree(jobs, at.there, rows)),
  ]);
  const pairs = toCompare(here, there, agreed, byContents);
  const total = pairs.reduce((sum, pair) => sum + pair.here.size, 0);
  const sameContents = new Map<string, boolean>();
  let bytes = 0;
  for (let from = 0; from < pairs.length && !gone.aborted; from += MOST_AT_ONCE) {
    const some = pairs.slice(from, from + MOST_AT_ONCE);
    const hashes = hashesThere(
      jobs,
      at.there,
      some.map((pair) => pair.there),
      gone,
    );
    const ours: (Bytes | undefined)[] = [];
    for (const pair of some) {
      if (gone.aborted) break;
      ours.push(await hashOf(pair.here));
      tell((bytes += pair.here.size), total);
    }
    const theirs = await hashes;
    for (const [index, pair] of some.entries()) {
      const [one, other] = [ours[index], theirs.get(index)];
      // What could not be read on either side stays to be told by size and time.
      if (one && other) sameContents.set(wayOf(pair.here), equal(one, other));
    }
  }
  return { here, there, sameContents };
}

async function listed(source: FolderSource, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  await source.list(path, (entries) => rows.push(...entries.map(row)));
  return rows;
}

async function hashOf({ file }: TreeFile): Promise<Bytes | undefined> {
  if (!file) return undefined;
  return hashOfBeginning(file, file.size, []).catch(() => undefined);
}

async function hashesThere(
  jobs: HostJobs,
  folder: string,
  files: readonly TreeFile[],
  gone: AbortSignal,
): Promise<Map<number, Bytes>> {
  const found = new Map<number, Bytes>();
  const job = jobs.run(
    { type: "HashFiles", folder, files: files.map(({ inside, name }) => ({ inside: [...inside], name })) },
    {
      answer: (answer) => {
        if (answer.type !== "FileHashes") return;
        for (const { index, hash } of answer.hashes) if (hash) found.set(index, hash);
      },
    },
  );
  gone.addEventListener("abort", () => job.stop(), { once: true });
  const { dp, broken } = await job.done;
  if (broken || dp !== undefined) throw new FilesProblem(dp ?? "DP-201");
  return found;
}

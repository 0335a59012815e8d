/** Which files are fetched when folders are chosen: everything below, links left out. */
import type { FolderEntry } from "../../protocol/messages.gen.ts";
import type { DownloadItem } from "../../transfers/states.ts";
import type { HostJobs } from "./host-jobs.ts";
import type { Row } from "./rows.ts";

const MOST_AT_ONCE = 1000;

/** Throws FilesProblem when a folder cannot be listed whole: nothing is left out in silence. */
export async function filesBelow(jobs: HostJobs, folder: string, rows: readonly Row[]): Promise<DownloadItem[]> {
  const items = rows.filter((one) => one.kind === "file" && !one.unnameable).map((one) => item([], one));
  const folders = rows.filter((one) => one.kind === "folder").map(({ name }) => name);
  for (let at = 0; at < folders.length; at += MOST_AT_ONCE) {
    const names = folders.slice(at, at + MOST_AT_ONCE);
    await jobs.whole(
      { type: "ListTree", folder, names },
      {
        answer: (answer) => {
          // What was not asked for is not written: the PC decides no folder of this computer.
          if (answer.type !== "TreePage" || !names.includes(answer.inside[0] ?? "")) return;
          for (const entry of answer.entries) {
            if (entry.kind === "file" && !entry.unnameable) items.push(item(answer.inside, entry));
          }
        },
      },
    );
  }
  return items;
}

function item(inside: readonly string[], { name, size = 0, modified_at = 0 }: FolderEntry): DownloadItem {
  return { inside, name, size, modifiedAt: modified_at };
}

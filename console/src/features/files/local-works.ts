/** Copies, moves and deletes within the technician's own computer, file by file as a browser lets a page. Nothing is replaced: what finds its name taken gets a number. */
import { folderAt, freeName, thereIn } from "../../transfers/local_names.ts";
import { refusalOf } from "../../transfers/refusals.ts";
import type { Taken } from "./between-panes.ts";
import { type Failure, FilesProblem } from "./host-jobs.ts";
import { copyFile, type LocalFolders, moveFile } from "./local-folders.ts";
import { joined } from "./paths.ts";
import { localTree, shownWay, type TreeFile, unreadOf } from "./trees.ts";
import type { OwnWork } from "./works.ts";

/** Throws FilesProblem when nothing could be begun; what single files did not allow is answered. */
export async function copyHere(
  folders: LocalFolders,
  { folder, rows, move }: Taken,
  to: string,
  { tell, stopped }: OwnWork,
): Promise<readonly Failure[]> {
  for (const { name } of rows)
    if (`${to}/`.startsWith(`${joined(folder, name, "/")}/`)) throw new FilesProblem("DP-715", name);
  const [from, into] = [await folders.handle(folder), await folders.handle(to)];
  const tree = await localTree(folders, folder, rows);
  const named = new Map<string, string>();
  for (const { name } of rows) named.set(name, (await thereIn(into, [], name)) ? await freeName(into, [], name) : name);
  const newWay = ([first = "", ...more]: readonly string[]) => [named.get(first) ?? first, ...more];
  for (const way of tree.folders) await folderAt(into, newWay(way), true);
  const failures: Failure[] = unreadOf(tree);
  let [files, bytes] = [0, 0];
  const bytes_total = tree.files.reduce((sum, { size }) => sum + size, 0);
  for (const { inside, name, size, file } of tree.files) {
    if (stopped() || !file) break;
    tell({ files: files++, bytes, bytes_total, name });
    const way = newWay([...inside, name]);
    try {
      const [source, target] = [await folderAt(from, inside), await folderAt(into, way.slice(0, -1))];
      if (move) await moveFile(source, name, target, way.at(-1) ?? name);
      else await copyFile(file, target, way.at(-1) ?? name);
    } catch (cause) {
      failures.push({ path: shownWay([...inside, name]), dp: refusalOf(cause) });
    }
    bytes += size;
  }
  if (move) await removeFolders(from, tree.folders);
  return failures;
}

/** Answers what could not be deleted. */
export async function removeHere(
  folders: LocalFolders,
  path: string,
  names: readonly string[],
  { tell, stopped }: OwnWork,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const [files, name] of names.entries()) {
    if (stopped()) break;
    tell({ files, bytes: 0, name });
    try {
      await folders.remove(path, name);
    } catch (cause) {
      failures.push({ path: name, dp: cause instanceof FilesProblem ? cause.dp : refusalOf(cause) });
    }
  }
  return failures;
}

/** What was carried elsewhere goes, and only that: what came into a folder meanwhile keeps it. */
export async function removeCarried(
  folders: LocalFolders,
  folder: string,
  { files, folders: ways }: { readonly files: readonly TreeFile[]; readonly folders: readonly (readonly string[])[] },
): Promise<void> {
  const from = await folders.handle(folder);
  for (const { inside, name } of files) await (await folderAt(from, inside)).removeEntry(name).catch(() => undefined);
  await removeFolders(from, ways);
}

/** Those that nothing is in any more; a tree names what is above first. */
async function removeFolders(from: FileSystemDirectoryHandle, ways: readonly (readonly string[])[]): Promise<void> {
  for (const way of [...ways].reverse())
    await folderAt(from, way.slice(0, -1))
      .then((above) => above.removeEntry(way.at(-1) ?? ""))
      .catch(() => undefined);
}

/** Copies what is chosen in one pane into the folder of the other, by the ordinary queue; also folders that nothing is in. */
import type { UploadItem } from "../../transfers/states.ts";
import type { FilesDesk } from "./files-desk.ts";
import { FilesProblem } from "./host-jobs.ts";
import { emptyFolders, hostTree, localTree, type Tree, unreadOf } from "./trees.ts";

/** From this computer to the PC. Throws FilesProblem when nothing could be gathered. */
export async function send({ folders, local, pc, jobs, transfers }: FilesDesk): Promise<void> {
  const [from, to] = [local.state.path, pc.state.path];
  if (!folders || from === undefined || to === undefined) return;
  const tree = await localTree(folders, from, local.meant);
  for (const inside of emptyFolders(tree))
    await jobs.whole({ type: "MakeFolder", folder: to, inside: [...inside], fresh: false });
  transfers.upload(to, uploadsOf(tree), { from: await folders.handle(from), failures: unreadOf(tree) });
  if (tree.files.length === 0) await pc.refresh();
}

/** From the PC to this computer. Throws FilesProblem when nothing could be gathered. */
export async function fetch({ folders, local, pc, jobs, transfers }: FilesDesk): Promise<void> {
  const [from, to] = [pc.state.path, local.state.path];
  if (!folders || from === undefined || to === undefined) return;
  const into = await folders.handle(to);
  const tree = await hostTree(jobs, from, pc.meant);
  await makeFolders(into, emptyFolders(tree));
  transfers.download(from, tree.files, into, { failures: unreadOf(tree) });
  if (tree.files.length === 0) await local.refresh();
}

export function uploadsOf(tree: Tree): UploadItem[] {
  return tree.files.flatMap(({ inside, name, file }) => (file ? [{ inside, name, file }] : []));
}

/** Throws FilesProblem DP-702 when a file has the name of one. */
export async function makeFolders(
  into: FileSystemDirectoryHandle,
  ways: readonly (readonly string[])[],
): Promise<void> {
  for (const way of ways) {
    let folder = into;
    try {
      for (const name of way) folder = await folder.getDirectoryHandle(name, { create: true });
    } catch {
      throw new FilesProblem("DP-702", way.join("/"));
    }
  }
}

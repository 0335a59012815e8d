/** Copies what is chosen in one pane into the folder of the other, by the ordinary queue; also folders that nothing is in. */
import { folderAt } from "../../transfers/local_names.ts";
import type { UploadItem } from "../../transfers/states.ts";
import type { FilesDesk } from "./files-desk.ts";
import { FilesProblem } from "./host-jobs.ts";
import { removeCarried } from "./local-works.ts";
import type { Row } from "./rows.ts";
import type { How } from "./transfers-shown.ts";
import { emptyFolders, hostTree, localTree, shownWay, type Tree, unreadOf } from "./trees.ts";

/** Entries of one folder that go elsewhere. */
export interface Taken {
  readonly folder: string;
  readonly rows: readonly Row[];
  /** They are not to stay where they were. */
  readonly move: boolean;
}

/** From this computer to the PC. Throws FilesProblem when nothing could be gathered. */
export async function send(desk: FilesDesk, { folder: from, rows, move }: Taken): Promise<void> {
  const { folders, local, pc, jobs, transfers } = desk;
  const to = pc.state.path;
  if (!folders || to === undefined) return;
  const tree = await localTree(folders, from, rows);
  for (const inside of emptyFolders(tree))
    await jobs.whole({ type: "MakeFolder", folder: to, inside: [...inside], fresh: false });
  const leave = async () => {
    await removeCarried(folders, from, tree);
    await local.refresh();
  };
  const uploads = uploadsOf(tree);
  const failures = unreadOf(tree);
  transfers.upload(to, uploads, {
    from: await folders.handle(from),
    failures,
    ...onceWhole(move && failures.length === 0, uploads.length, leave),
  });
  if (uploads.length === 0) await pc.refresh();
}

/** From the PC to this computer. Throws FilesProblem when nothing could be gathered. */
export async function fetch(desk: FilesDesk, { folder: from, rows, move }: Taken): Promise<void> {
  const { folders, local, pc, jobs, transfers, works } = desk;
  const to = local.state.path;
  if (!folders || to === undefined) return;
  const into = await folders.handle(to);
  const tree = await hostTree(jobs, from, rows);
  await makeFolders(into, emptyFolders(tree));
  const leave = async () => {
    const names = rows.map(({ name }) => name);
    await works.run("recycle", names, (some) => ({
      type: "DeleteEntries",
      folder: from,
      names: some,
      for_good: false,
    }));
    await pc.refresh();
  };
  // What is a link is not carried, so it must not go to the bin with its folder either.
  const failures = [
    ...unreadOf(tree),
    ...(move ? tree.others.map((way) => ({ path: shownWay(way), dp: "DP-708" })) : []),
  ];
  transfers.download(from, tree.files, into, {
    failures,
    ...onceWhole(move && failures.length === 0, tree.files.length, leave),
  });
  if (tree.files.length === 0) await local.refresh();
}

/** What was moved leaves its place once every file of it is whole at the other; else all of it stays. */
function onceWhole(move: boolean, files: number, leave: () => Promise<void>): Pick<How, "whole"> {
  if (!move) return {};
  if (files === 0) void leave();
  let left = files;
  return {
    whole: (items) => {
      left -= items.length;
      if (left === 0) void leave();
    },
  };
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
    await folderAt(into, way, true).catch(() => {
      throw new FilesProblem("DP-702", way.join("/"));
    });
  }
}

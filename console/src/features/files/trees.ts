/** Everything below some entries of a folder, on either side: what is copied when folders are, and what two folders are compared by. Links are named and not followed. */
import { refusalOf } from "../../transfers/refusals.ts";
import type { FolderEntry } from "../../protocol/messages.gen.ts";
import type { Failure, HostJobs } from "./host-jobs.ts";
import { type LocalFolders } from "./local-folders.ts";

export interface TreeFile {
  /** The folders on the way from the top. */
  readonly inside: readonly string[];
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** On this computer: the file itself. */
  readonly file?: File;
}

export interface Tree {
  readonly files: readonly TreeFile[];
  /** Each by its way from the top. */
  readonly folders: readonly (readonly string[])[];
  /** Links, and names that cannot be said to the other side: there, but nothing that is copied. */
  readonly others: readonly (readonly string[])[];
  /** What could not be read; it is not known what is below it. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  readonly way: readonly string[];
  readonly dp: string;
}

type Entry = Pick<FolderEntry, "name" | "kind" | "size" | "modified_at" | "unnameable" | "dp">;
const MOST_AT_ONCE = 1000;
/** As deep as the PC goes. */
const MOST_DEEP = 100;

/** Below entries of a folder of the PC. Throws FilesProblem when nothing of it can be read. */
export async function hostTree(jobs: HostJobs, folder: string, entries: readonly Entry[]): Promise<Tree> {
  const tree = new Gathered();
  tree.add([], entries);
  const folders = entries.filter((one) => one.kind === "folder" && !one.unnameable).map(({ name }) => name);
  for (let at = 0; at < folders.length; at += MOST_AT_ONCE) {
    const names = folders.slice(at, at + MOST_AT_ONCE);
    await jobs.whole(
      { type: "ListTree", folder, names },
      {
        answer: (answer) => {
          // What was not asked for is not written: the PC decides no folder of this computer.
          if (answer.type !== "TreePage" || !names.includes(answer.inside[0] ?? "")) return;
          if (answer.dp) tree.unread.push({ way: answer.inside, dp: answer.dp });
          tree.add(answer.inside, answer.entries);
        },
      },
    );
  }
  return tree;
}

/** Below entries of a folder of this computer. Throws FilesProblem when the folder itself cannot be read. */
export async function localTree(folders: LocalFolders, path: string, entries: readonly Entry[]): Promise<Tree> {
  const tree = new Gathered();
  const top = await folders.handle(path);
  for (const { name, kind } of entries) {
    try {
      if (kind === "folder") await walk(await top.getDirectoryHandle(name), [name], tree);
      else tree.addFile([], await (await top.getFileHandle(name)).getFile());
    } catch (cause) {
      tree.unread.push({ way: [name], dp: refusalOf(cause) });
    }
  }
  return tree;
}

async function walk(folder: FileSystemDirectoryHandle, way: readonly string[], tree: Gathered): Promise<void> {
  tree.folders.push(way);
  if (way.length > MOST_DEEP) {
    tree.unread.push({ way, dp: "DP-713" });
    return;
  }
  try {
    for await (const handle of folder.values()) {
      const below = [...way, handle.name];
      if (handle.kind === "directory") await walk(handle as FileSystemDirectoryHandle, below, tree);
      else
        await (handle as FileSystemFileHandle).getFile().then(
          (file) => tree.addFile(way, file),
          (cause: unknown) => tree.unread.push({ way: below, dp: refusalOf(cause) }),
        );
    }
  } catch (cause) {
    tree.unread.push({ way, dp: refusalOf(cause) });
  }
}

class Gathered implements Tree {
  readonly files: TreeFile[] = [];
  readonly folders: (readonly string[])[] = [];
  readonly others: (readonly string[])[] = [];
  readonly unread: Unread[] = [];

  add(inside: readonly string[], entries: readonly Entry[]): void {
    for (const { name, kind, size, modified_at, unnameable } of entries) {
      if (unnameable || (kind !== "file" && kind !== "folder")) this.others.push([...inside, name]);
      else if (kind === "folder") this.folders.push([...inside, name]);
      else this.files.push({ inside, name, size: size ?? 0, modifiedAt: modified_at ?? 0 });
    }
  }

  addFile(inside: readonly string[], file: File): void {
    this.files.push({ inside, name: file.name, size: file.size, modifiedAt: file.lastModified, file });
  }
}

/** Folders that nothing is in: they come with no file, and have to be made by themselves. */
export function emptyFolders(tree: Tree): (readonly string[])[] {
  const full = new Set<string>();
  const fill = (way: readonly string[]) => {
    for (let length = way.length; length > 0; length--) full.add(keyOf(way.slice(0, length)));
  };
  for (const { inside } of tree.files) fill(inside);
  for (const way of tree.folders) fill(way.slice(0, -1));
  return tree.folders.filter((way) => !full.has(keyOf(way)));
}

/** What could not be read, as a list of failures shows it. */
export function unreadOf(tree: Tree): Failure[] {
  return tree.unread.map(({ way, dp }) => ({ path: shownWay(way), dp }));
}

/** A way as a key: no name has a slash. */
export function keyOf(way: readonly string[]): string {
  return way.join("/");
}

export function shownWay(way: readonly string[]): string {
  return way.join(" › ");
}

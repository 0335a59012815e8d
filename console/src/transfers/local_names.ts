/** Folders of the technician's computer: the way into them, and names that are taken there. */
import type { FolderEntry } from "../protocol/messages.gen.ts";

/** The folder that `way` leads to; with `create`, what is missing on the way is made. */
export async function folderAt(
  root: FileSystemDirectoryHandle,
  way: readonly string[],
  create = false,
): Promise<FileSystemDirectoryHandle> {
  let folder = root;
  for (const name of way) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

/** What has this name there; undefined when nothing has, or a folder on the way is not there yet. */
export async function thereIn(
  root: FileSystemDirectoryHandle,
  inside: readonly string[],
  name: string,
): Promise<FolderEntry | undefined> {
  try {
    const folder = await folderAt(root, inside);
    const file = await (await folder.getFileHandle(name)).getFile();
    return { name, kind: "file", size: file.size, modified_at: file.lastModified };
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : "";
    if (kind === "NotFoundError") return undefined;
    if (kind === "TypeMismatchError") return { name, kind: "folder" };
    throw cause;
  }
}

/** "a (2).txt" where "a.txt" is taken, as the PC counts too. */
export async function freeName(
  root: FileSystemDirectoryHandle,
  inside: readonly string[],
  name: string,
): Promise<string> {
  const point = name.lastIndexOf(".");
  const [stem, ending] = point > 0 ? [name.slice(0, point), name.slice(point)] : [name, ""];
  for (let number = 2; ; number++) {
    const free = `${stem} (${number})${ending}`;
    if (!(await thereIn(root, inside, free))) return free;
  }
}

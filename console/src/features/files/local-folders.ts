/**
 * Folders of the technician's own computer, as the browser lets a page at them (File System Access): those the technician chose, by handle. A
 * path is `chosen/inside`. The browser forgets its permission when the page goes, and asks again at a press.
 */
import type { BrowsePlace, FolderEntry } from "../../protocol/messages.gen.ts";
import { nameFault } from "../../protocol/file-names.ts";
import { folderAt } from "../../transfers/local_names.ts";
import { refusalOf } from "../../transfers/refusals.ts";
import { type FilesStorage, type KeptFolder } from "./files-storage.ts";
import type { FolderSource } from "./folder-source.ts";
import { FilesProblem } from "./host-jobs.ts";
import { joined } from "./paths.ts";

/** The browser must allow the folder again. */
export const ASK_AGAIN = "DP-718";
/** Entries looked at together: each is a question to the browser's other process. */
const AT_ONCE = 100;
/** Entries handed over together; the first ones fill the screen. */
const PAGE = 500;

/** TypeScript's types do not have these yet; only Chromium does. */
interface Permitting extends FileSystemDirectoryHandle {
  queryPermission(how: { mode: "readwrite" }): Promise<PermissionState>;
  requestPermission(how: { mode: "readwrite" }): Promise<PermissionState>;
}
interface Choosing {
  showDirectoryPicker(options: object): Promise<FileSystemDirectoryHandle>;
}
type Movable = FileSystemHandle & {
  move?: (...where: [string] | [FileSystemDirectoryHandle, string]) => Promise<void>;
};

/** Whether this browser lets a page at a folder. */
export function foldersCanBeChosen(): boolean {
  return "showDirectoryPicker" in window;
}

/** Asks the technician, within a press, unless it is allowed already. */
export async function allow(folder: FileSystemDirectoryHandle): Promise<boolean> {
  return (await (folder as Permitting).requestPermission({ mode: "readwrite" })) === "granted";
}

export class LocalFolders implements FolderSource {
  readonly separator = "/";
  readonly #storage: FilesStorage;
  readonly #now: () => number;
  #kept: readonly KeptFolder[];

  private constructor(storage: FilesStorage, kept: readonly KeptFolder[], now: () => number) {
    this.#storage = storage;
    this.#kept = kept;
    this.#now = now;
  }

  static async open(storage: FilesStorage, now: () => number = Date.now): Promise<LocalFolders> {
    return new LocalFolders(storage, await storage.folders(), now);
  }

  /** Asks the technician for a folder, within a press; answers its path. Undefined when none was chosen. */
  async choose(): Promise<string | undefined> {
    const picking = window as unknown as Choosing;
    try {
      return await this.add(await picking.showDirectoryPicker({ id: "daypass-files", mode: "readwrite" }));
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "AbortError") return undefined;
      throw asProblem(cause);
    }
  }

  async add(handle: FileSystemDirectoryHandle): Promise<string> {
    let name: string | undefined;
    for (const one of this.#kept) if (await one.handle.isSameEntry(handle)) name = one.name;
    const plain = handle.name === "" ? "/" : handle.name.replaceAll("/", "_");
    name ??= numbered(plain, (other) => this.#kept.some((one) => one.name === other));
    await this.#storage.keepFolder({ name, handle, usedAt: this.#now() });
    this.#kept = await this.#storage.folders();
    return name;
  }

  /** Within a press: the browser asks the technician. */
  async allow(path: string): Promise<boolean> {
    return allow(this.#keptOf(path).handle);
  }

  places(): Promise<readonly BrowsePlace[]> {
    return Promise.resolve(
      this.#kept.map(({ name }) => ({ kind: "drive", path: name, label: "", size: null, free: null }) as BrowsePlace),
    );
  }

  async list(path: string, entries: (entries: readonly FolderEntry[]) => void): Promise<void> {
    const folder = await this.handle(path);
    try {
      await inPages(folder, entries);
    } catch (cause) {
      throw asProblem(cause);
    }
  }

  async makeFolder(path: string, name: string): Promise<void> {
    const folder = await this.handle(path);
    if (nameFault(name)) throw new FilesProblem("DP-701", name);
    if (await kindOf(folder, name)) throw new FilesProblem("DP-702", name);
    await folder.getDirectoryHandle(name, { create: true }).catch(rethrow);
  }

  /** By the browser's own move where it has one; else a file is copied under its new name, and goes once the copy is whole. */
  async rename(path: string, name: string, newName: string): Promise<void> {
    const folder = await this.handle(path);
    if (nameFault(newName)) throw new FilesProblem("DP-701", newName);
    const there = await kindOf(folder, newName);
    if (there && name.toLowerCase() !== newName.toLowerCase()) throw new FilesProblem("DP-702", newName);
    const handle = await entryOf(folder, name).catch(rethrow);
    const { move } = handle as Movable;
    if (move && (await move.call(handle, newName).then(...tried))) return;
    if (handle.kind === "directory" || there) throw new FilesProblem("DP-705", name);
    await moveFile(folder, name, folder, newName).catch(rethrow);
  }

  /** For good: a page has no way to the recycle bin. */
  async remove(path: string, name: string): Promise<void> {
    await (await this.handle(path)).removeEntry(name, { recursive: true }).catch(rethrow);
  }

  /** Throws FilesProblem. */
  async file(path: string, name: string): Promise<File> {
    const folder = await this.handle(path);
    return folder.getFileHandle(name).then((handle) => handle.getFile(), rethrow);
  }

  /** The folder itself. Throws FilesProblem; DP-718 when the browser has to be asked again. */
  async handle(path: string): Promise<FileSystemDirectoryHandle> {
    const kept = this.#keptOf(path);
    const permission = await (kept.handle as Permitting).queryPermission({ mode: "readwrite" });
    if (permission !== "granted") throw new FilesProblem(ASK_AGAIN, path);
    const way = path.slice(kept.name.length).split("/").filter(Boolean);
    return folderAt(kept.handle, way).catch((cause: unknown) => {
      throw asProblem(cause, path);
    });
  }

  #keptOf(path: string): KeptFolder {
    const kept = this.#kept.find(({ name }) => path === name || path.startsWith(joined(name, "", "/")));
    if (!kept) throw new FilesProblem("DP-706", path);
    return kept;
  }
}

/** The entries of one folder with size and time, in pages. */
async function inPages(
  folder: FileSystemDirectoryHandle,
  entries: (entries: readonly FolderEntry[]) => void,
): Promise<void> {
  let page: FolderEntry[] = [];
  let looking: Promise<FolderEntry>[] = [];
  const look = async () => {
    page.push(...(await Promise.all(looking)));
    looking = [];
  };
  for await (const handle of folder.values()) {
    looking.push(entryFor(handle));
    if (looking.length === AT_ONCE) await look();
    if (page.length < PAGE) continue;
    entries(page);
    page = [];
  }
  await look();
  if (page.length > 0) entries(page);
}

/** What can be told of one entry; a file that cannot be looked at is told with its problem. */
export async function entryFor(handle: FileSystemHandle): Promise<FolderEntry> {
  const { name } = handle;
  const hidden = name.startsWith(".");
  if (handle.kind === "directory") return { name, kind: "folder", hidden };
  try {
    const file = await (handle as FileSystemFileHandle).getFile();
    return { name, kind: "file", size: file.size, modified_at: file.lastModified, hidden };
  } catch (cause) {
    return { name, kind: "file", hidden, dp: refusalOf(cause) };
  }
}

async function entryOf(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemHandle> {
  return (await kindOf(folder, name)) === "directory" ? folder.getDirectoryHandle(name) : folder.getFileHandle(name);
}

/** Undefined when nothing has the name. */
async function kindOf(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemHandleKind | undefined> {
  try {
    await folder.getFileHandle(name);
    return "file";
  } catch (cause) {
    const kind = cause instanceof DOMException ? cause.name : "";
    if (kind === "TypeMismatchError") return "directory";
    if (kind === "NotFoundError") return undefined;
    throw asProblem(cause, name);
  }
}

/** By the browser's own move where it has one that works here; else it is copied, and goes once the copy is whole. */
export async function moveFile(
  from: FileSystemDirectoryHandle,
  name: string,
  to: FileSystemDirectoryHandle,
  newName: string,
): Promise<void> {
  const handle = await from.getFileHandle(name);
  const { move } = handle as Movable;
  if (move && (await move.call(handle, to, newName).then(...tried))) return;
  await copyFile(await handle.getFile(), to, newName);
  await from.removeEntry(name);
}

/** Nothing stays of what did not become whole. */
export async function copyFile(from: File, folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  const handle = await folder.getFileHandle(name, { create: true });
  try {
    await from.stream().pipeTo(await handle.createWritable());
  } catch (cause) {
    await folder.removeEntry(name).catch(() => undefined);
    throw cause;
  }
}

const tried = [() => true, () => false] as const;

function rethrow(cause: unknown): never {
  throw asProblem(cause);
}

function asProblem(cause: unknown, path?: string): FilesProblem {
  return cause instanceof FilesProblem ? cause : new FilesProblem(refusalOf(cause), path);
}

function numbered(name: string, taken: (name: string) => boolean): string {
  let free = name;
  for (let number = 2; taken(free); number++) free = `${name} (${number})`;
  return free;
}

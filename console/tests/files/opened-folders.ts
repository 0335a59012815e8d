/** Folders of this computer as a page has them, out of folders in memory. */
import type { FilesStorage } from "../../src/features/files/files-storage.ts";
import { LocalFolders } from "../../src/features/files/local-folders.ts";
import type { FakeFolder } from "./fake-folders.ts";

/** Handles of a browser can be stored; these cannot, so the storage keeps none. */
const forgetful = { folders: () => Promise.resolve([]), keepFolder: () => Promise.resolve() };

export async function opened(...folders: FakeFolder[]): Promise<LocalFolders> {
  const kept = folders.map(({ name, handle }) => ({ name, handle, usedAt: 1 }));
  const storage = { ...forgetful, folders: () => Promise.resolve(kept) };
  return LocalFolders.open(storage as unknown as FilesStorage);
}

/** Files as a dialog or a drop gives them, with the folders they lie in. */
import type { UploadItem } from "../../transfers/states.ts";

/** What a file dialog gave; of a chosen folder the way inside it is kept. */
export function filesOfDialog(files: FileList): UploadItem[] {
  return [...files].map((file) => {
    const inside = file.webkitRelativePath.split("/").slice(0, -1);
    return { inside, name: file.name, file };
  });
}

/** What was dropped, with everything in dropped folders. Must be called within the event: later it is empty. */
export async function filesOfDrop(dropped: DataTransfer): Promise<UploadItem[]> {
  const entries = [...dropped.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const items: UploadItem[] = [];
  for (const entry of entries) await gather(entry, [], items);
  return items;
}

async function gather(entry: FileSystemEntry, inside: readonly string[], items: UploadItem[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    items.push({ inside, name: entry.name, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader hands a hundred over at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const one of some) await gather(one, [...inside, entry.name], items);
  }
}

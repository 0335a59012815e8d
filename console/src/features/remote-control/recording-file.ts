/**
 * The file a recording goes into: where the technician says, in browsers that ask (Chrome, Edge); elsewhere a file of the browser's own on
 * the disk, which goes to the downloads when it is whole. Either way the pieces are on the disk at once.
 */
import type { RecordingSink } from "../../viewer/recording.ts";
import { download } from "../../foundation/browser/saved-file.ts";

interface PickingWindow {
  showSaveFilePicker?: (options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }) => Promise<FileSystemFileHandle>;
}

/** A sink for pieces of WebM; `undefined` when the technician changed their mind. */
export async function openRecordingFile(name: string): Promise<RecordingSink | undefined> {
  const { showSaveFilePicker } = window as PickingWindow;
  if (!showSaveFilePicker) return ownFile(name);
  try {
    const types = [{ description: "WebM", accept: { "video/webm": [".webm"] } }];
    return sinkInto(await showSaveFilePicker({ suggestedName: name, types }));
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") return undefined;
    throw cause;
  }
}

async function ownFile(name: string): Promise<RecordingSink> {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle(name, { create: true });
  const sink = await sinkInto(handle);
  return {
    write: (piece) => sink.write(piece),
    close: async () => {
      await sink.close();
      download(await handle.getFile(), name);
      // The download reads it for a while; what stays is cleared away with the next recording.
      setTimeout(() => void folder.removeEntry(name).catch(() => undefined), 10 * 60_000);
    },
  };
}

async function sinkInto(handle: FileSystemFileHandle): Promise<RecordingSink> {
  const file = await handle.createWritable();
  return {
    write: ({ at, bytes }) => file.write({ type: "write", position: at, data: bytes }),
    close: () => file.close(),
  };
}

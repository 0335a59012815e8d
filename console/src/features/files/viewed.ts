/** What can be looked at without leaving File Manager: texts, of which the end counts where they are long, and pictures. */
import { FilesProblem } from "./host-jobs.ts";
import type { Row } from "./rows.ts";
import type { Transfers } from "./transfers-shown.ts";

/** Gets one file's contents; ends what it does for that when `gone`. Throws FilesProblem. */
export type Read = (row: Row, gone: AbortSignal) => Promise<File>;

/** Larger files are copied, and looked at with a program made for them. */
export const MOST_VIEWED_BYTES = 16 * 1024 * 1024;
/** A page stays quick with so much text; of a log the newest lines are last. */
const MOST_SHOWN_CHARACTERS = 400_000;

export function canBeViewed({ kind, size, unnameable }: Row): boolean {
  return kind === "file" && !unnameable && (size ?? 0) <= MOST_VIEWED_BYTES;
}

const PICTURES: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  bmp: "image/bmp",
  webp: "image/webp",
  ico: "image/x-icon",
};

/** The kind of picture that a name promises; a name is no proof, so who shows it must be ready for none. */
export function pictureType({ ending }: Pick<Row, "ending">): string | undefined {
  return PICTURES[ending];
}

/** As text in the encoding that Windows' programs write: by its mark, else UTF-8, else Windows-1252. Undefined: it is no text. */
export function textOf(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The end of a long text, from the beginning of a line. */
export function endOf(text: string): { readonly text: string; readonly cut: boolean } {
  if (text.length <= MOST_SHOWN_CHARACTERS) return { text, cut: false };
  const end = text.slice(-MOST_SHOWN_CHARACTERS);
  return { text: end.slice(end.indexOf("\n") + 1), cut: true };
}

/** A file of the PC, by the ordinary queue, which shows how far it is. */
export function readFromHost(transfers: Transfers, folder: string): Read {
  return (row, gone) =>
    new Promise((resolve, reject) => {
      const { name, size, modified_at } = row;
      const item = { inside: [], name, size: size ?? 0, modifiedAt: modified_at ?? 0 };
      const id = transfers.download(folder, [item], undefined, { saved: resolve });
      gone.addEventListener("abort", () => id !== undefined && transfers.cancel(id));
      const ended = transfers.subscribe(() => {
        const one = transfers.state.find((other) => other.id === id);
        if (one?.state === "running" || one?.state === "paused") return;
        ended();
        if (one) transfers.dismiss(one.id);
        // After the file, if there is one: then this says nothing any more.
        reject(new FilesProblem(one?.failures[0]?.dp ?? "DP-201"));
      });
    });
}

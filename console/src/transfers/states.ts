/** Transfers as a page orders and shows them. The work is done in the worker; a page keeps no bytes. */
import type { FolderEntry, IfThere } from "../protocol/messages.gen.ts";

/** What a file was when somebody decided that it is to be replaced. */
export interface Version {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** One file to send; `inside` are the folders on the way from the target folder. */
export interface UploadItem {
  readonly inside: readonly string[];
  readonly name: string;
  readonly file: File;
  /** For *overwrite*: what has the name there is replaced while it is that; another one is asked about. */
  readonly replaces?: Version | undefined;
}

/** One file to fetch, as its listing says. */
export interface DownloadItem {
  readonly inside: readonly string[];
  readonly name: string;
  readonly size: number;
  readonly modifiedAt: number;
  /** As for uploads. */
  readonly replaces?: Version | undefined;
}

/** Sends files into `folder` of the PC. `transfer` is the page's own number. */
export interface UploadOrder {
  readonly transfer: number;
  readonly folder: string;
  readonly ifThere: IfThere;
  readonly items: readonly UploadItem[];
}

/** Fetches files out of `folder` of the PC, into a folder of the technician's computer, or to be handed over one by one as `saved`. */
export interface DownloadOrder {
  readonly transfer: number;
  readonly folder: string;
  /** For names that are taken in `into`. */
  readonly ifThere: IfThere;
  readonly items: readonly DownloadItem[];
  readonly into: FileSystemDirectoryHandle | undefined;
}

export type TransferState = "running" | "paused" | "done" | "cancelled";

/** What became of a transfer since the last news. `done`, `failed` and `asks` name items by their place in the order. */
export interface TransferNews {
  readonly transfer: number;
  readonly state: TransferState;
  /** Items that have ended, well or not; in all. */
  readonly files: number;
  /** Bytes of contents that have arrived, those that an earlier try left included. */
  readonly bytes: number;
  /** Bytes of contents that went over the line, whatever became of them: what its speed is told by. */
  readonly passedBytes: number;
  /** Bytes that were sent or fetched a second time, after lines that broke. */
  readonly again: number;
  readonly done: readonly number[];
  readonly failed: readonly { readonly item: number; readonly dp: string }[];
  /** Waits for a decision: the name is taken. */
  readonly asks: readonly { readonly item: number; readonly there: FolderEntry }[];
  readonly renamed: readonly { readonly item: number; readonly name: string }[];
  /** Fetched files that have no folder to go to: for the page to save. */
  readonly saved: readonly { readonly item: number; readonly file: File }[];
}

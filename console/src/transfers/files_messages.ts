/** What File Manager's page and its worker say to one another. The worker owns socket, keys and contents; the page owns what is shown. */
import type { FromEveryWorker, ToEveryWorker } from "../line/worker_of_tool.ts";
import type { Visitor } from "../line/visitor.ts";
import type {
  BrowsePlaces,
  CopyEntries,
  DecideConflict,
  DeleteEntries,
  FileHashes,
  FilesElevate,
  FilesReady,
  FolderPage,
  HashFiles,
  IfThere,
  JobConflict,
  JobDone,
  JobFailure,
  JobProgress,
  ListFolder,
  ListPlaces,
  ListTree,
  MakeFolder,
  MeasureEntries,
  Message,
  Notice,
  RenameEntry,
  StopJob,
  TreePage,
} from "../protocol/messages.gen.ts";
import type { DownloadOrder, TransferNews, UploadOrder } from "./states.ts";

/** What a page says to the PC itself; transfers are orders to the worker. */
export type FilesWish =
  | ListPlaces
  | ListFolder
  | ListTree
  | MakeFolder
  | RenameEntry
  | DeleteEntries
  | CopyEntries
  | MeasureEntries
  | HashFiles
  | DecideConflict
  | StopJob
  | FilesElevate;

/** What the PC says to the page. */
export type FilesSaid =
  | FilesReady
  | BrowsePlaces
  | FolderPage
  | TreePage
  | JobProgress
  | JobFailure
  | JobConflict
  | JobDone
  | FileHashes
  | Notice;

export const TO_PAGE = [
  "FilesReady",
  "BrowsePlaces",
  "FolderPage",
  "TreePage",
  "JobProgress",
  "JobFailure",
  "JobConflict",
  "JobDone",
  "FileHashes",
  "Notice",
] as const satisfies readonly FilesSaid["type"][];
/** What the worker hears for itself. */
export const TO_WORKER = [
  "FileOpened",
  "FileThere",
  "FileFailed",
  "FilesTaken",
  "FileRenamed",
  "BytesTaken",
] as const satisfies readonly Message["type"][];

export type ToFilesWorker =
  | { readonly type: "start"; readonly visitor: Visitor }
  | { readonly type: "send"; readonly message: FilesWish }
  | { readonly type: "upload"; readonly order: UploadOrder }
  | { readonly type: "download"; readonly order: DownloadOrder }
  | { readonly type: "pause" | "resume" | "cancel"; readonly transfer: number }
  | {
      readonly type: "decide";
      readonly transfer: number;
      readonly item: number;
      readonly choice: IfThere;
      readonly forAll: boolean;
    }
  | ToEveryWorker;

export type FromFilesWorker =
  | { readonly type: "message"; readonly message: FilesSaid }
  | { readonly type: "news"; readonly news: TransferNews }
  | FromEveryWorker;

/** Does what a plan says: folders and deletions at once, contents by the ordinary queue. What became alike is remembered for the next time. */
import type { DownloadItem, UploadItem, Version } from "../../../transfers/states.ts";
import { thereIn } from "../../../transfers/local_names.ts";
import { makeFolders } from "../between-panes.ts";
import type { FilesDesk } from "../files-desk.ts";
import type { Failure } from "../host-jobs.ts";
import type { LocalFolders } from "../local-folders.ts";
import { joined } from "../paths.ts";
import { keyOf, localTree, shownWay, type TreeFile } from "../trees.ts";
import type { Folders } from "./compare.ts";
import { type Action, type Agreed, type PlanRow, wayOf } from "./plan.ts";

/** Remembers files as alike, by their way. */
export type Remember = (alike: ReadonlyMap<string, Agreed> | Promise<ReadonlyMap<string, Agreed>>) => void;

/** Throws FilesProblem where nothing was begun. `files` are this computer's, by their way. */
export async function carryOut(
  desk: FilesDesk,
  at: Folders,
  rows: readonly PlanRow[],
  files: ReadonlyMap<string, TreeFile>,
  remember: Remember,
): Promise<void> {
  const { folders, jobs, transfers } = desk;
  if (!folders) return;
  const into = await folders.handle(at.here);
  const of = (action: Action, kind: PlanRow["kind"]) =>
    rows.filter((row) => row.action === action && row.kind === kind);
  for (const { way } of of("send", "folder"))
    await jobs.whole({ type: "MakeFolder", folder: at.there, inside: [...way], fresh: false });
  await makeFolders(
    into,
    of("fetch", "folder").map(({ way }) => way),
  );
  await recycle(desk, at.there, rows);
  let failures = await removeHere(folders, at.here, rows, files);
  for (const replaces of [false, true]) {
    const how = (send: boolean) =>
      of(send ? "send" : "fetch", "file").filter((row) => replaces === Boolean(row.here && row.there));
    // What was not there when the folders were compared, or is another one now, is asked about; what was is what the plan replaces.
    const ifThere = replaces ? "overwrite" : "ask";
    const uploads = how(true).flatMap(({ way, there }) => uploadOf(files.get(way.join("/")), there));
    const remembered = (items: readonly number[]) => remember(sent(uploads, items));
    transfers.upload(at.there, uploads, { ifThere, from: into, whole: remembered, failures });
    failures = [];
    const downloads = how(false).map(downloadOf);
    const whole = (items: readonly number[]) => remember(fetched(into, downloads, items));
    transfers.download(at.there, downloads, into, { ifThere, whole });
  }
  await Promise.all([desk.pc.refresh(), desk.local.refresh()]);
}

/** For good, so only what is still as it was when it was compared; of the rest it answers that it changed. */
export async function removeHere(
  folders: LocalFolders,
  top: string,
  rows: readonly PlanRow[],
  files: ReadonlyMap<string, TreeFile>,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const { way, kind } of rows.filter(({ action }) => action === "delete_local")) {
    const [above, name] = [way.slice(0, -1), way.at(-1) ?? ""];
    const folder = [top, ...above].join("/");
    const { files: found, unread } = await localTree(folders, folder, [{ name, kind }]);
    const isAsCompared = (file: TreeFile) => {
      const before = files.get(keyOf([...above, ...file.inside, file.name]));
      return before?.size === file.size && before.modifiedAt === file.modifiedAt;
    };
    const problem = unread[0]?.dp ?? (found.every(isAsCompared) ? undefined : "DP-707");
    if (problem === undefined) await folders.remove(folder, name);
    else failures.push({ path: shownWay(way), dp: problem });
  }
  return failures;
}

/** To the PC's recycle bin, folder by folder. */
async function recycle({ works, pc }: FilesDesk, top: string, rows: readonly PlanRow[]): Promise<void> {
  const names = new Map<string, string[]>();
  for (const { way } of rows.filter(({ action }) => action === "delete_pc")) {
    const folder = way.slice(0, -1).reduce((path, name) => joined(path, name, pc.separator), top);
    names.set(folder, [...(names.get(folder) ?? []), way.at(-1) ?? ""]);
  }
  for (const [folder, some] of names)
    await works.run("recycle", some, (part) => ({ type: "DeleteEntries", folder, names: part, for_good: false }));
}

function uploadOf(found: TreeFile | undefined, replaces: Version | undefined): UploadItem[] {
  return found?.file ? [{ inside: found.inside, name: found.name, file: found.file, replaces }] : [];
}

function downloadOf({ way, here, there }: PlanRow): DownloadItem {
  return {
    inside: way.slice(0, -1),
    name: way.at(-1) ?? "",
    size: there?.size ?? 0,
    modifiedAt: there?.modifiedAt ?? 0,
    replaces: here,
  };
}

/** The PC gives a file the time that it has here. */
function sent(uploads: readonly UploadItem[], items: readonly number[]): Map<string, Agreed> {
  return new Map(
    items.flatMap((item) => {
      const upload = uploads[item];
      if (!upload) return [];
      const { size, lastModified } = upload.file;
      return [[wayOf(upload), { size, hereAt: lastModified, thereAt: lastModified }] as const];
    }),
  );
}

/** A browser gives a file the time of its writing: both times are remembered. */
async function fetched(
  into: FileSystemDirectoryHandle,
  downloads: readonly DownloadItem[],
  items: readonly number[],
): Promise<Map<string, Agreed>> {
  const alike = new Map<string, Agreed>();
  for (const item of items) {
    const download = downloads[item];
    if (!download) continue;
    const there = await thereIn(into, download.inside, download.name).catch(() => undefined);
    if (there?.size === undefined || there.size === null) continue;
    alike.set(wayOf(download), { size: there.size, hereAt: there.modified_at ?? 0, thereAt: download.modifiedAt });
  }
  return alike;
}

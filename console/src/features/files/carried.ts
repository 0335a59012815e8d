/** What was cut or copied in a pane, and how it comes into the folder of either. The computers' own clipboards are not touched. */
import * as between from "./between-panes.ts";
import { otherSide, type Side } from "./dragged-rows.ts";
import type { FilesDesk } from "./files-desk.ts";
import { copyHere } from "./local-works.ts";
import type { Row } from "./rows.ts";

export interface Clipping {
  readonly side: Side;
  readonly folder: string;
  readonly rows: readonly Row[];
  readonly move: boolean;
}

/** What is chosen on a side into the open folder of the other. Throws FilesProblem when nothing could be gathered. */
export async function carryAcross(desk: FilesDesk, side: Side, move: boolean): Promise<void> {
  const { path: folder } = desk[side].state;
  if (folder !== undefined) await paste(desk, { side, folder, rows: desk[side].meant, move }, otherSide(side));
}

/** Into the open folder of a side. Throws FilesProblem when nothing could be gathered. */
export async function paste(desk: FilesDesk, { side, folder, rows, move }: Clipping, to: Side): Promise<void> {
  const into = desk[to].state.path;
  if (into === undefined || (move && side === to && folder === into)) return;
  if (side !== to) await (side === "local" ? between.send : between.fetch)(desk, { folder, rows, move });
  else if (side === "pc") await pasteOnPc(desk, { folder, rows, move }, into);
  else await pasteHere(desk, { folder, rows, move }, into);
  if (move && side === to) await desk[to].refresh();
}

async function pasteOnPc({ works, pc }: FilesDesk, { folder, rows, move }: between.Taken, into: string): Promise<void> {
  const names = rows.map(({ name }) => name);
  await works.run(move ? "move" : "copy", names, (some, ifThere) => ({
    type: "CopyEntries",
    folder,
    names: some,
    target: into,
    move,
    // Into its own folder a copy gets another name at once, as everywhere.
    if_there: folder === into && ifThere === "ask" ? "rename" : ifThere,
  }));
  await pc.refresh();
}

async function pasteHere({ works, folders, local }: FilesDesk, taken: between.Taken, into: string): Promise<void> {
  if (!folders) return;
  await works.here(taken.move ? "move_here" : "copy_here", taken.rows.length, (how) =>
    copyHere(folders, taken, into, how),
  );
  await local.refresh();
}

/** Processes below those that started them. Numbers are used again: a parent is one only if it was there first. */
import { PANEL_COLUMNS } from "../../protocol/messages.gen.ts";
import type { ShownRow } from "./rows.ts";

const place = (name: (typeof PANEL_COLUMNS.processes)[number]) => PANEL_COLUMNS.processes.indexOf(name);
const [PID, PARENT, STARTED] = [place("pid"), place("parent"), place("started_at")];

/** Who is below whom; siblings keep their order, and whoever's parent is not there stands at the top. */
function families(rows: readonly ShownRow[]): { tops: ShownRow[]; below: ReadonlyMap<ShownRow, readonly ShownRow[]> } {
  const byPid = new Map(rows.map((row) => [row.cells[PID], row]));
  const below = new Map<ShownRow, ShownRow[]>();
  const tops: ShownRow[] = [];
  for (const row of rows) {
    const parent = byPid.get(row.cells[PARENT]);
    if (!parent || !startedBefore(parent, row)) tops.push(row);
    else below.set(parent, [...(below.get(parent) ?? []), row]);
  }
  return { tops, below };
}

/** Of two that started at the same time the lower number was first, so that nobody is below itself. */
function startedBefore(one: ShownRow, other: ShownRow): boolean {
  const difference = Number(other.cells[STARTED]) - Number(one.cells[STARTED]);
  return difference > 0 || (difference === 0 && Number(one.cells[PID]) < Number(other.cells[PID]));
}

/** The rows in the order of the tree, each with its depth. */
export function asTree(rows: readonly ShownRow[]): readonly ShownRow[] {
  const { tops, below } = families(rows);
  const ordered: ShownRow[] = [];
  const left = tops.map((row) => ({ row, depth: 0 })).reverse();
  for (let next = left.pop(); next; next = left.pop()) {
    const { row, depth } = next;
    ordered.push({ ...row, depth });
    for (const child of [...(below.get(row) ?? [])].reverse()) left.push({ row: child, depth: depth + 1 });
  }
  return ordered;
}

/** The tree without what is below those in `closed`; whoever has somebody below says whether they are shown. */
export function folded(tree: readonly ShownRow[], closed: ReadonlySet<string>): readonly ShownRow[] {
  const shown: ShownRow[] = [];
  let hiddenBelow = Infinity;
  tree.forEach((row, at) => {
    const depth = row.depth ?? 0;
    if (depth > hiddenBelow) return;
    hiddenBelow = Infinity;
    const parent = (tree[at + 1]?.depth ?? 0) > depth;
    const open = !closed.has(row.key);
    if (parent && !open) hiddenBelow = depth;
    shown.push(parent ? { ...row, open } : row);
  });
  return shown;
}

/** This one and everything below it, from the top down: where the top may not be ended, nothing is; and what is ended starts no more. */
export function withEverythingBelow(rows: readonly ShownRow[], key: string): readonly ShownRow[] {
  const tree = asTree(rows);
  const at = tree.findIndex((row) => row.key === key);
  const top = tree[at];
  if (!top) return [];
  const after = tree.slice(at + 1).findIndex((row) => (row.depth ?? 0) <= (top.depth ?? 0));
  return tree.slice(at, after < 0 ? undefined : at + 1 + after);
}

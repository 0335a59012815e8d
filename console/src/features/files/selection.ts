/** Which rows are chosen, and where the cursor is. Names, not places: a list that is sorted anew keeps both. */
import { nameMask } from "./name-masks.ts";
import type { Row } from "./rows.ts";

export interface Selection {
  readonly chosen: ReadonlySet<string>;
  /** Name of the row that keys act on; undefined before the first. */
  readonly cursor: string | undefined;
  /** Where a range began. */
  readonly anchor: string | undefined;
}

export const NOTHING: Selection = { chosen: new Set(), cursor: undefined, anchor: undefined };

/** How the cursor comes to a row: alone, with all rows on the way, or without choosing. */
export type Reach = "alone" | "range" | "cursor";

export function reach(selection: Selection, rows: readonly Row[], name: string, how: Reach): Selection {
  if (how === "cursor") return { ...selection, cursor: name };
  if (how === "alone") return { chosen: new Set([name]), cursor: name, anchor: name };
  const anchor = selection.anchor ?? selection.cursor ?? name;
  const ends = [rows.findIndex((one) => one.name === anchor), rows.findIndex((one) => one.name === name)];
  const [from, to] = [Math.max(0, Math.min(...ends)), Math.max(...ends)];
  return { chosen: new Set(rows.slice(from, to + 1).map((one) => one.name)), cursor: name, anchor };
}

export function toggle(selection: Selection, name: string): Selection {
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(name)) chosen.add(name);
  return { chosen, cursor: name, anchor: name };
}

export function chooseAll(selection: Selection, rows: readonly Row[]): Selection {
  return { ...selection, chosen: new Set(rows.map((one) => one.name)) };
}

export function invert(selection: Selection, rows: readonly Row[]): Selection {
  return { ...selection, chosen: new Set(rows.map((one) => one.name).filter((name) => !selection.chosen.has(name))) };
}

/** Adds, or takes away, what fits the masks. */
export function chooseByMask(selection: Selection, rows: readonly Row[], masks: string, add: boolean): Selection {
  const fits = nameMask(masks);
  if (!fits) return selection;
  const chosen = new Set(selection.chosen);
  for (const { name } of rows) {
    if (!fits(name)) continue;
    if (add) chosen.add(name);
    else chosen.delete(name);
  }
  return { ...selection, chosen };
}

/** What an action is about: the chosen rows that are shown; without any, the one under the cursor. */
export function meant(selection: Selection, rows: readonly Row[]): Row[] {
  const chosen = rows.filter((one) => selection.chosen.has(one.name));
  return chosen.length > 0 ? chosen : rows.filter((one) => one.name === selection.cursor);
}

/**
 * What is gone from the folder is chosen no more. The cursor goes on to the row that came next of those that were shown `before`, as lists of
 * files do everywhere, so that whoever deleted something need not begin at the top.
 */
export function stillThere(selection: Selection, rows: readonly Row[], before: readonly Row[]): Selection {
  if (selection.chosen.size === 0 && selection.cursor === undefined) return NOTHING;
  const names = new Set(rows.map((one) => one.name));
  const chosen = new Set([...selection.chosen].filter((name) => names.has(name)));
  const anchor = selection.anchor !== undefined && names.has(selection.anchor) ? selection.anchor : undefined;
  return { chosen, cursor: cursorStill(selection.cursor, names, before), anchor };
}

function cursorStill(
  cursor: string | undefined,
  names: ReadonlySet<string>,
  before: readonly Row[],
): string | undefined {
  if (cursor === undefined || names.has(cursor)) return cursor;
  const at = before.findIndex((one) => one.name === cursor);
  if (at < 0) return undefined;
  const left = (one: Row) => names.has(one.name);
  return (before.slice(at + 1).find(left) ?? before.slice(0, at).findLast(left))?.name;
}

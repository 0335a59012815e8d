/** The entries of a folder as a list shows them: sorted, filtered; made for a hundred thousand of them. */
import type { FolderEntry } from "../../protocol/messages.gen.ts";
import { PART_SUFFIX } from "../../protocol/file-names.ts";
import { nameMask } from "./name-masks.ts";

export interface Row extends FolderEntry {
  /** Compares as people sort names: accents and case do not count, `file2` comes before `file10`. */
  readonly order: string;
  /** Behind the last point, lower case. */
  readonly ending: string;
}

export type Column = "name" | "size" | "modified" | "ending";
export const COLUMNS: readonly Column[] = ["name", "ending", "size", "modified"];

export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

/** What of a folder is shown. */
export interface Sieve {
  readonly masks: string;
  readonly hidden: boolean;
}

/** Half a file is nothing to work with: it is shown with what is hidden. */
export function row(entry: FolderEntry): Row {
  return {
    ...entry,
    hidden: entry.hidden || entry.name.endsWith(PART_SUFFIX),
    order: orderOf(entry.name),
    ending: endingOf(entry),
  };
}

/** Comparing finished strings is twenty times quicker than a collator, which would stop the page for seconds. */
function orderOf(name: string): string {
  const folded = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return folded.replace(/\d+/g, (digits) => {
    const bare = digits.replace(/^0+(?=.)/, "");
    return String.fromCharCode(0x30 + Math.min(bare.length, 200)) + bare;
  });
}

/** Empty for folders, and for names that only begin with a point. */
function endingOf({ name, kind }: FolderEntry): string {
  const at = name.lastIndexOf(".");
  return kind === "folder" || at <= 0 ? "" : name.slice(at + 1).toLowerCase();
}

/** Whether it opens like a folder: a link may lead to one. */
export function opens(entry: Pick<FolderEntry, "kind">): boolean {
  return entry.kind === "folder" || entry.kind === "link";
}

/** In order: folders first, whatever the column. Rows that are in order already cost next to nothing, so a list may be sorted as it grows. */
export function sortedRows(rows: readonly Row[], { column, descending }: Sorting): Row[] {
  const byColumn = COMPARISONS[column];
  const turn = descending ? -1 : 1;
  const byBoth = (one: Row, other: Row) => turn * (byColumn(one, other) || byName(one, other));
  const folders = rows.filter(({ kind }) => kind === "folder").sort(byBoth);
  return [...folders, ...rows.filter(({ kind }) => kind !== "folder").sort(byBoth)];
}

/** The rows to show. The mask sifts files only, so that the way on stays. */
export function siftedRows(rows: readonly Row[], sieve: Sieve): Row[] {
  const wanted = nameMask(sieve.masks);
  return rows.filter(
    (one) => (sieve.hidden || !(one.hidden || one.system)) && (!wanted || one.kind === "folder" || wanted(one.name)),
  );
}

function byName(one: Row, other: Row): number {
  return compare(one.order, other.order) || compare(one.name, other.name);
}

const COMPARISONS: Record<Column, (one: Row, other: Row) => number> = {
  name: byName,
  size: (one, other) => (one.size ?? 0) - (other.size ?? 0),
  modified: (one, other) => (one.modified_at ?? 0) - (other.modified_at ?? 0),
  ending: (one, other) => compare(one.ending, other.ending),
};

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

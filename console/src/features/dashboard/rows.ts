/** A table as the host tells it: rows by key, changed by messages; and what of it is shown. */
import type { TableRows } from "../../protocol/messages.gen.ts";

export type Cells = readonly string[];
export type Rows = ReadonlyMap<string, Cells>;

/** The rows after one message. */
export function applied(rows: Rows, message: TableRows): Rows {
  const next = new Map(message.first ? [] : rows);
  for (const key of message.gone) next.delete(key);
  for (const { key, cells } of message.rows) next.set(key, cells);
  return next;
}

export interface Sorting {
  /** Index of the column; -1: as the host told them. */
  readonly column: number;
  readonly down: boolean;
}

export interface ShownRow {
  readonly key: string;
  readonly cells: Cells;
  /** How deep it stands in a tree. */
  readonly depth?: number;
  /** Whether those below it are shown; undefined where there are none. */
  readonly open?: boolean | undefined;
}

/** The rows that fit `filter` (every word of it, in any cell), sorted. Numbers by value, empty cells last. */
export function shownRows(
  rows: Rows,
  filter: string,
  sorting: Sorting,
  numeric: boolean,
  language: string,
): readonly ShownRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown: ShownRow[] = [];
  for (const [key, cells] of rows) {
    if (words.length > 0) {
      const text = cells.join("\n").toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
    }
    shown.push({ key, cells });
  }
  if (sorting.column < 0) return shown;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const sign = sorting.down ? -1 : 1;
  const cell = (row: ShownRow) => row.cells[sorting.column] ?? "";
  return shown.sort((a, b) => {
    const [x, y] = [cell(a), cell(b)];
    if (x === "" || y === "") return Number(x === "") - Number(y === "");
    return sign * (numeric ? Number(x) - Number(y) : collator.compare(x, y));
  });
}

/** Which rows of equal height lie in a window, with a few around it. */
export function inWindow(count: number, rowHeight: number, top: number, height: number): { from: number; to: number } {
  const around = 8;
  const from = Math.max(0, Math.floor(top / rowHeight) - around);
  return { from, to: Math.min(count, Math.ceil((top + height) / rowHeight) + around) };
}

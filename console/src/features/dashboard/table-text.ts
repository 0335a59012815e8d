/** Tables as text to take away: with tabs for a sheet or a mail, or as a CSV file with whole numbers and times. */
import type { TFunction } from "i18next";
import { harmless } from "../../protocol/shown-text.ts";
import { cellText, type Column, momentOf } from "./columns.ts";
import type { ShownRow } from "./rows.ts";

/** What spreadsheets take for a formula, at a cell's beginning or where some of them split it (as server/csv_file.py). */
const SIGNS = String.raw`=+\-@\uff1d\uff0b\uff0d\uff20`;
const FORMULA = new RegExp(`^[ \\n]*[${SIGNS}\\t\\r]`);
const FORMULA_WITHIN = new RegExp(`([;\\t\\r\\n][ "]*)(?=[${SIGNS}])`, "g");
const BYTE_ORDER_MARK = "\ufeff";

const heads = (t: TFunction, columns: readonly Column[]) =>
  columns.map(({ name }) => t(`console.dashboard.column_${name}`));

/** As it is read on the page. */
export function asText(t: TFunction, language: string, columns: readonly Column[], rows: readonly ShownRow[]): string {
  return [heads(t, columns).join("\t"), ...rows.map((row) => rowText(t, language, columns, row))].join("\n");
}

export function rowText(t: TFunction, language: string, columns: readonly Column[], row: ShownRow): string {
  return columns
    .map((column, place) => noFormula(cellText(t, language, column, row.cells[place] ?? "").replace(/\s+/g, " ")))
    .join("\t");
}

/** As programs read it: sizes in bytes, times in ISO 8601. */
export function asCsv(t: TFunction, columns: readonly Column[], rows: readonly ShownRow[]): string {
  const lines = rows.map(({ cells }) => columns.map((column, place) => plain(t, column, cells[place] ?? "")));
  const text = [heads(t, columns), ...lines].map((line) => line.map(quoted).join(",")).join("\r\n");
  return `${BYTE_ORDER_MARK}${text}\r\n`;
}

function plain(t: TFunction, column: Column, cell: string): string {
  if (cell === "") return "";
  if (column.kind === "moment") {
    const at = momentOf(cell);
    return at === undefined ? "" : new Date(at).toISOString();
  }
  if (column.kind === "share") return String(Number(cell) / 10);
  return column.kind === "word" ? cellText(t, "en", column, cell) : harmless(cell);
}

function quoted(cell: string): string {
  const text = noFormula(cell);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function noFormula(cell: string): string {
  return (FORMULA.test(cell) ? `'${cell}` : cell).replace(FORMULA_WITHIN, "$1'");
}

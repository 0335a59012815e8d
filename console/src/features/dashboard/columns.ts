/** How the columns of Dashboard's tables are shown: their width, and what their cells mean. */
import type { TFunction } from "i18next";
import { PANEL_COLUMNS } from "../../protocol/messages.gen.ts";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import { harmless } from "../../protocol/shown-text.ts";
import type { TablePanelName } from "./wire.ts";

export type ColumnKind = "text" | "number" | "bytes" | "moment" | "share" | "word";

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** In the grid's own measure. */
  readonly width: string;
}

const KINDS: Readonly<Record<string, ColumnKind>> = {
  pid: "number",
  parent: "number",
  cpu: "share",
  memory: "bytes",
  threads: "number",
  priority: "word",
  started_at: "moment",
  state: "word",
  start: "word",
  at: "moment",
  level: "word",
  event: "number",
  size: "bytes",
  free: "bytes",
  kind: "word",
  scope: "word",
  next_at: "moment",
  last_at: "moment",
  port: "number",
};
const WIDTHS: Readonly<Record<ColumnKind, string>> = {
  text: "minmax(140px, 2fr)",
  number: "84px",
  bytes: "96px",
  moment: "196px",
  share: "116px",
  word: "140px",
};
const WIDE = new Set(["command", "description", "text", "value"]);

export function columnsOf(panel: TablePanelName): readonly Column[] {
  return PANEL_COLUMNS[panel].map((name) => {
    const kind = KINDS[name] ?? "text";
    return { name, kind, width: WIDE.has(name) ? "minmax(220px, 4fr)" : WIDTHS[kind] };
  });
}

/** Whether the column is compared by number. */
export const isNumeric = ({ kind }: Column) => kind !== "text" && kind !== "word";

/** One cell as people read it. */
export function cellText(t: TFunction, language: string, { kind }: Column, cell: string): string {
  if (cell === "") return "";
  switch (kind) {
    case "bytes":
      return readableBytes(Number(cell), language);
    case "moment":
      return dayAndTime(Number(cell), language);
    case "share":
      return `${(Number(cell) / 10).toLocaleString(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 })} %`;
    case "word":
      return harmless(t(`console.dashboard.word_${cell}`, { defaultValue: cell }));
    default:
      return harmless(cell);
  }
}

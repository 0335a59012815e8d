/** How the columns of Dashboard's tables are shown: their width, and what their cells mean. */
import type { TFunction } from "i18next";
import { PANEL_COLUMNS } from "../../protocol/messages.gen.ts";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { harmless } from "../../protocol/shown-text.ts";
import type { TablePanelName } from "./wire.ts";

export type ColumnKind = "text" | "number" | "bytes" | "moment" | "day" | "share" | "word";

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** In the grid's own measure. */
  readonly width: string;
  /** Only in the chosen row's details and in what is copied. */
  readonly aside?: boolean;
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
  installed_on: "day",
  size: "bytes",
  free: "bytes",
  kind: "word",
  scope: "word",
  next_at: "moment",
  last_at: "moment",
  port: "number",
};
/** Shares are about as large as the least widths: a flexible column grows with the most demanding of its kind. */
const WIDTHS: Readonly<Record<ColumnKind, string>> = {
  text: "minmax(130px, 2fr)",
  number: "76px",
  bytes: "92px",
  moment: "184px",
  day: "112px",
  share: "124px",
  word: "132px",
};
const WIDE = new Set(["command", "description", "text", "value", "shown_name", "address", "remote"]);
const NARROW: Readonly<Record<string, string>> = {
  version: "minmax(96px, 1.5fr)",
  protocol: "100px",
  format: "92px",
  last_result: "112px",
  account: "minmax(104px, 1.6fr)",
  person: "minmax(104px, 1.6fr)",
};
/** Who started a process is seen in the tree; its threads matter to few. */
const ASIDE: Partial<Record<TablePanelName, ReadonlySet<string>>> = { processes: new Set(["parent", "threads"]) };

export function columnsOf(panel: TablePanelName): readonly Column[] {
  return PANEL_COLUMNS[panel].map((name) => {
    const kind = KINDS[name] ?? "text";
    const width = WIDE.has(name) ? "minmax(200px, 3fr)" : (NARROW[name] ?? WIDTHS[kind]);
    return { name, kind, width, aside: ASIDE[panel]?.has(name) ?? false };
  });
}

/** Whether the column is compared by number. */
export const isNumeric = ({ kind }: Column) => !["text", "word", "day"].includes(kind);

/** One cell as people read it. */
export function cellText(t: TFunction, language: string, { kind }: Column, cell: string): string {
  if (cell === "") return "";
  switch (kind) {
    case "bytes":
      return readableBytes(Number(cell), language);
    case "moment": {
      const at = momentOf(cell);
      return at === undefined ? "" : shapes(language).moment.format(at);
    }
    case "day": {
      const at = Date.parse(cell);
      return Number.isNaN(at) ? harmless(cell) : shapes(language).day.format(at);
    }
    case "share":
      return `${shapes(language).share.format(Number(cell) / 10)} %`;
    case "word":
      return NETSTAT[cell] ?? harmless(t(`console.dashboard.word_${cell}`, { defaultValue: cell }));
    default:
      return harmless(cell);
  }
}

/** Undefined where the system did not tell (0), and for what is no moment at all. */
export function momentOf(cell: string): number | undefined {
  const at = Number(cell);
  return at === 0 || Number.isNaN(new Date(at).getTime()) ? undefined : at;
}

/** States of connections have the names that technicians know from netstat in every language. */
const NETSTAT: Readonly<Record<string, string>> = Object.fromEntries(
  "established syn_sent syn_recv fin_wait1 fin_wait2 time_wait close_wait last_ack closing close"
    .split(" ")
    .map((state) => [state, state.toUpperCase()]),
);

interface Shapes {
  readonly moment: Intl.DateTimeFormat;
  readonly day: Intl.DateTimeFormat;
  readonly share: Intl.NumberFormat;
}
/** Made once for a language: a table has thousands of cells. */
const made = new Map<string, Shapes>();
function shapes(language: string): Shapes {
  const known = made.get(language);
  if (known) return known;
  const date = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const fresh = {
    moment: new Intl.DateTimeFormat(language, { ...date, hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    day: new Intl.DateTimeFormat(language, { ...date, timeZone: "UTC" }),
    share: new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 }),
  };
  made.set(language, fresh);
  return fresh;
}

/** Time ranges as people choose them, in the browser's own time zone. Moments are milliseconds since 1970. */

export const RANGES = ["today", "week", "month", "year", "own"] as const;
/** `always` only where a list offers it. */
export type RangeName = (typeof RANGES)[number] | "always";

export interface RangeChoice {
  name: RangeName;
  /** Days as date fields write them (`2026-11-22`), with `own` only; empty: open. */
  from: string;
  to: string;
}

export interface Range {
  since: number | undefined;
  /** Not included any more. */
  until: number | undefined;
}

export const ANY_TIME: Range = { since: undefined, until: undefined };

const DAYS_BACK: Record<Exclude<RangeName, "own" | "always">, number> = { today: 0, week: 6, month: 29, year: 364 };

/** The moments of a choice; presets begin at midnight and are open at the end. `null`: the dates are backwards or none. */
export function rangeOf(choice: RangeChoice, now: number): Range | null {
  if (choice.name === "always") return ANY_TIME;
  if (choice.name !== "own") return { since: midnight(now, -DAYS_BACK[choice.name]), until: undefined };
  const since = choice.from === "" ? undefined : startOf(choice.from);
  const until = choice.to === "" ? undefined : startOf(choice.to, 1);
  if (Number.isNaN(since) || Number.isNaN(until)) return null;
  return since !== undefined && until !== undefined && since >= until ? null : { since, until };
}

/** The name of the browser's time zone, such as `America/Sao_Paulo`. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function midnight(now: number, days: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime();
}

function startOf(day: string, plusDays = 0): number {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined || year < 1970) return Number.NaN;
  return new Date(year, month - 1, date + plusDays).getTime();
}

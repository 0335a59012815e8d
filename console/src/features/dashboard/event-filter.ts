/** What is wanted of the system's logs: as it is chosen on the page, and as the PC is asked for it. */
import { type EventLevel, EventLevelValues } from "../../protocol/messages.gen.ts";

export const TIMES = ["always", "hour", "day", "week", "month", "own"] as const;
export type EventTimes = (typeof TIMES)[number];

const HOUR_MS = 3_600_000;
const BACK_MS: Record<Exclude<EventTimes, "always" | "own">, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};
const MOST_NUMBER = 2 ** 32 - 1;

export interface EventFilter {
  readonly log: string;
  readonly levels: readonly EventLevel[];
  readonly source: string;
  /** As typed: digits or nothing. */
  readonly event: string;
  readonly text: string;
  readonly times: EventTimes;
  /** As date fields write them (`2026-11-22T14:05`), with `own` only; empty: open. */
  readonly from: string;
  readonly to: string;
}

export const EVERYTHING: EventFilter = {
  log: "System",
  levels: [],
  source: "",
  event: "",
  text: "",
  times: "always",
  from: "",
  to: "",
};

export interface WantedEvents {
  readonly log: string;
  readonly levels: readonly EventLevel[];
  readonly source: string;
  readonly text: string;
  readonly event?: number;
  readonly since?: number;
  readonly until?: number;
}

/** What the PC is asked for, at the moment `now`; undefined where the two times are backwards or the number is none. */
export function wantedEvents(filter: EventFilter, now: number): WantedEvents | undefined {
  const number = filter.event.trim();
  const event = number === "" ? undefined : Number(number);
  if (event !== undefined && !(/^\d+$/.test(number) && event <= MOST_NUMBER)) return undefined;
  const [since, until] = spanOf(filter, now);
  if (since !== undefined && until !== undefined && since > until) return undefined;
  return {
    log: filter.log,
    levels: EventLevelValues.filter((level) => filter.levels.includes(level)),
    source: filter.source.trim(),
    text: filter.text.trim(),
    ...(event === undefined ? {} : { event }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

export const wantedNow = (filter: EventFilter) => wantedEvents(filter, Date.now());

/** The first and the last moment; a minute that is named is wanted whole. */
function spanOf({ times, from, to }: EventFilter, now: number): readonly [number | undefined, number | undefined] {
  if (times === "always") return [undefined, undefined];
  if (times !== "own") return [now - BACK_MS[times], undefined];
  return [moment(from), moment(to, 59_999)];
}

function moment(written: string, plusMs = 0): number | undefined {
  const at = new Date(written).getTime();
  return Number.isNaN(at) || at < 0 ? undefined : at + plusMs;
}

/** How many things narrow what is shown, beside the log. */
export function narrowedBy({ levels, source, event, text, times }: EventFilter): number {
  return [levels.length > 0, source.trim(), event.trim(), text.trim(), times !== "always"].filter(Boolean).length;
}

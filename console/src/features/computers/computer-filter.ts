/** What the page *Computers* shows, as its address holds it: a link or *Back* brings the same list again. */
import type { SoughtSessions } from "../../foundation/api/support-sessions.ts";
import { type RangeChoice, rangeOf, RANGES } from "../../foundation/texts/ranges.ts";
import { tidySearch } from "../../foundation/texts/search-words.ts";

export const STATES = ["live", "prepared", "active", "ended"] as const;
export const PRESENCES = ["offline", "online", "connected"] as const;
export const REMOVALS = ["pending", "confirmed"] as const;

/** Everything may be left out, and then it is not in the address either. */
export interface ComputerFilter {
  q?: string;
  state?: (typeof STATES)[number];
  presence?: (typeof PRESENCES)[number];
  removal?: (typeof REMOVALS)[number];
  technician?: string;
  range?: (typeof RANGES)[number];
  /** Days as date fields write them, with the range `own` only. */
  from?: string;
  to?: string;
}

/** What an address says; what cannot be meant is passed over. */
export function readComputerFilter(search: Record<string, unknown>): ComputerFilter {
  const words = search["q"];
  const range = oneOf(RANGES, search["range"]);
  const own = range === "own";
  return withoutNothing({
    q: typeof words === "string" || typeof words === "number" ? tidySearch(String(words)) : undefined,
    state: oneOf(STATES, search["state"]),
    presence: oneOf(PRESENCES, search["presence"]),
    removal: oneOf(REMOVALS, search["removal"]),
    technician: matching(/^[a-z2-7]{26}$/, search["technician"]),
    range,
    from: own ? matching(/^\d{4}-\d{2}-\d{2}$/, search["from"]) : undefined,
    to: own ? matching(/^\d{4}-\d{2}-\d{2}$/, search["to"]) : undefined,
  });
}

/** The filter with what changes; an empty value takes a filter away. */
export function changed(filter: ComputerFilter, change: Record<string, string>): ComputerFilter {
  return readComputerFilter({ ...filter, ...change });
}

/** How many filters are set, beside the search. */
export function filtersSet({ state, presence, removal, technician, range }: ComputerFilter): number {
  return [state, presence, removal, technician, range].filter((value) => value !== undefined).length;
}

export function rangeChoice(filter: ComputerFilter): RangeChoice {
  return { name: filter.range ?? "always", from: filter.from ?? "", to: filter.to ?? "" };
}

export interface Asked {
  /** undefined: the filters leave no room for computers under support. */
  live: SoughtSessions | undefined;
  earlier: SoughtSessions | undefined;
}

/**
 * What to ask the server for. Presence is told of live ones only, removal of ended ones only. Sessions that no PC ever joined stand
 * among the earlier computers only when somebody searches: then everything that fits is wanted. `null`: the dates are backwards.
 */
export function askedFor(filter: ComputerFilter, now: number): Asked | null {
  const range = rangeOf(rangeChoice(filter), now);
  if (range === null) return null;
  const { q, state, presence, removal, technician } = filter;
  const both = { q, technician, ...range };
  const live = state !== "ended" && removal === undefined;
  const earlier = (state === undefined || state === "ended") && presence === undefined;
  return {
    live: live ? { ...both, state: state ?? "live", presence } : undefined,
    earlier: earlier ? { ...both, state: "ended", removal, computer: q === undefined ? true : undefined } : undefined,
  };
}

function oneOf<Value extends string>(known: readonly Value[], value: unknown): Value | undefined {
  return known.find((one) => one === value);
}

function matching(shape: RegExp, value: unknown): string | undefined {
  return typeof value === "string" && shape.test(value) ? value : undefined;
}

function withoutNothing<Values extends object>(values: Values): { [Name in keyof Values]?: NonNullable<Values[Name]> } {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(set) as { [Name in keyof Values]?: NonNullable<Values[Name]> };
}

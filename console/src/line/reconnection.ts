/** When to try again after the line broke. Pure: times in milliseconds come in, the next step comes out. */

/** How long the host keeps the key to resume (docs/protocol.md §6). */
export const RESUME_FOR_MS = 5 * 60_000;
const DELAYS_MS = [250, 500, 1_000, 2_000, 3_000] as const;

export type NextStep = { readonly step: "resume"; readonly inMs: number } | { readonly step: "password" };

/** What to do at `nowMs` after `tries` failed tries to resume a line lost at `lostAtMs`, when the host keeps the key for `resumeForMs`. */
export function nextStep(lostAtMs: number, nowMs: number, tries: number, resumeForMs = RESUME_FOR_MS): NextStep {
  const inMs = DELAYS_MS[Math.min(tries, DELAYS_MS.length - 1)] ?? 3_000;
  if (nowMs + inMs - lostAtMs > resumeForMs) return { step: "password" };
  return { step: "resume", inMs };
}

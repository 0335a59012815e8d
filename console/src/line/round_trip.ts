/** The round trip to the remote PC through the relay, from `Ping` and `Pong`: the figures behind the latency dot. */
/** `silent`: nothing came for a while; both figures are how long. */
export type Quality = "good" | "fair" | "poor" | "silent";

export interface RoundTrip {
  /** Median of the last pings, milliseconds. */
  readonly medianMs: number;
  /** The slowest of them. */
  readonly worstMs: number;
  readonly quality: Quality;
}

const KEPT = 8;
/** Up to here a click feels immediate. */
const GOOD_MS = 80;
/** From here typing runs ahead of the picture. */
const POOR_MS = 250;

export class RoundTripMeter {
  #waiting = new Map<number, number>();
  #taken: number[] = [];
  #next = 0;

  /** The number of the next ping, sent at `nowMs`. Pings that were never answered are forgotten. */
  ping(nowMs: number): number {
    const number = this.#next++;
    this.#waiting.set(number, nowMs);
    for (const old of this.#waiting.keys()) if (old <= number - KEPT) this.#waiting.delete(old);
    return number;
  }

  /** A pong arrived; `undefined` when nobody asked. */
  pong(number: number, nowMs: number): RoundTrip | undefined {
    const sentMs = this.#waiting.get(number);
    if (sentMs === undefined) return undefined;
    this.#waiting.delete(number);
    this.#taken = [...this.#taken, nowMs - sentMs].slice(-KEPT);
    const sorted = [...this.#taken].sort((a, b) => a - b);
    const medianMs = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
    return { medianMs, worstMs: sorted.at(-1) ?? 0, quality: quality(medianMs) };
  }
}

/** What is told instead of a round trip after `silentMs` without a word from the PC. */
export function silence(silentMs: number): RoundTrip {
  return { medianMs: silentMs, worstMs: silentMs, quality: "silent" };
}

function quality(medianMs: number): Quality {
  if (medianMs <= GOOD_MS) return "good";
  return medianMs >= POOR_MS ? "poor" : "fair";
}

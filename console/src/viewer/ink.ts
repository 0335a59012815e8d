/** What the technician has drawn, as it looks on this side: it fades as it does at the PC (`ink.py`), so both see the same. */

/** A line, after its last point; the pointer's dot, after its last movement. */
const STAYS_MS = 5_000;
const DOT_STAYS_MS = 1_000;
const FADES_MS = 1_000;
const DOT_TO_LINE = 3;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A line through places of the remote screen; one place alone is a dot. `thickness` in its pixels. */
export interface InkLine {
  readonly points: readonly Spot[];
  readonly thickness: number;
}

export class Ink {
  readonly #lines = new Map<number, { points: Spot[]; atMs: number }>();
  #dot: { readonly spot: Spot; readonly atMs: number } | undefined;

  point(spot: Spot, nowMs: number): void {
    this.#dot = { spot, atMs: nowMs };
  }

  /** The line of this number begins or goes on. */
  draw(number: number, spot: Spot, nowMs: number): void {
    const line = this.#lines.get(number) ?? { points: [], atMs: nowMs };
    line.points.push(spot);
    line.atMs = nowMs;
    this.#lines.set(number, line);
    this.#dot = undefined;
  }

  wipe(): void {
    this.#lines.clear();
    this.#dot = undefined;
  }

  /** What is to be seen now, with lines of this thickness as long as they do not fade. */
  shown(thickness: number, nowMs: number): readonly InkLine[] {
    const shown: InkLine[] = [];
    for (const [number, line] of this.#lines) {
      const left = faded(thickness, nowMs - line.atMs - STAYS_MS);
      if (left > 0) shown.push({ points: line.points, thickness: left });
      else this.#lines.delete(number);
    }
    if (this.#dot) {
      const left = faded(DOT_TO_LINE * thickness, nowMs - this.#dot.atMs - DOT_STAYS_MS);
      if (left > 0) shown.push({ points: [this.#dot.spot], thickness: left });
      else this.#dot = undefined;
    }
    return shown;
  }
}

/** 0: it is gone. */
function faded(thickness: number, fadingMs: number): number {
  return Math.max(0, thickness * (1 - Math.max(0, fadingMs) / FADES_MS));
}

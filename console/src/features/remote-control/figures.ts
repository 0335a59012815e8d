/** The host's sums of one second as the rates a person reads. */
import { type Figures, type SentAs, SentAsValues } from "../../protocol/messages.gen.ts";

interface Way {
  /** Of the pixels that changed. */
  readonly percent: number;
  readonly kbits: number;
}

export interface Rates {
  /** From the remote screen to this one and back, median. */
  readonly glassMs: number;
  readonly fps: number;
  readonly kbits: number;
  /** What the host takes the line for. */
  readonly lineMbits: number;
  readonly ways: Readonly<Record<SentAs, Way>>;
}

export function inRates(figures: Figures | undefined): Rates {
  const seconds = (figures?.span_ms ?? 0) / 1000;
  const perSecond = (sum: number) => (seconds > 0 ? sum / seconds : 0);
  const sum = (of: "pixels" | "bytes", way?: SentAs) =>
    (figures?.ways ?? []).reduce((all, one) => (way === undefined || one.way === way ? all + one[of] : all), 0);
  const pixels = sum("pixels");
  const ways = SentAsValues.map((way) => [
    way,
    {
      percent: pixels > 0 ? (100 * sum("pixels", way)) / pixels : 0,
      kbits: (perSecond(sum("bytes", way)) * 8) / 1000,
    },
  ]);
  return {
    glassMs: figures?.glass_ms ?? 0,
    fps: perSecond(figures?.pictures ?? 0),
    kbits: (perSecond(sum("bytes")) * 8) / 1000,
    lineMbits: (figures?.line_kbits ?? 0) / 1000,
    ways: Object.fromEntries(ways) as Record<SentAs, Way>,
  };
}

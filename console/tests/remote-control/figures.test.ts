import { describe, expect, it } from "vitest";
import { inRates } from "../../src/features/remote-control/figures.ts";
import { keepPreferences, readPreferences } from "../../src/features/remote-control/preferences.ts";

describe("the statistics", () => {
  it("are rates of a second, however long the sums took", () => {
    const rates = inRates({
      type: "Figures",
      span_ms: 2000,
      pictures: 60,
      glass_ms: 11,
      line_kbits: 12_500,
      ways: [
        { way: "copy", pixels: 3_000_000, bytes: 500 },
        { way: "lossless", pixels: 1_000_000, bytes: 24_500 },
      ],
    });
    expect(rates).toMatchObject({ glassMs: 11, fps: 30, kbits: 100, lineMbits: 12.5 });
    expect(rates.ways.copy).toEqual({ percent: 75, kbits: 2 });
    expect(rates.ways.lossless).toEqual({ percent: 25, kbits: 98 });
    expect(rates.ways.video).toEqual({ percent: 0, kbits: 0 });
  });

  it("are zero before the first second", () => {
    expect(inRates(undefined)).toMatchObject({ fps: 0, kbits: 0 });
  });
});

describe("what a technician likes", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  Object.assign(globalThis, { localStorage: storage });

  it("is remembered for each of them", () => {
    keepPreferences("one", { quality: "sharp" });
    expect(readPreferences("one").quality).toBe("sharp");
    expect(readPreferences("two").quality).toBe("auto");
  });

  it("is nothing when it cannot be read", () => {
    for (const damaged of ["{", "null", '{"quality":"gold"}', "[]"]) {
      kept.set("daypass-viewer-one", damaged);
      expect(readPreferences("one").quality).toBe("auto");
    }
  });
});

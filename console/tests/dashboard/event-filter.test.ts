import { describe, expect, it } from "vitest";
import { EVERYTHING, narrowedBy, wantedEvents } from "../../src/features/dashboard/event-filter.ts";

const NOW = Date.UTC(2026, 10, 23, 12);

describe("what is wanted of the event log", () => {
  it("is everything at first, and what was chosen afterwards", () => {
    expect(wantedEvents(EVERYTHING, NOW)).toEqual({ log: "System", levels: [], source: "", text: "" });
    const chosen = { ...EVERYTHING, levels: ["error"] as const, source: " disk ", event: "7", text: "bad" };
    expect(wantedEvents({ ...chosen, times: "hour" }, NOW)).toEqual({
      log: "System",
      levels: ["error"],
      source: "disk",
      event: 7,
      text: "bad",
      since: NOW - 3_600_000,
    });
    expect([narrowedBy(EVERYTHING), narrowedBy({ ...chosen, times: "hour" })]).toEqual([0, 5]);
  });
  it("takes two moments, each open, the last minute whole", () => {
    const own = { ...EVERYTHING, times: "own", from: "2026-11-23T10:00", to: "2026-11-23T10:00" } as const;
    const at = new Date(2026, 10, 23, 10).getTime();
    expect(wantedEvents(own, NOW)).toMatchObject({ since: at, until: at + 59_999 });
    expect(wantedEvents({ ...own, to: "" }, NOW)).not.toHaveProperty("until");
  });
  it("is nothing where the moments are backwards or the number is none", () => {
    const own = { ...EVERYTHING, times: "own", from: "2026-11-23T10:00", to: "2026-11-22T10:00" } as const;
    expect(wantedEvents(own, NOW)).toBeUndefined();
    for (const event of ["x", "-1", "1.5", "4294967296", "1e3"])
      expect(wantedEvents({ ...EVERYTHING, event }, NOW)).toBeUndefined();
  });
});

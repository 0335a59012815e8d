import { describe, expect, it } from "vitest";
import { secondsUntil } from "../../src/features/dashboard/restart-time.ts";

const NOON = new Date(2026, 5, 15, 12, 0, 0).getTime();

describe("a time of day for a restart", () => {
  it("is today's, or tomorrow's where today's has passed", () => {
    expect(secondsUntil("12:30", NOON)).toBe(30 * 60);
    expect(secondsUntil("11:00", NOON)).toBe(23 * 3600);
    expect(secondsUntil("12:00", NOON)).toBe(24 * 3600);
  });
  it("is nothing for what is no time", () => {
    expect(["", "noon", "25:00", "12:60"].map((text) => secondsUntil(text, NOON))).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});

import { describe, expect, it } from "vitest";
import { Ink } from "../../src/viewer/ink.ts";

describe("what was drawn, on this side", () => {
  it("stays for five seconds after its last point, thins out and is gone", () => {
    const ink = new Ink();
    ink.draw(1, { x: 1, y: 2 }, 0);
    ink.draw(1, { x: 3, y: 4 }, 1_000);
    expect(ink.shown(10, 6_000)).toEqual([
      {
        points: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
        thickness: 10,
      },
    ]);
    expect(ink.shown(10, 6_500)[0]?.thickness).toBe(5);
    expect(ink.shown(10, 7_000)).toEqual([]);
  });

  it("shows one dot where the pointer is, until it rests or draws", () => {
    const ink = new Ink();
    ink.point({ x: 1, y: 1 }, 0);
    ink.point({ x: 9, y: 9 }, 100);
    expect(ink.shown(5, 200)).toEqual([{ points: [{ x: 9, y: 9 }], thickness: 15 }]);
    expect(ink.shown(5, 2_100)).toEqual([]);
    ink.point({ x: 9, y: 9 }, 3_000);
    ink.draw(1, { x: 9, y: 9 }, 3_001);
    expect(ink.shown(5, 3_001)).toHaveLength(1);
    ink.wipe();
    expect(ink.shown(5, 3_002)).toEqual([]);
  });
});

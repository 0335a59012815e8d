import { describe, expect, it } from "vitest";
import { shownCursor } from "../../src/viewer/remote_cursor.ts";

const ibeam = { width: 32, height: 32, hot_x: 15, hot_y: 16 };

describe("the shown pointer", () => {
  it("is as large as on the PC where the picture is not enlarged", () => {
    expect(shownCursor(ibeam, 1)).toEqual({ width: 32, height: 32, hotX: 15, hotY: 16 });
  });

  it("grows with the picture, its hot spot with it", () => {
    expect(shownCursor(ibeam, 2)).toEqual({ width: 64, height: 64, hotX: 31, hotY: 33 });
    expect(shownCursor({ ...ibeam, hot_x: 0, hot_y: 0 }, 3)).toMatchObject({ width: 96, hotX: 1, hotY: 1 });
  });

  it("shrinks to what a browser takes, and the hot spot stays inside", () => {
    expect(shownCursor({ width: 256, height: 128, hot_x: 256, hot_y: 127 }, 2)).toEqual({
      width: 128,
      height: 64,
      hotX: 127,
      hotY: 63,
    });
  });
});

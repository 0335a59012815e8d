import { describe, expect, it } from "vitest";
import { nextStep, RESUME_FOR_MS } from "../../src/line/reconnection.ts";
import { RoundTripMeter } from "../../src/line/round_trip.ts";
import { remotePoint, shownSize } from "../../src/viewer/scale.ts";

describe("the size on the page", () => {
  const remote = { width: 1920, height: 1080 };
  it("fits by the tighter side and never enlarges", () => {
    expect(shownSize(remote, { width: 960, height: 1000 }, "fit", 1)).toEqual({ width: 960, height: 540 });
    expect(shownSize(remote, { width: 4000, height: 4000 }, "fit", 1)).toEqual(remote);
  });
  it("maps pixel to pixel at actual size, also on a dense display", () => {
    expect(shownSize(remote, { width: 100, height: 100 }, "actual", 2)).toEqual({ width: 960, height: 540 });
  });
});

describe("a dense display", () => {
  it("zooms the actual size by whole and half steps", () => {
    const remote = { width: 1000, height: 500 };
    expect(shownSize(remote, { width: 10, height: 10 }, "zoom200", 2)).toEqual(remote);
    expect(shownSize(remote, { width: 10, height: 10 }, "zoom150", 1)).toEqual({ width: 1500, height: 750 });
  });
});

describe("a point of the page", () => {
  const remote = { width: 1920, height: 1080 };
  const box = { left: 100, top: 50, width: 960, height: 540 };
  it("is the remote pixel under it", () => {
    expect(remotePoint({ x: 100, y: 50 }, box, remote)).toEqual({ x: 0, y: 0 });
    expect(remotePoint({ x: 580, y: 320 }, box, remote)).toEqual({ x: 960, y: 540 });
    expect(remotePoint({ x: 100.6, y: 50.4 }, box, remote)).toEqual({ x: 1, y: 0 });
  });
  it("stays on the screen when a drag leaves it", () => {
    expect(remotePoint({ x: 0, y: 9000 }, box, remote)).toEqual({ x: 0, y: 1079 });
    expect(remotePoint({ x: 1060, y: 0 }, box, remote)).toEqual({ x: 1919, y: 0 });
  });
});

describe("reconnecting", () => {
  it("tries at once, then more slowly", () => {
    expect([0, 1, 2, 3, 4, 50].map((tries) => nextStep(0, 0, tries))).toEqual(
      [250, 500, 1000, 2000, 3000, 3000].map((inMs) => ({ step: "resume", inMs })),
    );
  });
  it("asks for the password when the host has forgotten the key", () => {
    expect(nextStep(1_000, 1_000 + RESUME_FOR_MS - 3_000, 9)).toEqual({ step: "resume", inMs: 3_000 });
    expect(nextStep(1_000, 1_001 + RESUME_FOR_MS - 3_000, 9)).toEqual({ step: "password" });
  });
});

describe("the round trip", () => {
  it("is the median of the last pings, with the worst beside it", () => {
    const meter = new RoundTripMeter();
    const results = [10, 300, 20].map((ms) => meter.pong(meter.ping(1_000), 1_000 + ms));
    expect(results.at(-1)).toEqual({ medianMs: 20, worstMs: 300, quality: "good" });
  });
  it("names slow lines", () => {
    const meter = new RoundTripMeter();
    expect(meter.pong(meter.ping(0), 120)?.quality).toBe("fair");
    const slow = new RoundTripMeter();
    expect(slow.pong(slow.ping(0), 900)?.quality).toBe("poor");
  });
  it("believes no answer it did not ask for, and none twice", () => {
    const meter = new RoundTripMeter();
    const number = meter.ping(0);
    expect(meter.pong(number + 1, 5)).toBeUndefined();
    expect(meter.pong(number, 5)).toBeDefined();
    expect(meter.pong(number, 6)).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { WheelNotches } from "../../src/viewer/wheel.ts";

const still = { deltaX: 0, deltaY: 0, deltaMode: 0 };

describe("the wheel", () => {
  it("is one notch towards the person when a browser scrolls 100 pixels down", () => {
    expect(new WheelNotches().add({ ...still, deltaY: 100 })).toEqual({ dx: 0, dy: -120 });
  });

  it("trusts the legacy field where it tells whole notches, whatever the pixels say", () => {
    expect(new WheelNotches().add({ ...still, deltaY: 53, wheelDeltaY: -120 })).toEqual({ dx: 0, dy: -120 });
    expect(new WheelNotches().add({ ...still, deltaY: -106, wheelDeltaY: 240 })).toEqual({ dx: 0, dy: 240 });
  });

  it("takes three lines for a notch, as Firefox reports them", () => {
    expect(new WheelNotches().add({ ...still, deltaY: -3, deltaMode: 1 })).toEqual({ dx: 0, dy: 120 });
  });

  it("keeps a touchpad's small steps until they are something", () => {
    const wheel = new WheelNotches();
    expect(wheel.add({ ...still, deltaY: 0.5 })).toBeUndefined();
    expect(wheel.add({ ...still, deltaY: 0.5 })).toEqual({ dx: 0, dy: -1 });
    expect(wheel.add({ ...still, deltaY: 4 })).toEqual({ dx: 0, dy: -5 });
  });

  it("goes right when the browser does", () => {
    expect(new WheelNotches().add({ ...still, deltaX: 50 })).toEqual({ dx: 60, dy: 0 });
  });

  it("never flies away", () => {
    expect(new WheelNotches().add({ ...still, deltaY: 1e9 })).toEqual({ dx: 0, dy: -2400 });
    expect(new WheelNotches().add({ ...still, deltaY: Number.NaN })).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { Gestures, LONG_PRESS_MS, type TouchMode } from "../../src/viewer/gestures.ts";
import { following, NOT_ENLARGED, pinched } from "../../src/viewer/picture_zoom.ts";

function glass(mode: TouchMode) {
  const done: string[] = [];
  const gestures = new Gestures({
    pointAt: (x, y) => done.push(`at ${x},${y}`),
    pushBy: (dx, dy) => done.push(`by ${dx},${dy}`),
    button: (button, down) => done.push(`${button} ${down ? "down" : "up"}`),
    wheel: (dx, dy) => done.push(`wheel ${dx},${dy}`),
    pinch: (factor) => done.push(`pinch ${factor.toFixed(2)}`),
  });
  gestures.mode = mode;
  return { gestures, done };
}

describe("one finger, direct", () => {
  it("taps with the left button; a second tap nearby is a double click at the same place", () => {
    const { gestures, done } = glass("direct");
    gestures.down(1, 50, 60, 0);
    gestures.up(1, 80);
    gestures.down(1, 58, 66, 200);
    gestures.up(1, 280);
    expect(done).toEqual(["at 50,60", "0 down", "0 up", "at 50,60", "0 down", "0 up"]);
  });

  it("is the right button when it rests, once", () => {
    const { gestures, done } = glass("direct");
    gestures.down(1, 50, 60, 0);
    gestures.move(1, 54, 62, 100);
    gestures.tick(LONG_PRESS_MS - 1);
    expect(done).toEqual([]);
    gestures.tick(LONG_PRESS_MS);
    gestures.move(1, 90, 90, 700);
    gestures.up(1, 900);
    expect(done).toEqual(["at 50,60", "2 down", "2 up"]);
  });

  it("drags from where it went down", () => {
    const { gestures, done } = glass("direct");
    gestures.down(1, 10, 10, 0);
    gestures.move(1, 30, 10, 50);
    gestures.move(1, 40, 20, 80);
    gestures.up(1, 90);
    expect(done).toEqual(["at 10,10", "0 down", "at 30,10", "at 40,20", "0 up"]);
  });

  it("lets the button go when the system takes the finger away", () => {
    const { gestures, done } = glass("direct");
    gestures.down(1, 10, 10, 0);
    gestures.move(1, 30, 10, 50);
    gestures.cancel();
    gestures.up(1, 90);
    expect(done.at(-1)).toBe("0 up");
  });
});

describe("one finger, trackpad", () => {
  it("pushes the pointer and clicks where it is", () => {
    const { gestures, done } = glass("trackpad");
    gestures.down(1, 10, 10, 0);
    gestures.move(1, 40, 10, 50);
    gestures.up(1, 400);
    gestures.down(1, 200, 200, 1000);
    gestures.up(1, 1080);
    expect(done).toEqual(["by 30,0", "0 down", "0 up"]);
  });

  it("drags after a tap", () => {
    const { gestures, done } = glass("trackpad");
    gestures.down(1, 10, 10, 0);
    gestures.up(1, 80);
    gestures.down(1, 10, 10, 200);
    gestures.move(1, 40, 10, 300);
    gestures.up(1, 400);
    expect(done).toEqual(["0 down", "0 up", "0 down", "by 30,0", "0 up"]);
  });
});

describe("two fingers", () => {
  it("are the right button when they tap", () => {
    const { gestures, done } = glass("trackpad");
    gestures.down(1, 10, 10, 0);
    gestures.down(2, 90, 10, 20);
    gestures.up(1, 100);
    gestures.up(2, 110);
    expect(done).toEqual(["2 down", "2 up"]);
  });

  it("scroll in both axes: down pulls the page down", () => {
    const { gestures, done } = glass("direct");
    gestures.down(1, 10, 10, 0);
    gestures.down(2, 90, 10, 20);
    for (const y of [20, 60]) for (const id of [1, 2]) gestures.move(id, id === 1 ? 10 : 90, y, 40);
    for (const id of [1, 2]) gestures.move(id, id === 1 ? -40 : 40, 60, 60);
    gestures.up(1, 500);
    gestures.up(2, 510);
    expect(done).toEqual(["wheel 0,12", "wheel 0,48", "wheel 0,48", "wheel 60,0", "wheel 60,0"]);
  });

  it("enlarge when they come apart, and click nothing", () => {
    const { gestures, done } = glass("direct");
    gestures.down(1, 100, 100, 0);
    gestures.down(2, 200, 100, 20);
    gestures.move(2, 205, 100, 40);
    gestures.move(2, 250, 100, 40);
    gestures.move(2, 300, 100, 40);
    gestures.up(2, 600);
    gestures.move(1, 0, 0, 650);
    gestures.up(1, 700);
    expect(done.some((what) => what.startsWith("pinch 1."))).toBe(true);
    expect(done.some((what) => what.endsWith("down"))).toBe(false);
  });

  it("mean nothing with a third", () => {
    const { gestures, done } = glass("direct");
    for (const id of [1, 2, 3]) gestures.down(id, id * 50, 10, id);
    for (const id of [1, 2, 3]) gestures.up(id, 50);
    expect(done).toEqual([]);
  });
});

describe("the enlarged picture", () => {
  const room = { width: 360, height: 640 };
  const picture = { width: 360, height: 225 };

  it("keeps what is between the fingers between them", () => {
    const zoom = pinched(NOT_ENLARGED, 2, { x: 90, y: 320 }, { x: 0, y: 0 }, room, picture);
    expect(zoom.factor).toBe(2);
    expect(90 * 2 + zoom.x).toBe(90);
  });

  it("never leaves its room, is in the middle where it is smaller, and shrinks to the whole again", () => {
    const far = pinched(NOT_ENLARGED, 3, { x: 0, y: 0 }, { x: 5000, y: 5000 }, room, picture);
    expect(far.x).toBe(0);
    const back = pinched(far, 0.01, { x: 10, y: 10 }, { x: 0, y: 0 }, room, picture);
    expect(back).toEqual(NOT_ENLARGED);
    const twice = pinched(NOT_ENLARGED, 2, { x: 180, y: 320 }, { x: 0, y: 0 }, room, picture);
    expect(twice.y + 207.5).toBe((640 - 450) / 2);
  });

  it("follows the pointer", () => {
    const zoom = pinched(NOT_ENLARGED, 2, { x: 0, y: 320 }, { x: 0, y: 0 }, room, picture);
    const moved = following(zoom, { x: 400, y: 320 }, room, picture);
    expect(moved.x).toBe(-(400 - (360 - 48)));
    expect(following(zoom, { x: 180, y: 320 }, room, picture)).toBe(zoom);
  });
});

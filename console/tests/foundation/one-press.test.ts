import { describe, expect, it } from "vitest";
import { OnePress } from "../../src/foundation/browser/one-press.ts";

function counted(): { work: () => Promise<void>; ends: () => Promise<void>; times: () => number } {
  let times = 0;
  let end: () => void = () => undefined;
  return {
    work: () => {
      times++;
      return new Promise((resolve) => (end = resolve));
    },
    ends: async () => {
      end();
      await new Promise((resolve) => setTimeout(resolve));
    },
    times: () => times,
  };
}

describe("a press", () => {
  it("counts once while what it began is under way", () => {
    const [press, { work, times }] = [new OnePress(), counted()];
    for (const at of [0, 10, 900]) press.take(work, at);
    expect(times()).toBe(1);
  });

  it("counts once as a double click, however quick its work was, and again afterwards", async () => {
    const [press, { work, ends, times }] = [new OnePress(), counted()];
    press.take(work, 0);
    await ends();
    press.take(work, 200);
    expect(times()).toBe(1);
    press.take(work, 700);
    expect(times()).toBe(2);
  });

  it("can be tried again after a failure", async () => {
    const [press, { work, times }] = [new OnePress(), counted()];
    press.take(() => Promise.reject(new Error("no")), 0);
    await new Promise((resolve) => setTimeout(resolve));
    press.take(work, 700);
    expect(times()).toBe(1);
  });
});

import { describe, expect, it, vi } from "vitest";
import { OrderedQueue } from "../../src/line/ordered_queue.ts";

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("the queue", () => {
  it("handles in the order of arrival, also when the first takes longest", async () => {
    const done: number[] = [];
    const queue = new OrderedQueue<number>({
      handle: async (item) => {
        await new Promise((resolve) => setTimeout(resolve, item === 1 ? 10 : 0));
        done.push(item);
      },
      failed: () => done.push(-1),
      maxBytes: 10,
    });
    for (const item of [1, 2, 3]) queue.push(item, 1);
    await vi.waitFor(() => expect(done).toHaveLength(3), 5_000);
    expect(done).toEqual([1, 2, 3]);
  });

  it("stops at the first failure and tells it once", async () => {
    const done: number[] = [];
    const failures: unknown[] = [];
    const queue = new OrderedQueue<number>({
      handle: (item) => {
        if (item === 2) throw new Error("wrong tag");
        done.push(item);
      },
      failed: (cause) => failures.push(cause),
      maxBytes: 10,
    });
    for (const item of [1, 2, 3, 2]) queue.push(item, 1);
    await settled();
    expect(done).toEqual([1]);
    expect(failures).toEqual([new Error("wrong tag")]);
  });

  it("refuses more bytes than it may hold", () => {
    const failures: unknown[] = [];
    const queue = new OrderedQueue<number>({
      handle: () => new Promise(() => undefined),
      failed: (cause) => failures.push(cause),
      maxBytes: 10,
    });
    queue.push(1, 6);
    queue.push(2, 6);
    expect(failures).toHaveLength(1);
  });

  it("works through a hundred thousand at once without moving them all for each", async () => {
    let handled = 0;
    const queue = new OrderedQueue<number>({
      handle: () => void handled++,
      failed: () => undefined,
      maxBytes: 100_000,
    });
    const startedMs = performance.now();
    for (let item = 0; item < 100_000; item++) queue.push(item, 1);
    while (handled < 100_000) await settled();
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it("counts only what still waits", async () => {
    const done: number[] = [];
    const queue = new OrderedQueue<number>({
      handle: (item) => void done.push(item),
      failed: () => done.push(-1),
      maxBytes: 10,
    });
    for (let item = 0; item < 5; item++) {
      queue.push(item, 8);
      await settled();
    }
    expect(done).toEqual([0, 1, 2, 3, 4]);
  });

  it("handles nothing after it was closed", async () => {
    const done: number[] = [];
    const queue = new OrderedQueue<number>({
      handle: (item) => void done.push(item),
      failed: () => done.push(-1),
      maxBytes: 10,
    });
    queue.close();
    queue.push(1, 1);
    await settled();
    expect(done).toEqual([]);
  });
});

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FilesStorage } from "../../src/features/files/files-storage.ts";
import { KeptQueue } from "../../src/features/files/kept-queue.ts";
import type { Transfers } from "../../src/features/files/transfers-shown.ts";
import { FakeFile, FakeFolder } from "./fake-folders.ts";

const ITEMS = ["a.txt", "b.txt", "gone.txt"].map((name) => ({ inside: [], name, size: 5, modifiedAt: 1 }));

/** Locks of one browser, by name; a page that goes lets go of its own. */
const held = new Map<string, () => void>();

beforeEach(() => {
  held.clear();
  vi.stubGlobal("navigator", {
    locks: {
      query: () => Promise.resolve({ held: [...held.keys()].map((name) => ({ name })) }),
      request: async (name: string, work: () => Promise<void>) => {
        held.set(name, () => undefined);
        await work();
        held.delete(name);
      },
    },
  });
});

function recorded(): { transfers: Transfers; orders: unknown[] } {
  const orders: unknown[] = [];
  const note = (...order: unknown[]) => orders.push(order);
  return { transfers: { upload: note, download: note } as unknown as Transfers, orders };
}

describe("the queue over a closed browser", () => {
  it("offers what was under way once its page is gone, without what was whole", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const storage = await FilesStorage.open(new IDBFactory());
    const page = new KeptQueue(storage, "session");
    const download = { kind: "download", folder: "C:\\", here: undefined, items: ITEMS } as const;
    page.keep(download).ended([1]);
    await vi.advanceTimersByTimeAsync(2000);
    vi.useRealTimers();
    const next = new KeptQueue(storage, "session");
    await next.look();
    expect(next.state).toEqual([]);
    held.clear();
    await next.look();
    const [left] = next.state;
    if (!left) throw new Error("nothing was left");
    const { transfers, orders } = recorded();
    await Promise.all([next.resume(left, transfers), next.resume(left, transfers)]);
    expect(orders).toEqual([["C:\\", [ITEMS[0], ITEMS[2]], undefined]]);
    expect([next.state, await storage.transfers("session")]).toEqual([[], []]);
  });

  it("keeps nothing of a transfer that is over, and nothing for another session", async () => {
    const storage = await FilesStorage.open(new IDBFactory());
    const page = new KeptQueue(storage, "session");
    const keeping = page.keep({ kind: "upload", folder: "C:\\", here: undefined, items: ITEMS });
    page.keep({ kind: "upload", folder: "D:\\", here: undefined, items: ITEMS });
    keeping.over();
    await vi.waitFor(async () => expect(await storage.transfers("session")).toHaveLength(1));
    expect(await storage.transfers("other")).toEqual([]);
  });

  it("finds the files of an upload again, and tells those that are gone", async () => {
    const queue = new KeptQueue(await FilesStorage.open(new IDBFactory()), "session");
    const here = new FakeFolder("work", new FakeFile("a.txt", "12345"), new FakeFile("b.txt"));
    here.permission = "prompt";
    const { transfers, orders } = recorded();
    const kept = { id: "1", session: "session", kind: "upload", folder: "C:\\", items: ITEMS, keptAt: 1 } as const;
    await queue.resume({ ...kept, here: here.handle }, transfers);
    expect(orders).toMatchObject([
      ["C:\\", [{ name: "a.txt" }, { name: "b.txt" }], { failures: [{ path: "gone.txt", dp: "DP-706" }] }],
    ]);
  });

  it("asks nothing of the PC while the browser refuses the folder", async () => {
    const queue = new KeptQueue(await FilesStorage.open(new IDBFactory()), "session");
    const here = new FakeFolder("work");
    here.requestPermission = () => Promise.resolve("denied");
    const { transfers, orders } = recorded();
    const kept = { id: "1", session: "s", kind: "download", folder: "C:\\", items: ITEMS, keptAt: 1 } as const;
    await expect(queue.resume({ ...kept, here: here.handle }, transfers)).rejects.toMatchObject({ dp: "DP-718" });
    expect(orders).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { Malformed } from "../../src/line/malformed.ts";
import { CHUNK, writePieces } from "../../src/protocol/file-pieces.ts";
import type { IfThere, Message } from "../../src/protocol/messages.gen.ts";
import { Downloads } from "../../src/transfers/downloads.ts";
import type { UploadItem } from "../../src/transfers/states.ts";
import { FakeFile, FakeFolder } from "../files/fake-folders.ts";
import { Numbers } from "../../src/transfers/uploads.ts";
import { contents, MemorySink, Pc, same } from "./pc.ts";

const BIG = contents(2 * CHUNK + 1234);

function file(name: string, data: Uint8Array<ArrayBuffer>): UploadItem {
  return { inside: [], name, file: new File([data], name, { lastModified: 1_600_000_000_000 }) };
}

function upload(pc: Pc, items: readonly UploadItem[], transfer = 1, ifThere: IfThere = "ask"): void {
  pc.uploads.add({ transfer, folder: "C:\\", ifThere, items });
}

/** How each upload was announced. */
function announced(pc: Pc): [string, string][] {
  return pc.said.flatMap((said) =>
    said.type === "PutFiles" ? said.files.map(({ name }): [string, string] => [name, said.if_there]) : [],
  );
}

function download(pc: Pc, names: readonly string[], transfer = 1, into?: FileSystemDirectoryHandle): void {
  const items = names.map((name) => ({
    inside: [],
    name,
    size: pc.files.get(name)?.length ?? 5,
    modifiedAt: 1,
  }));
  pc.downloads.add({ transfer, folder: "C:\\", ifThere: "ask", items, into });
}

describe("uploads", () => {
  it("send many small files and large ones, with no more than a chunk under way", async () => {
    const pc = new Pc();
    pc.connect();
    const small = Array.from({ length: 300 }, (_, number) =>
      file(`${String(number)}.txt`, contents(number, number + 1)),
    );
    upload(pc, [...small, file("big", BIG), file("exact", BIG.slice(0, CHUNK))]);
    const news = await pc.until(1);
    expect(news.at(-1)).toMatchObject({ files: 302, again: 0 });
    expect(news.flatMap((one) => one.done)).toHaveLength(302);
    expect(same(pc.files.get("big") ?? new Uint8Array(), BIG)).toBe(true);
    expect(pc.files.get("299.txt")).toHaveLength(299);
    expect(pc.mostUnderWay).toBeLessThanOrEqual(CHUNK);
  });

  it("go on after lines that broke, with at most a chunk sent twice each time", async () => {
    const pc = new Pc();
    upload(pc, [file("big", BIG)]);
    for (const after of [1, CHUNK / 2, 700_000, CHUNK]) {
      pc.arrived = 0;
      pc.breaksAfter = after;
      pc.connect();
      while (pc.breaksAfter !== Infinity) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    pc.connect();
    const news = await pc.until(1);
    expect(same(pc.files.get("big") ?? new Uint8Array(), BIG)).toBe(true);
    expect(news.at(-1)?.again).toBeLessThanOrEqual(4 * CHUNK);
    expect(news.at(-1)?.bytes).toBe(BIG.length);
  });

  it("count what an earlier page left there, and a file that replaces another once", async () => {
    const pc = new Pc();
    pc.parts.set("big", BIG.slice(0, CHUNK));
    pc.files.set("small", contents(20));
    pc.connect();
    upload(pc, [file("big", BIG), file("small", contents(10, 3)), file("not wanted", contents(7))], 1);
    pc.files.set("not wanted", contents(2));
    while (!pc.news.some(({ asks }) => asks.length > 0)) await new Promise((resolve) => setTimeout(resolve, 5));
    pc.uploads.decide(1, 1, "overwrite", false);
    pc.uploads.decide(1, 2, "skip", false);
    const last = (await pc.until(1)).at(-1);
    expect(last?.bytes).toBe(BIG.length + 10);
    expect(last?.passedBytes).toBeLessThan(BIG.length - CHUNK + 100);
  });

  it("do not go on with a part of another file", async () => {
    const pc = new Pc();
    pc.parts.set("big", contents(CHUNK, 99));
    pc.connect();
    upload(pc, [file("big", BIG)]);
    await pc.until(1);
    expect(same(pc.files.get("big") ?? new Uint8Array(), BIG)).toBe(true);
  });

  it("ask about names that are taken, once or for all", async () => {
    const pc = new Pc();
    for (const name of ["a", "b", "c"]) pc.files.set(name, contents(1));
    pc.connect();
    upload(
      pc,
      ["a", "b", "c", "d"].map((name) => file(name, contents(7))),
    );
    while (pc.news.flatMap((one) => one.asks).length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    pc.uploads.decide(1, 0, "skip", false);
    pc.uploads.decide(1, 1, "overwrite", true);
    const news = await pc.until(1);
    expect(news.flatMap((one) => one.failed)).toEqual([{ item: 0, dp: "DP-702" }]);
    expect([...pc.files.values()].map((one) => one.length)).toEqual([1, 7, 7, 7]);
  });

  it.each(["ask", "overwrite"] as const)(
    "know what came whole when the line broke before the PC said so: %s",
    async (ifThere) => {
      const pc = new Pc();
      for (const [name, data] of [
        ["big", BIG],
        ["small", contents(9)],
      ] as const) {
        pc.breaksWith = name;
        pc.arrived = 0;
        pc.connect();
        const transfer = name.length;
        upload(pc, [file(name, data)], transfer, ifThere);
        while (pc.breaksWith !== "") await new Promise((resolve) => setTimeout(resolve, 5));
        pc.connect();
        const news = await pc.until(transfer);
        expect(news.flatMap((one) => one.asks)).toEqual([]);
        expect(news.flatMap((one) => one.done)).toEqual([0]);
        expect(same(pc.files.get(name) ?? new Uint8Array(), data)).toBe(true);
        expect(pc.arrived).toBeLessThanOrEqual(data.length + 9);
      }
    },
  );

  it("leave nothing on the PC when they are cancelled while paused, or while there is no line", async () => {
    const pc = new Pc();
    pc.connect();
    for (const [transfer, name] of [
      [1, "paused"],
      [2, "cut"],
    ] as const) {
      upload(pc, [file(name, BIG)], transfer);
      while (!pc.parts.has(name)) await new Promise((resolve) => setTimeout(resolve, 1));
      if (name === "paused") pc.uploads.pause(transfer);
      else pc.breakLine();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(pc.parts.has(name)).toBe(true);
      pc.uploads.cancel(transfer);
      if (name === "cut") pc.connect();
      while (pc.parts.has(name)) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(pc.files.size).toBe(0);
  });

  it("replace what was seen there, and ask about what came there since", async () => {
    const pc = new Pc();
    for (const name of ["seen", "changed"]) {
      pc.files.set(name, contents(5));
      pc.times.set(name, 50_000);
    }
    pc.times.set("changed", 90_000);
    pc.connect();
    const replaces = { size: 5, modifiedAt: 50_000 };
    upload(
      pc,
      ["seen", "changed"].map((name) => ({ ...file(name, contents(7)), replaces })),
      1,
      "overwrite",
    );
    while (pc.news.flatMap((one) => one.asks).length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(pc.news.flatMap((one) => one.asks)).toMatchObject([{ item: 1, there: { modified_at: 90_000 } }]);
    pc.uploads.decide(1, 1, "skip", false);
    await pc.until(1);
    expect([...pc.files.values()].map((one) => one.length)).toEqual([7, 5]);
  });

  it("never let one of two names that look alike replace the other", async () => {
    const pc = new Pc();
    pc.connect();
    upload(
      pc,
      ["caf\u00e9", "Readme", "cafe\u0301", "README", "other"].map((name) => file(name, contents(3))),
      1,
      "overwrite",
    );
    await pc.until(1);
    expect(announced(pc).filter(([, how]) => how === "overwrite")).toEqual([["other", "overwrite"]]);
    expect(pc.files.size).toBe(5);
  });

  it("tell of each file that is refused, here or there, and send the others", async () => {
    const pc = new Pc();
    pc.refuses.set("locked", "DP-704");
    pc.connect();
    upload(pc, [file("locked", contents(1)), file("CON", contents(1)), file("fine", contents(1))]);
    const news = await pc.until(1);
    expect(news.flatMap((one) => one.failed)).toEqual(
      expect.arrayContaining([
        { item: 0, dp: "DP-704" },
        { item: 1, dp: "DP-701" },
      ]),
    );
    expect([...pc.files.keys()]).toEqual(["fine"]);
  });

  it("pause, go on, and are cancelled", async () => {
    const pc = new Pc();
    pc.connect();
    upload(pc, [file("big", BIG)]);
    while (pc.arrived === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    pc.uploads.pause(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pc.files.size).toBe(0);
    expect(pc.parts.has("big")).toBe(true);
    pc.uploads.resume(1);
    await pc.until(1);
    upload(pc, [file("other", BIG)], 2);
    while (!pc.parts.has("other")) await new Promise((resolve) => setTimeout(resolve, 1));
    pc.uploads.cancel(2);
    await pc.until(2, "cancelled");
    expect(pc.parts.has("other")).toBe(false);
  });
});

describe("downloads", () => {
  it("fetch small and large files whole and verified", async () => {
    const pc = new Pc();
    for (let number = 0; number < 500; number++) pc.files.set(`${String(number)}.txt`, contents(number, number + 1));
    pc.files.set("big", BIG);
    pc.connect();
    download(pc, [...pc.files.keys()]);
    const news = await pc.until(1);
    const saved = news.flatMap((one) => one.saved);
    expect(saved).toHaveLength(501);
    const big = saved.find(({ item }) => item === 500)?.file;
    expect(same(new Uint8Array((await big?.arrayBuffer()) ?? new ArrayBuffer()), BIG)).toBe(true);
  });

  it("go on after a line that broke, and after a browser that was closed", async () => {
    const pc = new Pc();
    pc.files.set("big", BIG);
    pc.breaksAfter = CHUNK + 700_000;
    pc.connect();
    download(pc, ["big"]);
    while (pc.breaksAfter !== Infinity) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = pc.arrived;
    pc.connect();
    const news = await pc.until(1);
    expect(pc.arrived - before).toBeLessThanOrEqual(BIG.length - CHUNK);
    expect(news.at(-1)?.bytes).toBe(BIG.length);
    const [saved] = news.flatMap((one) => one.saved);
    expect(saved?.file.size).toBe(BIG.length);

    const later = new Pc();
    later.files.set("big", BIG);
    const sink = pc.sinks.get("C:\\\nbig");
    if (sink) {
      sink.bytes = BIG.slice(0, CHUNK + 10);
      later.sinks.set("C:\\\nbig", sink);
    }
    later.connect();
    download(later, ["big"]);
    await later.until(1);
    expect(later.arrived).toBe(BIG.length - CHUNK);
  });

  it("hold no more than a few chunks of a PC that begins all files at once", async () => {
    const asked: number[] = [];
    const line = {
      send: (message: Message) => {
        if (message.type === "WantFiles") asked.push(...message.files.map(({ file: number }) => number));
      },
      sendBulk: () => undefined,
    };
    const downloads = new Downloads(
      line,
      new Numbers(),
      "session",
      () => Promise.resolve(new MemorySink()),
      () => undefined,
    );
    const items = Array.from({ length: 50 }, (_, number) => ({
      inside: [],
      name: String(number),
      size: CHUNK,
      modifiedAt: 1,
    }));
    downloads.begin();
    downloads.add({ transfer: 1, folder: "C:\\", ifThere: "ask", items, into: undefined });
    while (asked.length < 50) await new Promise((resolve) => setTimeout(resolve, 5));
    const begin = (number: number) =>
      downloads.frame(writePieces([{ file: number, offset: 0, data: contents(1), whole: undefined }]));
    for (const number of asked.slice(0, 4)) await begin(number);
    await expect(begin(asked[4] ?? 0)).rejects.toThrow(Malformed);
  });

  it("begin anew when the file on the PC is another one now", async () => {
    const pc = new Pc();
    pc.files.set("big", BIG);
    pc.breaksAfter = CHUNK + 700_000;
    pc.connect();
    download(pc, ["big"]);
    while (pc.breaksAfter !== Infinity) await new Promise((resolve) => setTimeout(resolve, 5));
    const other = contents(BIG.length, 5);
    pc.files.set("big", other);
    pc.connect();
    const [saved] = (await pc.until(1)).flatMap((one) => one.saved);
    expect(same(new Uint8Array((await saved?.file.arrayBuffer()) ?? new ArrayBuffer()), other)).toBe(true);
  });

  it("tell of a file that is gone, and of a name that this computer must not be given", async () => {
    const pc = new Pc();
    pc.files.set("a\u202egpj.exe", contents(3));
    pc.files.set("fine", contents(3));
    pc.connect();
    download(pc, ["gone", "a\u202egpj.exe", "fine"]);
    const news = await pc.until(1);
    expect(news.flatMap((one) => one.failed)).toEqual(
      expect.arrayContaining([
        { item: 0, dp: "DP-706" },
        { item: 1, dp: "DP-701" },
      ]),
    );
    expect(news.flatMap((one) => one.done)).toEqual([2]);
  });
});

describe("downloads into a folder", () => {
  async function waiting(pc: Pc, count: number) {
    while (pc.news.flatMap((one) => one.asks).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it("ask about names that are taken, once or for all, and overwrite nothing before", async () => {
    const pc = new Pc();
    for (const name of ["a.txt", "b.txt", "c.txt", "new.txt"]) pc.files.set(name, contents(5));
    const folder = new FakeFolder("here", ...["a.txt", "b.txt", "c.txt"].map((name) => new FakeFile(name, "mine")));
    const text = async (name: string) => (await (folder.below.get(name) as FakeFile).getFile()).text();
    pc.connect();
    download(pc, ["a.txt", "b.txt", "c.txt", "new.txt"], 1, folder.handle);
    await waiting(pc, 3);
    pc.downloads.decide(1, 0, "overwrite", false);
    pc.downloads.decide(1, 1, "skip", false);
    pc.downloads.decide(1, 2, "rename", true);
    const news = await pc.until(1);
    expect(news.flatMap((one) => one.failed)).toEqual([{ item: 1, dp: "DP-702" }]);
    expect(news.flatMap((one) => one.renamed)).toEqual([{ item: 2, name: "c (2).txt" }]);
    expect([await text("b.txt"), await text("c.txt")]).toEqual(["mine", "mine"]);
    expect((folder.below.get("a.txt") as FakeFile).data).toHaveLength(5);
    expect((folder.below.get("c (2).txt") as FakeFile).data).toHaveLength(5);
    expect(folder.below.has("new.txt")).toBe(true);
  });

  it("replace what was seen here, ask about what came since, and never let one of two that look alike replace the other", async () => {
    const pc = new Pc();
    const names = ["seen", "changed", "A.txt", "a.txt"];
    for (const name of names) pc.files.set(name, contents(5));
    const folder = new FakeFolder("here", ...names.map((name) => new FakeFile(name, "mine", 50_000)));
    (folder.below.get("changed") as FakeFile).lastModified = 90_000;
    pc.connect();
    const replaces = { size: 4, modifiedAt: 50_000 };
    const items = names.map((name) => ({ inside: [], name, size: 5, modifiedAt: 1, replaces }));
    pc.downloads.add({ transfer: 1, folder: "C:\\", ifThere: "overwrite", items, into: folder.handle });
    await waiting(pc, 1);
    expect(pc.news.flatMap((one) => one.asks)).toMatchObject([{ item: 1, there: { modified_at: 90_000 } }]);
    pc.downloads.decide(1, 1, "skip", false);
    await pc.until(1);
    const sizes = [...folder.below.values()].map((one) => [one.name, (one as FakeFile).data.length]);
    expect(Object.fromEntries(sizes)).toEqual({
      seen: 5,
      changed: 4,
      "A.txt": 4,
      "a.txt": 4,
      "A (2).txt": 5,
      "a (2).txt": 5,
    });
  });

  it.each([
    ["QuotaExceededError", "DP-703"],
    ["NoModificationAllowedError", "DP-704"],
    ["NotAllowedError", "DP-705"],
  ])("tell that this computer refused a file (%s), and leave nothing under its name", async (word, dp) => {
    const pc = new Pc();
    pc.files.set("big", BIG);
    const folder = new FakeFolder("here", new FakeFile("kept", "mine"));
    folder.takesNoFiles = word;
    pc.connect();
    download(pc, ["big"], 1, folder.handle);
    const news = await pc.until(1);
    expect(news.flatMap((one) => one.failed)).toEqual([{ item: 0, dp }]);
    expect([...folder.below.keys()]).toEqual(["kept"]);
    expect([...pc.sinks.values()].every((sink) => sink.removed)).toBe(true);
  });

  it("replace nothing that came there while the file was fetched", async () => {
    const pc = new Pc();
    pc.files.set("big", BIG);
    const folder = new FakeFolder("here");
    pc.connect();
    download(pc, ["big"], 1, folder.handle);
    while (pc.arrived === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    folder.below.set("big", new FakeFile("big", "mine"));
    const news = await pc.until(1);
    expect(news.flatMap((one) => one.renamed)).toEqual([{ item: 0, name: "big (2)" }]);
    expect(await (await (folder.below.get("big") as FakeFile).getFile()).text()).toBe("mine");
    expect((folder.below.get("big (2)") as FakeFile).data).toHaveLength(BIG.length);
  });
});

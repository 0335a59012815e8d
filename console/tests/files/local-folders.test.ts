import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import { FilesStorage } from "../../src/features/files/files-storage.ts";
import { LocalFolders } from "../../src/features/files/local-folders.ts";
import { measureHere } from "../../src/features/files/measure.ts";
import { row } from "../../src/features/files/rows.ts";
import { emptyFolders, localTree } from "../../src/features/files/trees.ts";
import { Pane } from "../../src/features/files/pane.ts";
import type { FolderEntry } from "../../src/protocol/messages.gen.ts";
import { FakeFile, FakeFolder } from "./fake-folders.ts";
import { opened } from "./opened-folders.ts";

async function listed(folders: LocalFolders, path: string): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = [];
  await folders.list(path, (some) => entries.push(...some));
  return entries;
}

describe("folders of this computer", () => {
  it("list what is in them with size and time, and below", async () => {
    const work = new FakeFolder(
      "work",
      new FakeFolder("sub", new FakeFile("deep.txt", "12345", 99)),
      new FakeFile(".x"),
    );
    const folders = await opened(work);
    expect(await listed(folders, "work")).toEqual([
      { name: "sub", kind: "folder", hidden: false },
      { name: ".x", kind: "file", size: 0, modified_at: 1_700_000_000_000, hidden: true },
    ]);
    expect(await listed(folders, "work/sub")).toMatchObject([{ name: "deep.txt", size: 5, modified_at: 99 }]);
  });

  it("are asked for again when the browser forgot, and say so in the pane", async () => {
    const work = new FakeFolder("work", new FakeFile("a"));
    work.permission = "prompt";
    const folders = await opened(work);
    const pane = new Pane();
    await pane.begin(folders);
    expect(pane.state.problem).toMatchObject({ dp: "DP-718" });
    expect(await folders.allow("work")).toBe(true);
    await pane.refresh();
    expect(pane.state).toMatchObject({ problem: undefined, rows: [{ name: "a" }] });
  });

  it("that vanish, or that were never chosen, are told", async () => {
    const folders = await opened(new FakeFolder("work"));
    await expect(listed(folders, "work/gone")).rejects.toMatchObject({ dp: "DP-706" });
    await expect(listed(folders, "elsewhere")).rejects.toMatchObject({ dp: "DP-706" });
    await expect(listed(folders, "work2/sub")).rejects.toMatchObject({ dp: "DP-706" });
  });

  it("take new folders and new names, and refuse bad and taken ones", async () => {
    const work = new FakeFolder("work", new FakeFile("a.txt", "contents"));
    const folders = await opened(work);
    await folders.makeFolder("work", "new");
    await expect(folders.makeFolder("work", "a.txt")).rejects.toMatchObject({ dp: "DP-702" });
    await expect(folders.makeFolder("work", "con")).rejects.toMatchObject({ dp: "DP-701" });
    await folders.rename("work", "a.txt", "b.txt");
    expect([...work.below.keys()]).toEqual(["new", "b.txt"]);
    expect(await (await (work.below.get("b.txt") as FakeFile).getFile()).text()).toBe("contents");
    await expect(folders.rename("work", "b.txt", "new")).rejects.toMatchObject({ dp: "DP-702" });
    await expect(folders.rename("work", "new", "other")).rejects.toMatchObject({ dp: "DP-705" });
    await folders.remove("work", "b.txt");
    expect([...work.below.keys()]).toEqual(["new"]);
  });

  it("are measured and gathered with everything below, and what cannot be read is told", async () => {
    const locked = new FakeFolder("locked", new FakeFile("secret"));
    locked.locked = true;
    const work = new FakeFolder(
      "work",
      new FakeFolder("tree", new FakeFolder("empty"), locked, new FakeFile("one", "1")),
      new FakeFile("two", "22"),
    );
    const folders = await opened(work);
    const rows = (await listed(folders, "work")).map(row);
    const tree = await localTree(folders, "work", rows);
    expect(tree.files.map(({ inside, name }) => [...inside, name].join("/"))).toEqual(["tree/one", "two"]);
    expect(tree.unread).toEqual([{ way: ["tree", "locked"], dp: "DP-705" }]);
    expect(emptyFolders(tree)).toContainEqual(["tree", "empty"]);
    const counted = await measureHere(folders)("work", rows, () => undefined, new AbortController().signal);
    expect(counted).toEqual({ files: 2, folders: 3, bytes: 3, unread: 1 });
  });

  it("with the same name get a number, and the same folder chosen again is the same", async () => {
    const folders = await opened(new FakeFolder("work"));
    expect(await folders.add(new FakeFolder("work").handle)).toBe("work (2)");
    const one = new FakeFolder("other");
    const both = await opened(new FakeFolder("x"), one);
    expect(await both.add(one.handle)).toBe("other");
  });
});

describe("the storage", () => {
  it("keeps the eight folders used last, newest first", async () => {
    const storage = await FilesStorage.open(new IDBFactory());
    for (let at = 1; at <= 10; at++)
      await storage.keepFolder({ name: `folder ${at}`, handle: {} as FileSystemDirectoryHandle, usedAt: at });
    const names = (await storage.folders()).map(({ name }) => name);
    expect(names).toHaveLength(8);
    expect(names[0]).toBe("folder 10");
    expect(names).not.toContain("folder 2");
  });
});

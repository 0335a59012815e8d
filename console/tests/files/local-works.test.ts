import { describe, expect, it } from "vitest";
import { copyHere, removeHere } from "../../src/features/files/local-works.ts";
import { row } from "../../src/features/files/rows.ts";
import { Works } from "../../src/features/files/works.ts";
import { HostJobs } from "../../src/features/files/host-jobs.ts";
import { FakeFile, FakeFolder } from "./fake-folders.ts";
import { opened } from "./opened-folders.ts";

const unheard = { tell: () => undefined, stopped: () => false };
const scans = row({ name: "scans", kind: "folder" });
const note = row({ name: "note.txt", kind: "file" });

function work(): FakeFolder {
  const target = new FakeFolder("target", new FakeFile("note.txt", "older"));
  return new FakeFolder(
    "work",
    new FakeFolder("scans", new FakeFile("1.png", "one")),
    new FakeFile("note.txt", "new"),
    target,
  );
}

/** Contents by way: what is a folder ends in a slash. */
async function contents(folder: FakeFolder, above = ""): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const one of folder.below.values()) {
    if (one instanceof FakeFile) found[above + one.name] = await (await one.getFile()).text();
    else Object.assign(found, { [`${above}${one.name}/`]: "" }, await contents(one, `${above}${one.name}/`));
  }
  return found;
}

describe("copying on this computer", () => {
  it("takes folders as trees, and keeps what has the name already", async () => {
    const top = work();
    const folders = await opened(top);
    const taken = { folder: "work", rows: [scans, note], move: false };
    expect(await copyHere(folders, taken, "work/target", unheard)).toEqual([]);
    expect(await contents(top)).toMatchObject({
      "scans/1.png": "one",
      "note.txt": "new",
      "target/scans/1.png": "one",
      "target/note.txt": "older",
      "target/note (2).txt": "new",
    });
    await copyHere(folders, { ...taken, rows: [note] }, "work", unheard);
    expect(await contents(top)).toMatchObject({ "note.txt": "new", "note (2).txt": "new" });
  });

  it("moves: nothing stays behind but what could not be moved", async () => {
    const top = work();
    const folders = await opened(top);
    await copyHere(folders, { folder: "work", rows: [scans, note], move: true }, "work/target", unheard);
    expect(await contents(top)).toEqual({
      "target/": "",
      "target/note.txt": "older",
      "target/note (2).txt": "new",
      "target/scans/": "",
      "target/scans/1.png": "one",
    });
  });

  it("refuses to put a folder into itself", async () => {
    const folders = await opened(work());
    const taken = { folder: "work", rows: [scans], move: false };
    await expect(copyHere(folders, taken, "work/scans", unheard)).rejects.toMatchObject({ dp: "DP-715" });
  });

  it("is stopped between two files, and shown while it runs", async () => {
    const names = ["a", "b", "c"];
    const top = new FakeFolder("work", ...names.map((name) => new FakeFile(name)), new FakeFolder("target"));
    const folders = await opened(top);
    const works = new Works(new HostJobs(() => undefined));
    const rows = names.map((name) => row({ name, kind: "file" }));
    const seen: (string | undefined)[] = [];
    const look = works.subscribe(() => seen.push(works.state.running[0]?.progress?.name));
    await works.here("move_here", 3, (how) => {
      const tell: typeof how.tell = (progress) => {
        how.tell(progress);
        if (progress.name === "b") works.stop(1);
      };
      return copyHere(folders, { folder: "work", rows, move: true }, "work/target", { ...how, tell });
    });
    look();
    expect(seen).toEqual([undefined, "a", "b", "b", undefined]);
    expect(works.state).toEqual({ running: [], troubles: [] });
    expect(Object.keys(await contents(top))).toEqual(["c", "target/", "target/a", "target/b"]);
    await works.here("delete_here", 1, (how) => removeHere(folders, "work", ["gone"], how));
    expect(works.state.troubles).toMatchObject([{ kind: "delete_here", failures: [{ path: "gone", dp: "DP-706" }] }]);
  });
});

import { describe, expect, it } from "vitest";
import { removeHere } from "../../src/features/files/compared/carry-out.ts";
import type { PlanRow } from "../../src/features/files/compared/plan.ts";
import { keyOf, localTree, type TreeFile } from "../../src/features/files/trees.ts";
import { FakeFile, FakeFolder } from "./fake-folders.ts";
import { opened } from "./opened-folders.ts";

describe("what is deleted on this computer", () => {
  const gone = (way: string, kind: "file" | "folder") =>
    ({ way: way.split("/"), kind, action: "delete_local", reason: "only_here", choices: [] }) as unknown as PlanRow;

  it("is what was there when the folders were compared, and nothing that came or changed since", async () => {
    const [old, letter, log] = [new FakeFolder("old", new FakeFile("a")), new FakeFile("letter"), new FakeFile("log")];
    const drafts = new FakeFolder("drafts", new FakeFile("one"), new FakeFolder("deep", new FakeFile("two")));
    const work = new FakeFolder("work", old, letter, log, drafts);
    const folders = await opened(work);
    const names = [...work.below.values()].map(({ name, kind }) => ({
      name,
      kind: kind === "file" ? ("file" as const) : ("folder" as const),
    }));
    const { files } = await localTree(folders, "work", names);
    const compared = new Map(files.map((file): [string, TreeFile] => [keyOf([...file.inside, file.name]), file]));
    log.lastModified += 5;
    (drafts.below.get("deep") as FakeFolder).below.set("new", new FakeFile("new"));
    const rows = [gone("old", "folder"), gone("letter", "file"), gone("log", "file"), gone("drafts", "folder")];
    expect(await removeHere(folders, "work", rows, compared)).toEqual([
      { path: "log", dp: "DP-707" },
      { path: "drafts", dp: "DP-707" },
    ]);
    expect([...work.below.keys()]).toEqual(["log", "drafts"]);
  });
});

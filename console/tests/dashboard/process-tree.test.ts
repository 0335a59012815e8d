import { describe, expect, it } from "vitest";
import { asTree, folded, withEverythingBelow } from "../../src/features/dashboard/process-tree.ts";
import type { ShownRow } from "../../src/features/dashboard/rows.ts";

const row = (pid: number, parent: number, startedAt: number): ShownRow => ({
  key: String(pid),
  cells: [`p${String(pid)}`, String(pid), String(parent), "", "", "", "", "", String(startedAt), ""],
});
const seen = (rows: readonly ShownRow[]) => rows.map(({ key, depth }) => [key, depth]);

describe("processes as a tree", () => {
  const rows = [row(30, 20, 3), row(10, 1, 1), row(20, 10, 2), row(40, 10, 4), row(50, 99, 1)];
  it("stand below who started them, in the order that was chosen", () => {
    expect(seen(asTree(rows))).toEqual([
      ["10", 0],
      ["20", 1],
      ["30", 2],
      ["40", 1],
      ["50", 0],
    ]);
  });
  it("are below nobody whose number was used again, and never below themselves", () => {
    expect(seen(asTree([row(2, 1, 1), row(1, 0, 5)]))).toEqual([
      ["2", 0],
      ["1", 0],
    ]);
    expect(seen(asTree([row(1, 1, 1), row(2, 3, 1), row(3, 2, 1)]))).toHaveLength(3);
  });
  it("fold: what is below somebody shut is not shown, and shut ones inside stay shut", () => {
    const open = (closed: string[]) => folded(asTree(rows), new Set(closed)).map((one) => [one.key, one.open]);
    expect(open([])).toEqual([
      ["10", true],
      ["20", true],
      ["30", undefined],
      ["40", undefined],
      ["50", undefined],
    ]);
    expect(open(["20"])).toEqual([
      ["10", true],
      ["20", false],
      ["40", undefined],
      ["50", undefined],
    ]);
    expect(open(["10", "20"])).toEqual([
      ["10", false],
      ["50", undefined],
    ]);
  });
  it("are ended from the top down", () => {
    expect(withEverythingBelow(rows, "10").map(({ key }) => key)).toEqual(["10", "20", "30", "40"]);
    expect(withEverythingBelow(rows, "20").map(({ key }) => key)).toEqual(["20", "30"]);
    expect(withEverythingBelow(rows, "gone")).toEqual([]);
  });
});

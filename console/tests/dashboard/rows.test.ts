import { describe, expect, it } from "vitest";
import { applied, inWindow, type Rows, shownRows } from "../../src/features/dashboard/rows.ts";
import { harmless } from "../../src/protocol/shown-text.ts";

const rows: Rows = new Map([
  ["1", ["Zeta", "9"]],
  ["2", ["álvaro", ""]],
  ["3", ["Beta", "10"]],
]);
const keys = (shown: readonly { key: string }[]) => shown.map((row) => row.key);

describe("a table of Dashboard", () => {
  it("takes what is new, changed and gone, and begins anew when it is told to", () => {
    const changed = applied(rows, {
      type: "TableRows",
      panel: "drives",
      rows: [{ key: "2", cells: ["a", "1"] }],
      gone: ["1"],
    });
    expect([...changed]).toEqual([
      ["2", ["a", "1"]],
      ["3", ["Beta", "10"]],
    ]);
    expect([...applied(rows, { type: "TableRows", panel: "drives", first: true, rows: [], gone: [] })]).toEqual([]);
  });

  it("sorts words as people do and numbers by value, with what is unknown at the end", () => {
    expect(keys(shownRows(rows, "", { column: 0, down: false }, false, "pt-BR"))).toEqual(["2", "3", "1"]);
    expect(keys(shownRows(rows, "", { column: 1, down: false }, true, "pt-BR"))).toEqual(["1", "3", "2"]);
    expect(keys(shownRows(rows, "", { column: 1, down: true }, true, "pt-BR"))).toEqual(["3", "1", "2"]);
  });

  it("shows the rows in which every word of the filter stands", () => {
    expect(keys(shownRows(rows, "ETA 10", { column: -1, down: false }, false, "en"))).toEqual(["3"]);
  });

  it("draws only what is in sight, also of 100,000 rows", () => {
    expect(inWindow(100_000, 32, 32 * 5000, 640)).toEqual({ from: 4992, to: 5028 });
    expect(inWindow(3, 32, 0, 640)).toEqual({ from: 0, to: 3 });
  });

  it("shows control and bidi characters by their numbers", () => {
    expect(harmless("a\u202eb\u0007\u{e0041}\ud800")).toBe("a⟨U+202E⟩b⟨U+0007⟩⟨U+E0041⟩⟨U+D800⟩");
  });
});

import { describe, expect, it } from "vitest";
import {
  type Agreed,
  amountsOf,
  type Known,
  type Mode,
  planned,
  toCompare,
} from "../../src/features/files/compared/plan.ts";
import type { Tree, TreeFile } from "../../src/features/files/trees.ts";

const T = 1_700_000_000_000;
const NOTHING_KNOWN: Known = { agreed: new Map(), sameContents: new Map() };

function file(way: string, size = 5, modifiedAt = T): TreeFile {
  const names = way.split("/");
  return { inside: names.slice(0, -1), name: names.at(-1) ?? "", size, modifiedAt };
}

/** `a/b.txt` a file with its folders, `a/` an empty folder, `@a` a link, `!a` something unread. */
function tree(...things: (string | TreeFile)[]): Tree {
  const [files, folders, others, unread]: [TreeFile[], Set<string>, string[][], string[][]] = [[], new Set(), [], []];
  const fill = (names: string[]) => names.forEach((_, at) => folders.add(names.slice(0, at + 1).join("/")));
  for (const thing of things) {
    if (typeof thing !== "string") {
      files.push(thing);
      fill([...thing.inside]);
    } else if (thing.startsWith("@")) others.push(thing.slice(1).split("/"));
    else if (thing.startsWith("!")) unread.push(thing.slice(1).split("/"));
    else if (thing.endsWith("/")) fill(thing.slice(0, -1).split("/"));
    else {
      files.push(file(thing));
      fill(thing.split("/").slice(0, -1));
    }
  }
  return {
    files,
    folders: [...folders].map((way) => way.split("/")),
    others,
    unread: unread.map((way) => ({ way, dp: "DP-705" })),
  };
}

/** One line a row: `a.txt send only_here`. */
function told(here: Tree, there: Tree, mode: Mode = "both", known = NOTHING_KNOWN): string[] {
  return planned(here, there, mode, known).rows.map(
    ({ way, action, reason }) => `${way.join("/")} ${action} ${reason}`,
  );
}

describe("synchronising", () => {
  it.each<[string, Tree, Tree, string[]]>([
    ["what is alike is not named", tree("a", "b/c"), tree("a", "b/c"), []],
    ["what is on one side goes to the other", tree("a"), tree("x/b"), ["a send only_here", "x/b fetch only_there"]],
    ["the newer one goes", tree(file("a", 5, T + 60_000)), tree("a"), ["a send newer_here"]],
    ["the newer one comes", tree("a"), tree(file("a", 9, T + 60_000)), ["a fetch newer_there"]],
    ["two seconds are no difference", tree("a"), tree(file("a", 5, T + 2000)), []],
    ["another size at the same time is nobody's guess", tree("a"), tree(file("a", 6)), ["a nothing same_time"]],
    [
      "empty folders are made",
      tree("e/", "f/g/"),
      tree("h/"),
      ["e send only_here", "f/g send only_here", "h fetch only_there"],
    ],
    ["a file is no folder, nor what is in it", tree("a"), tree("a/b"), ["a nothing other_kind"]],
    ["names that look alike are left alone", tree("A.txt"), tree("a.txt"), ["A.txt nothing names_alike"]],
    [
      "also with accents written otherwise",
      tree("caf\u00e9/x"),
      tree("cafe\u0301/y"),
      ["caf\u00e9 nothing names_alike"],
    ],
    ["also twice on one side", tree("a", "A"), tree(), ["A nothing names_alike"]],
    ["links are left alone", tree("l/x"), tree("@l"), ["l nothing link"]],
    ["what cannot be read is left alone", tree("d/x", "b"), tree("!d"), ["b send only_here", "d nothing unread"]],
    [
      "names that the other side refuses are told",
      tree("a:b", "con/x"),
      tree(),
      ["a:b nothing name", "con/x nothing name"],
    ],
    ["unfinished files are not copied", tree(), tree("big.iso.daypass-part"), ["big.iso.daypass-part nothing name"]],
  ])("%s", (_, here, there, rows) => {
    expect(told(here, there)).toEqual(rows);
  });

  it("deletes nothing, whatever is missing", () => {
    const { rows } = planned(tree("a", "d/"), tree("b", "c/d"), "both", NOTHING_KNOWN);
    expect(rows.flatMap(({ choices }) => choices).filter((action) => action.startsWith("delete"))).toEqual([]);
  });

  const before = (size: number, hereAt: number, thereAt: number): Known => ({
    ...NOTHING_KNOWN,
    agreed: new Map([["a", { size, hereAt, thereAt } satisfies Agreed]]),
  });

  it.each<[string, TreeFile, TreeFile, string[]]>([
    ["nothing changed, though the times differ", file("a", 5, T + 90_000), file("a"), []],
    ["only this side changed", file("a", 6, T + 99_000), file("a"), ["a send changed_here"]],
    [
      "only the PC changed, and is older by its clock",
      file("a", 5, T + 90_000),
      file("a", 9, T - 9000),
      ["a fetch changed_there"],
    ],
    ["both changed", file("a", 6, T + 99_000), file("a", 7, T + 200_000), ["a nothing both_changed"]],
    ["both changed to the same", file("a", 6, T + 500_000), file("a", 6, T + 500_000), []],
  ])("knows what was alike the last time: %s", (_, here, there, rows) => {
    expect(told(tree(here), tree(there), "both", before(5, T + 90_000, T))).toEqual(rows);
  });

  it.each<[string, boolean, TreeFile, TreeFile, string[]]>([
    ["the same contents are alike, whatever the times", true, file("a", 5, T + 60_000), file("a"), []],
    ["other contents at the same time are a conflict", false, file("a"), file("a"), ["a nothing same_time"]],
    ["other contents, and one is newer", false, file("a"), file("a", 5, T + 60_000), ["a fetch newer_there"]],
  ])("by contents: %s", (_, same, here, there, rows) => {
    expect(told(tree(here), tree(there), "both", { ...NOTHING_KNOWN, sameContents: new Map([["a", same]]) })).toEqual(
      rows,
    );
  });
});

describe("replicating", () => {
  it.each<[string, Mode, Tree, Tree, string[]]>([
    ["what is missing comes", "to_pc", tree("a"), tree(), ["a send only_here"]],
    ["what is too much goes to the bin", "to_pc", tree(), tree("a"), ["a delete_pc only_there"]],
    ["a folder that is too much goes whole", "to_pc", tree(), tree("d/a", "d/e/b"), ["d delete_pc only_there"]],
    [
      "the other way",
      "to_local",
      tree("x", "e/"),
      tree("y"),
      ["e delete_local only_here", "x delete_local only_here", "y fetch only_there"],
    ],
    [
      "also over what is newer, which is said",
      "to_pc",
      tree("a"),
      tree(file("a", 5, T + 60_000)),
      ["a send newer_there"],
    ],
    ["and over what only differs", "to_local", tree("a"), tree(file("a", 6)), ["a fetch differs"]],
    [
      "what could not be read here deletes nothing there",
      "to_pc",
      tree("!d"),
      tree("d/a", "d/e/b"),
      ["d nothing unread"],
    ],
    [
      "what could not be read there is not deleted",
      "to_pc",
      tree(),
      tree("d/a", "!d/e"),
      ["d/a delete_pc only_there", "d/e nothing unread"],
    ],
    [
      "a folder with a link in it is not deleted whole",
      "to_pc",
      tree(),
      tree("d/a", "d/", "@d/l"),
      ["d/a delete_pc only_there", "d/l nothing link"],
    ],
    [
      "empty folders are made, not fetched back",
      "to_pc",
      tree("e/"),
      tree("f/"),
      ["e send only_here", "f delete_pc only_there"],
    ],
    ["a file in place of a folder is left to people", "to_pc", tree("a"), tree("a/b"), ["a nothing other_kind"]],
  ])("%s", (_, mode, here, there, rows) => {
    expect(told(here, there, mode)).toEqual(rows);
  });

  it("counts the bytes of a folder that goes", () => {
    const { rows } = planned(tree("n"), tree(file("d/a", 7), file("d/b", 8)), "to_pc", NOTHING_KNOWN);
    const { files, bytes, conflicts } = amountsOf(rows);
    expect([files.delete_pc, bytes.delete_pc, files.send, bytes.send, conflicts]).toEqual([1, 15, 1, 5, 0]);
  });
});

describe("comparing by contents", () => {
  const here = tree("a", "B", file("c", 9, T + 9000), "only", file("fetched", 5, T + 9000));
  const there = tree("a", "b", "c", "fetched");
  const chosen = (agreed: ReadonlyMap<string, Agreed>, all: boolean) =>
    toCompare(here, there, agreed, all).map((pair) => pair.here.name);
  const fetched = (thereAt: number) => new Map([["fetched", { size: 5, hereAt: T + 9000, thereAt }]]);

  it("takes files of one size and one spelling where times differ, or all of them", () => {
    expect(chosen(new Map(), false)).toEqual(["fetched"]);
    expect(chosen(new Map(), true)).toEqual(["a", "fetched"]);
  });
  it("takes none again that is as it was when both were alike", () => {
    expect(chosen(fetched(T), false)).toEqual([]);
    expect(chosen(fetched(T - 9000), false)).toEqual(["fetched"]);
  });
  it("a fetched file is alike, whatever the time of its fetching", () => {
    const sameContents = new Map([["fetched", true]]);
    expect(
      told(tree(file("fetched", 5, T + 9000)), tree("fetched"), "both", { agreed: new Map(), sameContents }),
    ).toEqual([]);
  });
});

it("plans twenty thousand files within a moment", () => {
  const many = Array.from({ length: 20_000 }, (_, at) => file(`folder ${at % 200}/file ${at}`));
  const begun = performance.now();
  expect(planned(tree(...many), tree(), "both", NOTHING_KNOWN).rows).toHaveLength(20_000);
  expect(planned(tree(), tree(...many), "to_pc", NOTHING_KNOWN).rows).toHaveLength(200);
  expect(performance.now() - begun).toBeLessThan(3000);
});

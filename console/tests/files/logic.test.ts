import { describe, expect, it } from "vitest";
import { COMMANDS, type CommandId, type Deeds, pressed } from "../../src/features/files/commands.ts";
import { HostJobs } from "../../src/features/files/host-jobs.ts";
import { nameMask } from "../../src/features/files/name-masks.ts";
import { Pane } from "../../src/features/files/pane.ts";
import { crumbs, joined, lastName, parent, typedPath } from "../../src/features/files/paths.ts";
import { type Row, row, siftedRows, sortedRows, type Sieve, type Sorting } from "../../src/features/files/rows.ts";
import { chooseByMask, invert, meant, NOTHING, reach, stillThere, toggle } from "../../src/features/files/selection.ts";
import { TypedAhead } from "../../src/features/files/typed-ahead.ts";
import { Works } from "../../src/features/files/works.ts";
import type { FolderEntry, Message } from "../../src/protocol/messages.gen.ts";

const rows = (...names: string[]): Row[] => names.map((name) => row({ name, kind: "file" }));
const names = (of: readonly Row[]) => of.map(({ name }) => name);

describe("masks", () => {
  it.each([
    ["*.log", "Setup.LOG", true],
    ["*.log;*.txt", "read me.txt", true],
    ["*.log", "log", false],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["*", "anything", true],
    ["*.*.gz", "a.tar.gz", true],
    ["report", "2026 Report.pdf", true],
    ["a.b", "axb", false],
    [" ; *.md ;", "x.md", true],
    ["CAFÉ*", "cafe\u0301.txt", true],
  ])("%s on %s is %s", (masks, name, fits) => {
    expect(nameMask(masks)?.(name)).toBe(fits);
  });

  it("says nothing when nothing is asked", () => {
    expect(nameMask(" ; ")).toBeUndefined();
  });

  it("is quick on a mask made to be slow", () => {
    const begun = performance.now();
    expect(nameMask(`${"*a".repeat(60)}b`)?.("a".repeat(240))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(200);
  });
});

describe("paths", () => {
  it.each([
    ["C:\\Users\\One", ["C:\\", "C:\\Users", "C:\\Users\\One"]],
    ["C:\\", ["C:\\"]],
    ["\\\\server\\share\\a", ["\\\\server\\share\\", "\\\\server\\share\\a"]],
  ])("%s has its folders", (path, ways) => {
    expect(crumbs(path, "\\").map((crumb) => crumb.path)).toEqual(ways);
  });

  it("knows the root of the other systems, the folder above and the last name", () => {
    expect(crumbs("/home/one", "/").map((crumb) => crumb.path)).toEqual(["/", "/home", "/home/one"]);
    expect(parent("C:\\Users", "\\")).toBe("C:\\");
    expect(parent("C:\\", "\\")).toBeUndefined();
    expect(lastName("C:\\Users\\One", "\\")).toBe("One");
    expect(joined("C:\\", "a", "\\")).toBe("C:\\a");
  });

  it("takes a path as it was copied from elsewhere", () => {
    expect(typedPath(' "C:\\Program Files" ', "\\")).toBe("C:\\Program Files");
    expect(typedPath("d:", "\\")).toBe("d:\\");
    expect(typedPath("C:/Users", "\\")).toBe("C:\\Users");
    expect(typedPath("/home", "/")).toBe("/home");
  });
});

describe("the rows of a folder", () => {
  const all: Row[] = [
    row({ name: "file10.txt", kind: "file", size: 5, modified_at: 3 }),
    row({ name: "File2.txt", kind: "file", size: 9, modified_at: 1 }),
    row({ name: "ärger.log", kind: "file", size: 1, modified_at: 2 }),
    row({ name: "zeta", kind: "folder" }),
    row({ name: "alpha", kind: "folder", hidden: true }),
    row({ name: "pagefile.sys", kind: "file", system: true }),
  ];
  const seen = { masks: "", hidden: false };
  const shownRows = (some: readonly Row[], sorting: Sorting, sieve: Sieve) =>
    siftedRows(sortedRows(some, sorting), sieve);

  it("puts folders first and numbers in their order", () => {
    const shown = shownRows(all, { column: "name", descending: false }, seen);
    expect(names(shown)).toEqual(["zeta", "ärger.log", "File2.txt", "file10.txt"]);
  });

  it("turns the order around and keeps folders first", () => {
    const shown = shownRows(all, { column: "size", descending: true }, { masks: "", hidden: true });
    expect(names(shown).slice(0, 4)).toEqual(["zeta", "alpha", "File2.txt", "file10.txt"]);
  });

  it("sifts files by mask and leaves folders to go on", () => {
    const shown = shownRows(all, { column: "modified", descending: false }, { masks: "*.txt", hidden: false });
    expect(names(shown)).toEqual(["zeta", "File2.txt", "file10.txt"]);
  });

  it("knows endings", () => {
    expect(row({ name: ".profile", kind: "file" }).ending).toBe("");
    expect(row({ name: "a.TAR.GZ", kind: "file" }).ending).toBe("gz");
    expect(row({ name: "a.b", kind: "folder" }).ending).toBe("");
  });

  it("sorts a hundred thousand entries within a moment", () => {
    const many = Array.from({ length: 100_000 }, (_, at) =>
      row({ name: `file ${(at * 7919) % 100_000}.txt`, kind: "file" }),
    );
    const begun = performance.now();
    const shown = shownRows(many, { column: "name", descending: false }, seen);
    expect(shown[99_999]?.name).toBe("file 99999.txt");
    expect(performance.now() - begun).toBeLessThan(15_000);
  });
});

describe("the selection", () => {
  const list = rows("a.txt", "b.log", "c.txt", "d");

  it("reaches a range from where it began, also backwards", () => {
    const from = reach(NOTHING, list, "c.txt", "alone");
    expect([...reach(from, list, "a.txt", "range").chosen]).toEqual(["a.txt", "b.log", "c.txt"]);
    expect([...reach(from, list, "d", "range").chosen]).toEqual(["c.txt", "d"]);
  });

  it("moves the cursor without choosing", () => {
    const moved = reach(reach(NOTHING, list, "a.txt", "alone"), list, "d", "cursor");
    expect([...moved.chosen]).toEqual(["a.txt"]);
    expect(moved.cursor).toBe("d");
  });

  it("inverts, and adds and takes away by mask", () => {
    const some = chooseByMask(NOTHING, list, "*.txt", true);
    expect(names(meant(some, list))).toEqual(["a.txt", "c.txt"]);
    expect(names(meant(invert(some, list), list))).toEqual(["b.log", "d"]);
    expect(names(meant(chooseByMask(some, list, "a*", false), list))).toEqual(["c.txt"]);
  });

  it("means the cursor's row when nothing is chosen, and never what is not shown", () => {
    const none = toggle(reach(NOTHING, list, "d", "alone"), "d");
    expect(names(meant(none, list))).toEqual(["d"]);
    expect(meant(reach(NOTHING, list, "d", "alone"), rows("a.txt"))).toEqual([]);
  });

  it("forgets what is gone", () => {
    const left = stillThere(chooseByMask(reach(NOTHING, list, "d", "alone"), list, "*", true), rows("a.txt"), []);
    expect([...left.chosen]).toEqual(["a.txt"]);
    expect(left.cursor).toBeUndefined();
  });

  it.each([
    ["c.txt", "b.log", "a.txt c.txt d"],
    ["d", "b.log", "a.txt d new"],
    ["b.log", "d", "a.txt b.log"],
    [undefined, "d", ""],
  ])("the cursor goes on to %s when %s is gone", (next, gone, left) => {
    const still = stillThere(reach(NOTHING, list, gone, "cursor"), rows(...left.split(" ").filter(Boolean)), list);
    expect(still.cursor).toBe(next);
    expect(still.chosen.size).toBe(0);
  });
});

describe("the keyboard", () => {
  const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

  /** What `event` does where everything can be done but what is in `cannot`. */
  function done(event: Partial<typeof plain> & { key: string }, ...cannot: CommandId[]): CommandId | undefined {
    let ran: CommandId | undefined;
    const deeds: Deeds = Object.fromEntries(
      COMMANDS.map(({ id }) => [id, { can: !cannot.includes(id), run: () => (ran = id) }]),
    );
    pressed({ ...plain, ...event }, deeds);
    return ran;
  }

  it("finds commands, whatever the layout needs for a character", () => {
    expect(done({ key: "F2" })).toBe("rename");
    expect(done({ key: "Delete", shiftKey: true })).toBe("delete_for_good");
    expect(done({ key: "c", ctrlKey: true })).toBe("copy");
    expect(done({ key: "c", metaKey: true })).toBe("copy");
    expect(done({ key: "?", shiftKey: true })).toBe("shortcuts");
    expect(done({ key: "+" })).toBe("select_mask");
    expect(done({ key: "c" })).toBeUndefined();
  });

  it("copies over where there is another pane, else downloads; and swallows keys of what cannot be done now", () => {
    expect(done({ key: "F5" })).toBe("fetch");
    expect(done({ key: "F5" }, "fetch")).toBe("send");
    expect(done({ key: "F5" }, "fetch", "send")).toBe("download");
    const none = { download: { can: false, run: () => undefined } };
    expect(pressed({ ...plain, key: "F5" }, none)).toBe(true);
    expect(pressed({ ...plain, key: "F5" }, {})).toBe(false);
  });

  it("gives no keys twice, but to copying over, which each side has its own way of, and to going into what there is", () => {
    const shared = ["F5", "Enter"];
    const keys = COMMANDS.flatMap((command) => command.keys as readonly string[]).filter(
      (one) => !shared.includes(one),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("goes to names as they are typed", () => {
    const list = rows("alpha", "beta", "Bravo", "charlie");
    const typed = new TypedAhead();
    expect(typed.find("b", list, 0, 0)?.name).toBe("beta");
    expect(typed.find("r", list, 1, 100)?.name).toBe("Bravo");
    expect(typed.find("b", list, 2, 5000)?.name).toBe("beta");
    expect(typed.find("x", list, 2, 9000)).toBeUndefined();
  });

  it("goes on with a space or a dash where a name does, and only while it is typed", () => {
    const list = rows("doc 0.txt", "doc 3.txt", "doc-1.txt");
    const typed = new TypedAhead();
    expect(typed.goesOn(" ", list, 0)).toBe(false);
    for (const [at, letter] of ["d", "o", "c"].entries()) typed.find(letter, list, 0, at);
    expect(typed.goesOn("-", list, 10)).toBe(true);
    expect(typed.goesOn("*", list, 10)).toBe(false);
    expect(typed.goesOn(" ", list, 5000)).toBe(false);
    typed.find(" ", list, 0, 20);
    expect(typed.find("3", list, 0, 30)?.name).toBe("doc 3.txt");
  });
});

/** Hears orders, and answers them when told to. */
function fakeHost() {
  const sent: Message[] = [];
  const jobs = new HostJobs((message) => sent.push(message));
  const done = (job: number, dp?: string) => jobs.hear({ type: "JobDone", job, ...(dp ? { dp } : {}) });
  return { sent, jobs, done };
}

describe("jobs on the PC", () => {
  it("gives each its own answers and says what failed", async () => {
    const { jobs, done } = fakeHost();
    const first = jobs.run({ type: "DeleteEntries", folder: "/", names: ["a"], for_good: false });
    const second = jobs.whole({ type: "RenameEntry", folder: "/", name: "a", new_name: "b" });
    jobs.hear({ type: "JobFailure", job: 1, path: "/a", dp: "DP-704" });
    done(2, "DP-702");
    done(1);
    await expect(second).rejects.toMatchObject({ dp: "DP-702" });
    expect((await first.done).failures).toEqual([{ path: "/a", dp: "DP-704" }]);
  });

  it("ends what ran when the line broke", async () => {
    const { jobs } = fakeHost();
    const copying = jobs.run({ type: "ListPlaces" });
    jobs.begin();
    expect((await copying.done).broken).toBe(true);
  });
});

describe("long work on the PC", () => {
  it("goes by a thousand names at a time, keeps a decision for all, and shows what failed", async () => {
    const { sent, jobs, done } = fakeHost();
    const works = new Works(jobs);
    const many = Array.from({ length: 1500 }, (_, at) => `file ${at}`);
    const order = (some: readonly string[], if_there: "ask" | "overwrite" | "skip" | "rename") =>
      ({ type: "CopyEntries", folder: "/a", names: some, target: "/b", move: false, if_there }) as const;
    const working = works.run("copy", many, order);
    const entry: FolderEntry = { name: "file 1", kind: "file" };
    jobs.hear({ type: "JobConflict", job: 1, folder: "/b", name: "file 1", there: entry, coming: entry });
    expect(works.state.running[0]?.conflict?.name).toBe("file 1");
    works.decide(1, "skip", true);
    expect(works.state.running[0]?.conflict).toBeUndefined();
    jobs.hear({ type: "JobFailure", job: 1, path: "/a/file 2", dp: "DP-705" });
    done(1);
    await Promise.resolve();
    await Promise.resolve();
    expect(sent.at(-1)).toMatchObject({ job: 2, if_there: "skip" });
    done(2);
    await working;
    expect(works.state).toMatchObject({ running: [], troubles: [{ failures: [{ dp: "DP-705" }] }] });
  });
});

describe("a pane", () => {
  const source = (folders: Record<string, readonly string[]>) => ({
    separator: "/",
    places: () => Promise.resolve([{ kind: "home", path: "/home", label: "" } as const]),
    list: (path: string, entries: (some: FolderEntry[]) => void) => {
      entries((folders[path] ?? []).map((name) => ({ name, kind: "file" })));
      return Promise.resolve();
    },
    makeFolder: () => Promise.resolve(),
    rename: () => Promise.resolve(),
  });

  it("begins at the first place, walks back and forth, and finds where it came from", async () => {
    const pane = new Pane();
    await pane.begin(source({ "/home": ["one"], "/home/one": [], "/": ["home"] }));
    expect(pane.state.path).toBe("/home");
    await pane.up();
    expect(pane.state).toMatchObject({ path: "/", canBack: true });
    expect(pane.state.selection.cursor).toBe("home");
    await pane.back();
    expect(pane.state).toMatchObject({ path: "/home", canBack: false, canForward: true });
    await pane.forward();
    expect(pane.state.path).toBe("/");
  });

  it("stays in its folder when the line comes back, with what was chosen", async () => {
    const pane = new Pane();
    await pane.begin(source({ "/home": ["one"], "/else": ["two", "three"] }));
    await pane.go("/else");
    pane.select(reach(NOTHING, pane.state.rows, "two", "alone"));
    pane.end();
    await pane.begin(source({ "/else": ["two"] }));
    expect(pane.state.path).toBe("/else");
    expect(names(pane.meant)).toEqual(["two"]);
  });
});

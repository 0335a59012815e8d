import { describe, expect, it } from "vitest";
import { askedFor, changed, filtersSet, readComputerFilter } from "../../src/features/computers/computer-filter.ts";
import { tidySearch } from "../../src/foundation/texts/search-words.ts";

const NOW = new Date(2026, 10, 22, 15, 30).getTime();

describe("the address of the page Computers", () => {
  it("holds what is set and nothing else", () => {
    expect(readComputerFilter({})).toEqual({});
    expect(changed({ state: "ended", q: "one" }, { q: "", removal: "pending" })).toEqual({
      state: "ended",
      removal: "pending",
    });
    expect(changed({}, { range: "always", from: "", to: "" })).toEqual({});
  });

  it("passes over what cannot be meant", () => {
    const odd = { state: "dead", presence: 5, removal: [], technician: "x", range: "ever", from: "2026-01-01", q: {} };
    expect(readComputerFilter(odd)).toEqual({});
    expect(readComputerFilter({ range: "own", from: "yesterday", to: "2026-11-22" })).toEqual({
      range: "own",
      to: "2026-11-22",
    });
  });

  it("takes a session number for the words that it is", () => {
    expect(readComputerFilter({ q: 418203775 })).toEqual({ q: "418203775" });
  });

  it("counts the filters, not the search", () => {
    expect(filtersSet({ q: "one", state: "live", range: "own", from: "2026-11-22" })).toBe(2);
  });
});

describe("what the server is asked", () => {
  it("leaves out sessions that no PC joined, unless somebody searches", () => {
    expect(askedFor({}, NOW)?.earlier).toMatchObject({ state: "ended", computer: true });
    expect(askedFor({ q: "one" }, NOW)?.earlier?.computer).toBeUndefined();
  });

  it("asks for presence among live ones only, for removal among ended ones only", () => {
    expect(askedFor({ presence: "online" }, NOW)).toMatchObject({ live: { state: "live", presence: "online" } });
    expect(askedFor({ presence: "online" }, NOW)?.earlier).toBeUndefined();
    expect(askedFor({ removal: "pending" }, NOW)?.live).toBeUndefined();
    expect(askedFor({ removal: "pending" }, NOW)).toMatchObject({ earlier: { removal: "pending" } });
    expect(askedFor({ state: "prepared" }, NOW)).toMatchObject({ live: { state: "prepared" } });
  });

  it("is nothing while the dates are backwards", () => {
    expect(askedFor({ range: "own", from: "2026-11-22", to: "2026-11-20" }, NOW)).toBeNull();
    expect(askedFor({ range: "today" }, NOW)?.live?.since).toBe(new Date(2026, 10, 22).getTime());
  });
});

describe("typed or pasted words", () => {
  it("lose what nobody sees", () => {
    expect(tidySearch("  a\tb\n\u00a0c \u202e\u200b\u0000 ")).toBe("a b c");
    expect(tidySearch("\ud800x")).toBe("x");
    expect(tidySearch("100%_\\")).toBe("100%_\\");
  });

  it("are cut where no address is longer, never within a letter", () => {
    expect(Array.from(tidySearch("🙂".repeat(300)))).toHaveLength(254);
  });
});

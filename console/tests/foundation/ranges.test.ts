import { describe, expect, it } from "vitest";
import { csvAddress } from "../../src/foundation/api/audit.ts";
import { withQuery } from "../../src/foundation/api/pages.ts";
import { readableBytes } from "../../src/foundation/texts/amounts.ts";
import { rangeOf } from "../../src/foundation/texts/ranges.ts";

const NOW = new Date(2026, 10, 22, 15, 30).getTime();
const choice = (name: "today" | "week" | "own", from = "", to = "") => ({ name, from, to });

describe("a time range", () => {
  it("begins at midnight of the reader's own day", () => {
    expect(rangeOf(choice("today"), NOW)).toEqual({ since: new Date(2026, 10, 22).getTime(), until: undefined });
    expect(rangeOf(choice("week"), NOW)).toEqual({ since: new Date(2026, 10, 16).getTime(), until: undefined });
  });

  it("holds its last day whole", () => {
    expect(rangeOf(choice("own", "2026-11-01", "2026-11-01"), NOW)).toEqual({
      since: new Date(2026, 10, 1).getTime(),
      until: new Date(2026, 10, 2).getTime(),
    });
  });

  it("is open where no date is chosen", () => {
    expect(rangeOf(choice("own"), NOW)).toEqual({ since: undefined, until: undefined });
  });

  it("is none when the dates are backwards or no dates", () => {
    expect(rangeOf(choice("own", "2026-11-02", "2026-11-01"), NOW)).toBeNull();
    expect(rangeOf(choice("own", "nonsense"), NOW)).toBeNull();
  });
});

describe("the address of a file", () => {
  it("names only what narrows, and the reader's language and zone", () => {
    const address = csvAddress("/api/audit", { kind: "session.ended", technician: "", since: undefined }, "pt-BR");
    expect(address).toMatch(/^\/api\/audit\/file\.csv\?kind=session\.ended&language=pt-BR&zone=/);
    expect(withQuery("/a", { none: "" })).toBe("/a");
  });
});

describe("bytes", () => {
  it("are read in the language's own figures", () => {
    expect(readableBytes(0, "en")).toBe("0 B");
    expect(readableBytes(1500, "en")).toBe("1.5 kB");
    expect(readableBytes(1500, "pt-BR")).toBe("1,5 kB");
    expect(readableBytes(250_000_000, "es")).toBe("250 MB");
  });
});

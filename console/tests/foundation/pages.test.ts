import { afterEach, describe, expect, it, vi } from "vitest";
import { everyItem, withQuery } from "../../src/foundation/api/pages.ts";

afterEach(() => vi.unstubAllGlobals());

describe("lists in pages", () => {
  it("asks for page after page until there is none, each by the cursor of the one before", async () => {
    const asked: string[] = [];
    const pages = [
      { items: ["a", "b"], next: "2-" },
      { items: ["c"], next: "3-" },
      { items: [], next: null },
    ];
    vi.stubGlobal("fetch", (path: string) => {
      asked.push(path);
      return Promise.resolve(new Response(JSON.stringify(pages[asked.length - 1]), { status: 200 }));
    });
    expect(await everyItem("/api/technicians")).toEqual(["a", "b", "c"]);
    expect(asked).toEqual([
      "/api/technicians?limit=200",
      "/api/technicians?limit=200&cursor=2-",
      "/api/technicians?limit=200&cursor=3-",
    ]);
  });

  it("leaves the cursor of the first page out", () => {
    expect(withQuery("/a", { limit: 1, cursor: null, kind: "" })).toBe("/a?limit=1");
  });
});

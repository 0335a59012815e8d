import { describe, expect, it } from "vitest";
import { wholeWebsite } from "../../src/features/company/whole-website.ts";

describe("a company's website", () => {
  it("gets its scheme when nobody typed one", () => {
    expect(wholeWebsite(" www.example.org/help ")).toBe("https://www.example.org/help");
  });
  it("is never one of plain http", () => {
    expect(wholeWebsite("HTTP://example.org/a")).toBe("https://example.org/a");
  });
  it("stays as typed with a scheme, also one that the server refuses", () => {
    expect(wholeWebsite("https://example.org")).toBe("https://example.org");
    expect(wholeWebsite("ftp://example.org")).toBe("ftp://example.org");
  });
  it("stays empty", () => {
    expect(wholeWebsite("  ")).toBe("");
  });
});

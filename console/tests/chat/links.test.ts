import { describe, expect, it } from "vitest";
import { pieces } from "../../src/features/chat/links.ts";

const addresses = (text: string) => pieces(text).flatMap(({ address }) => (address === undefined ? [] : [address]));

describe("links in a line", () => {
  it("are addresses of web pages, without the full stop of the sentence", () => {
    expect(pieces("See https://example.org/a?b=1. Then call.")).toEqual([
      { text: "See ", address: undefined },
      { text: "https://example.org/a?b=1", address: "https://example.org/a?b=1" },
      { text: ". Then call.", address: undefined },
    ]);
    expect(addresses("(http://example.org/x), https://example.com!")).toEqual([
      "http://example.org/x",
      "https://example.com/",
    ]);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "www.example.org",
    "https://user:secret@example.org/",
    "https://",
    "no link at all",
  ])("are nothing else: %s", (text) => {
    expect(addresses(text)).toEqual([]);
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });

  it("show what really opens where letters only look alike", () => {
    expect(addresses("https://exаmple.org/")[0]).toMatch(/^https:\/\/xn--/);
  });

  it("lose no character of the line", () => {
    const text = "a https://example.org b\nhttp://example.org/c d";
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });
});

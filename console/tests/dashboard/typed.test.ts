import { describe, expect, it } from "vitest";
import { type Piece, Typed } from "../../src/features/dashboard/typed.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const said = (pieces: Iterable<Piece>) =>
  [...pieces].map(({ at, input }) => [at, new TextDecoder().decode(input)] as const);

function opened(): Typed {
  const typed = new Typed();
  typed.opened(true);
  return typed;
}

describe("what is typed to a terminal", () => {
  it("waits for the terminal, and then goes once", () => {
    const typed = new Typed();
    typed.type(bytes("dir"));
    expect(said(typed.next())).toEqual([]);
    typed.opened(true);
    expect(said(typed.next())).toEqual([[0, "dir"]]);
    typed.type(bytes("\r"));
    expect(said(typed.next())).toEqual([[3, "\r"]]);
    expect(said(typed.next())).toEqual([]);
    expect(typed.waiting).toBe(4);
    typed.taken(4);
    expect(typed.waiting).toBe(0);
  });

  it("goes again on a new line from where the PC has none of it", () => {
    const typed = opened();
    typed.type(bytes("abcdef"));
    said(typed.next());
    typed.taken(2);
    typed.resumed(3);
    expect(said(typed.next())).toEqual([[3, "def"]]);
    typed.resumed(6);
    expect(said(typed.next())).toEqual([]);
    expect(typed.waiting).toBe(4);
  });

  it("is never further ahead than the PC takes, and refuses what no terminal should get", () => {
    const typed = opened();
    expect(typed.type(new Uint8Array(1024 * 1024))).toBe(true);
    expect(typed.type(bytes("x"))).toBe(false);
    let ahead = [...typed.next()].reduce((sum, { input }) => sum + input.length, 0);
    expect(ahead).toBe(64 * 1024);
    typed.taken(10);
    ahead = [...typed.next()].reduce((sum, { input }) => sum + input.length, 0);
    expect(ahead).toBe(10);
  });

  it("believes no host that took what was never sent, or lost what it took", () => {
    const typed = opened();
    typed.type(bytes("abc"));
    said(typed.next());
    typed.taken(99);
    expect(typed.waiting).toBe(0);
    typed.type(bytes("d"));
    typed.resumed(0);
    expect(said(typed.next())).toEqual([[3, "d"]]);
    typed.resumed(99);
    expect(said(typed.next())).toEqual([]);
  });

  it("goes at once and uncounted to a host of an earlier version", () => {
    const typed = new Typed();
    typed.opened(false);
    typed.type(new Uint8Array(100_000));
    expect([...typed.next()].map(({ at, input }) => [at, input.length])).toEqual([
      ...Array.from({ length: 6 }, () => [undefined, 16_384]),
      [undefined, 100_000 - 6 * 16_384],
    ]);
    expect(typed.waiting).toBe(0);
  });
});

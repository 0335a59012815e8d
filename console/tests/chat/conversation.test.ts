import { describe, expect, it } from "vitest";
import {
  heard,
  MOST_CHARACTERS,
  MOST_LINES,
  newReference,
  NOTHING_SAID,
  said,
  takenBack,
  unreadAfter,
  withLines,
} from "../../src/features/chat/conversation.ts";
import type { ChatLine } from "../../src/protocol/messages.gen.ts";

const ME = "Technician One";
const line = (number: number, changes: Partial<ChatLine> = {}): ChatLine => ({
  number,
  at: number,
  author: "customer",
  name: "",
  text: `line ${number}`,
  reference: 0,
  ...changes,
});
const head = new Uint8Array(32);

describe("a conversation", () => {
  it("puts lines in their order, each once, also when a new line brings them again", () => {
    const once = withLines(NOTHING_SAID, [line(1), line(2)], ME);
    const again = heard(once, { type: "ChatLines", lines: [line(2), line(3)], head }, ME);
    expect(again.lines.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(withLines(again, [line(5)], ME).lines, "never with a gap").toHaveLength(3);
  });

  it("holds as much as the PC keeps and no more, whatever a PC says", () => {
    const many = Array.from({ length: MOST_LINES + 10 }, (_, index) => line(index + 1));
    expect(withLines(NOTHING_SAID, many, ME).lines).toHaveLength(MOST_LINES);
    const long = Array.from({ length: 1200 }, (_, index) => line(index + 1, { text: "x".repeat(4000) }));
    expect(withLines(NOTHING_SAID, long, ME).lines).toHaveLength(MOST_CHARACTERS / 4000);
  });

  it("keeps one's own line as on its way until it comes back from the PC", () => {
    const waiting = said(NOTHING_SAID, { text: "hello", reference: 7 }, 1);
    const foreign = line(1, { author: "technician", name: "Technician Two", reference: 7 });
    const between = heard(waiting, { type: "ChatLines", lines: [foreign], head }, ME);
    expect(between.pending, "a colleague's number is not ours").toHaveLength(1);
    const mine = line(2, { author: "technician", name: ME, reference: 7, text: "hello" });
    expect(heard(between, { type: "ChatLines", lines: [mine], head }, ME).pending).toEqual([]);
  });

  it("says which line was refused, and lets it go", () => {
    const waiting = said(said(NOTHING_SAID, { text: "a", reference: 1 }, 1), { text: "b", reference: 2 }, 1);
    const refused = heard(waiting, { type: "ChatRefused", reference: 2, dp: "DP-431" }, ME);
    expect(refused.pending.map((one) => one.refused)).toEqual([undefined, "DP-431"]);
    expect(takenBack(refused, 2).pending.map(({ reference }) => reference)).toEqual([1]);
  });

  it("counts as unread what others wrote since", () => {
    const lines = [line(1), line(2, { author: "technician", name: ME }), line(3), line(4)];
    expect(unreadAfter(lines, 1, ME)).toBe(2);
    expect(unreadAfter(lines, 4, ME)).toBe(0);
  });

  it("gives each line a number of its own that the wire takes", () => {
    const numbers = Array.from({ length: 200 }, newReference);
    expect(new Set(numbers).size).toBe(200);
    expect(numbers.every((one) => Number.isSafeInteger(one) && one > 0)).toBe(true);
  });
});

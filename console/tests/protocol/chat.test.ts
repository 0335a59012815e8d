import { describe, expect, it } from "vitest";
import { firstHead, nextHead } from "../../src/protocol/chat.ts";
import type { ChatLine } from "../../src/protocol/messages.gen.ts";
import { harmless } from "../../src/protocol/shown-text.ts";
import { hex, vectors } from "./vectors.ts";

const golden = vectors<{
  session_id: string;
  lines: ChatLine[];
  heads: string[];
  shown: { text: string; shown: string }[];
}>("chat");

describe("a chat", () => {
  it("chains its lines as Python does", async () => {
    let head = await firstHead(golden.session_id);
    const heads = [hex(head)];
    for (const line of golden.lines) {
      head = await nextHead(head, line);
      heads.push(hex(head));
    }
    expect(heads).toEqual(golden.heads);
  });

  it.each(golden.shown)("shows $text without what cannot be seen", ({ text, shown }) => {
    expect(harmless(text)).toBe(shown);
  });
});

import { IDBFactory } from "fake-indexeddb";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { transcriptText } from "../../src/features/chat/transcript-file.ts";
import { TranscriptStorage } from "../../src/features/chat/transcript-storage.ts";
import type { ChatLine } from "../../src/protocol/messages.gen.ts";
import { startTexts, textsIn } from "../../src/foundation/texts/texts.ts";
import { vectors } from "../protocol/vectors.ts";

const golden = vectors<{ session_id: string; lines: ChatLine[]; heads: string[] }>("chat");
const DAY_MS = 24 * 3_600_000;

describe("a transcript", () => {
  beforeAll(async () => {
    vi.stubGlobal("document", { documentElement: {} });
    await startTexts("en");
  });

  it("is kept by session and technician, and forgotten with the session's record", async () => {
    const factory = new IDBFactory();
    const storage = await TranscriptStorage.open(factory);
    await storage.save("s1", "t1", golden.lines);
    await storage.save("s2", "t1", golden.lines.slice(0, 1));
    expect(await storage.load("s1", "t1")).toEqual(golden.lines);
    expect(await storage.load("s1", "t2"), "another technician's is not shown").toEqual([]);
    await storage.forget("s1");
    const reopened = await TranscriptStorage.open(factory);
    expect(await reopened.load("s1", "t1")).toEqual([]);
    expect(await reopened.load("s2", "t1")).toHaveLength(1);
  });

  it("is forgotten when no server keeps its session any more", async () => {
    const factory = new IDBFactory();
    await (await TranscriptStorage.open(factory)).save("s1", "t1", golden.lines, 0);
    expect(await (await TranscriptStorage.open(factory, 300 * DAY_MS)).load("s1", "t1")).toHaveLength(3);
    expect(await (await TranscriptStorage.open(factory, 401 * DAY_MS)).load("s1", "t1")).toEqual([]);
  });

  it("is saved as text with the fingerprint that the PC tells, and nothing in it turns a line around", async () => {
    const text = await transcriptText(golden.session_id, golden.lines, await textsIn("en"), "en", 345);
    expect(text).toContain(golden.heads.at(-1));
    expect(text).toContain("invoice⟨U+202E⟩fdp.exe⟨U+0000⟩");
    const saved = vectors<{ language: string; chat: string }[]>("saved_records");
    expect(text.replaceAll("\r\n", "\n")).toBe(saved.find((one) => one.language === "en")?.chat);
  });
});

import { describe, expect, it } from "vitest";
import { forgetDraft, keepDetails, keptDraft, keyFor } from "../../src/features/support-sessions/create/draft.ts";

const DETAILS = { customer_email: "customer@example.org", customer_name: "", language: "es", note: "" } as const;

function emptyStorage() {
  const rows = new Map<string, string>();
  return {
    getItem: (name: string) => rows.get(name) ?? null,
    setItem: (name: string, value: string) => void rows.set(name, value),
    removeItem: (name: string) => void rows.delete(name),
  };
}

describe("the draft of a new session", () => {
  it("comes back as it was typed, and is gone once forgotten", () => {
    const storage = emptyStorage();
    expect(keptDraft(storage)).toBeNull();
    keepDetails(DETAILS, storage);
    expect(keptDraft(storage)?.details).toEqual(DETAILS);
    forgetDraft(storage);
    expect(keptDraft(storage)).toBeNull();
  });

  it("gives the same key for the same request, another for another", () => {
    const storage = emptyStorage();
    const key = keyFor(DETAILS, undefined, storage);
    keepDetails({ ...DETAILS, note: "typed later" }, storage);
    expect(keyFor(DETAILS, undefined, storage)).toBe(key);
    expect(keyFor(DETAILS, "another-session", storage)).not.toBe(key);
    expect(keyFor({ ...DETAILS, note: "other" }, undefined, storage)).not.toBe(key);
  });

  it("is none when what is kept cannot be read", () => {
    const storage = emptyStorage();
    for (const broken of ["{", "null", '{"details":{"language":"klingon"}}', "[]"]) {
      storage.setItem("daypass-new-session", broken);
      expect(keptDraft(storage)).toBeNull();
    }
  });
});

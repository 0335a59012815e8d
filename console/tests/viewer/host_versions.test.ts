import { describe, expect, it } from "vitest";
import { forHost } from "../../src/viewer/host_versions.ts";

describe("a host of an earlier version", () => {
  it("is told of a character as text, of a shortcut by its key's place, and of Ctrl+Alt+Del as three keys", () => {
    const none = new Set<string>();
    const key = { type: "CharacterKey", scan: 0x1e, extended: false, text: "a" } as const;
    expect(forHost(key, none)).toEqual([{ type: "TextTyped", text: "a" }]);
    const shortcut = { type: "ShortcutKey", scan: 0x1e, extended: false, text: "q" } as const;
    expect(forHost(shortcut, none)).toEqual([{ type: "Key", scan: 0x1e, extended: false, down: true }]);
    const keys = forHost({ type: "SecureAttention" }, none);
    expect(keys.map((pressed) => (pressed.type === "Key" ? [pressed.scan, pressed.down] : pressed))).toEqual([
      [0x1d, true],
      [0x38, true],
      [0x53, true],
      [0x53, false],
      [0x38, false],
      [0x1d, false],
    ]);
  });

  it("hears nothing of the clipboard", () => {
    expect(forHost({ type: "ClipboardShared", on: true }, new Set())).toEqual([]);
  });

  it("hears everything that it knows, and what every host knows", () => {
    const shared = { type: "ClipboardShared", on: true } as const;
    const typed = { type: "TextTyped", text: "a" } as const;
    expect(forHost(shared, new Set(["ClipboardShared"]))).toEqual([shared]);
    expect(forHost(typed, new Set())).toEqual([typed]);
  });
});

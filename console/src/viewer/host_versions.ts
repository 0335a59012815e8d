/** What is said to a host of an earlier version instead of messages it does not know: a pass outlives an upgrade of the server. */
import type { ViewerInput } from "./input.ts";
import { scanCode } from "./scan_codes.ts";

/** Not known to every host (docs/protocol.md §7). */
const NEWER = new Set([
  "CharacterKey",
  "ShortcutKey",
  "SecureAttention",
  "ClipboardShared",
  "ClipboardText",
  "LockInput",
  "BlankScreen",
  "PointAt",
  "DrawLine",
  "WipeDrawing",
  "ScreenshotTaken",
]);

/** `input` as a host understands it that knows the messages `known` beside those of the first version. */
export function forHost(input: ViewerInput, known: ReadonlySet<string>): readonly ViewerInput[] {
  if (!NEWER.has(input.type) || known.has(input.type)) return [input];
  if (input.type === "CharacterKey") return [{ type: "TextTyped", text: input.text }];
  if (input.type === "ShortcutKey") return [{ type: "Key", scan: input.scan, extended: input.extended, down: true }];
  if (input.type !== "SecureAttention") return [];
  const keys = ["ControlLeft", "AltLeft", "Delete"].map(scanCode).filter((key) => key !== undefined);
  return [true, false].flatMap((down) =>
    (down ? keys : [...keys].reverse()).map(({ scan, extended }) => ({ type: "Key" as const, scan, extended, down })),
  );
}

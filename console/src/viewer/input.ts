/** What the technician does, as messages to the host (docs/protocol.md §7). */
import type {
  BlankScreen,
  ClipboardShared,
  ClipboardText,
  CharacterKey,
  DrawLine,
  Key,
  LockInput,
  PointAt,
  PointerButton,
  PointerMoved,
  RefreshPicture,
  ReleaseAll,
  ScreenshotTaken,
  SecureAttention,
  ShortcutKey,
  TakeHands,
  TextTyped,
  Wheel,
  WipeDrawing,
} from "../protocol/messages.gen.ts";

export type ViewerInput =
  | PointerMoved
  | PointerButton
  | Wheel
  | Key
  | CharacterKey
  | ShortcutKey
  | SecureAttention
  | TextTyped
  | ReleaseAll
  | ClipboardShared
  | ClipboardText
  | RefreshPicture
  | TakeHands
  | LockInput
  | BlankScreen
  | PointAt
  | DrawLine
  | WipeDrawing
  | ScreenshotTaken;

/** Heard from whoever watches; everything else only from the one who has mouse and keyboard. */
const WITHOUT_HANDS: ReadonlySet<ViewerInput["type"]> = new Set([
  "RefreshPicture",
  "TakeHands",
  "ReleaseAll",
  "ClipboardShared",
  "ScreenshotTaken",
]);

export function needsHands(input: ViewerInput): boolean {
  return !WITHOUT_HANDS.has(input.type);
}

/** Of what was pressed before. */
export function letsGo(input: ViewerInput): boolean {
  return (input.type === "Key" || input.type === "PointerButton") && !input.down;
}

/** What the technician does, as messages to the host (docs/protocol.md §7). */
import type {
  ClipboardShared,
  ClipboardText,
  CharacterKey,
  Key,
  PointerButton,
  PointerMoved,
  RefreshPicture,
  ReleaseAll,
  SecureAttention,
  TextTyped,
  Wheel,
} from "../protocol/messages.gen.ts";

export type ViewerInput =
  | PointerMoved
  | PointerButton
  | Wheel
  | Key
  | CharacterKey
  | SecureAttention
  | TextTyped
  | ReleaseAll
  | ClipboardShared
  | ClipboardText
  | RefreshPicture;

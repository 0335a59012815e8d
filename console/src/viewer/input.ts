/** What the technician does, as messages to the host (docs/protocol.md §7). */
import type {
  Key,
  PointerButton,
  PointerMoved,
  RefreshPicture,
  ReleaseAll,
  TextTyped,
  Wheel,
} from "../protocol/messages.gen.ts";

export type ViewerInput = PointerMoved | PointerButton | Wheel | Key | TextTyped | ReleaseAll | RefreshPicture;

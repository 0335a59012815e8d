/** What the page and the viewer's worker say to one another. The worker owns socket, keys, pictures and canvas; the page owns input and chrome. */
import type { CursorMoved, CursorShape, Figures, HandsHeld, PcHeld, Screen } from "../protocol/messages.gen.ts";
import type { ViewerInput } from "./input.ts";
import type { Visitor } from "../line/visitor.ts";
import type { Size } from "./picture.ts";
import type { FromEveryWorker, ToEveryWorker } from "../line/worker_of_tool.ts";
import type { FilePiece } from "./webm.ts";
import type { ViewerWish } from "./wishes.ts";

export type ToWorker =
  | { readonly type: "start"; readonly canvas: OffscreenCanvas; readonly visitor: Visitor }
  | { readonly type: "input"; readonly input: ViewerInput }
  | { readonly type: "wish"; readonly wish: ViewerWish }
  | { readonly type: "screenshot" }
  | { readonly type: "record"; readonly on: boolean }
  | ToEveryWorker;

export type FromWorker =
  | FromEveryWorker
  | { readonly type: "screen"; readonly screen: Screen }
  /** The first picture of another size is drawn. */
  | { readonly type: "resized"; readonly size: Size }
  | { readonly type: "cursor_shape"; readonly shape: CursorShape }
  | { readonly type: "cursor_moved"; readonly moved: CursorMoved }
  | { readonly type: "clipboard_text"; readonly text: string }
  | { readonly type: "notice"; readonly dp: string }
  | { readonly type: "hands"; readonly hands: HandsHeld }
  | { readonly type: "held"; readonly held: PcHeld }
  | { readonly type: "screenshot"; readonly picture: Blob | undefined }
  /** A piece of the recording's file. */
  | { readonly type: "recorded"; readonly piece: FilePiece }
  /** Nothing more comes of it: it is complete, or the browser gave up. */
  | { readonly type: "recording_over"; readonly failed: boolean }
  | { readonly type: "figures"; readonly figures: Figures }
  | { readonly type: "host_knows"; readonly known: readonly string[] }
  | { readonly type: "drawn"; readonly seq: number };

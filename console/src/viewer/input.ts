/** What the viewer sends to the host (docs/protocol.md §7); one shape per message, tagged by `type` as on the wire. */
export type ViewerInput =
  | { readonly type: "PointerMoved"; readonly x: number; readonly y: number }
  | {
      readonly type: "PointerButton";
      readonly button: number;
      readonly down: boolean;
      readonly x: number;
      readonly y: number;
    }
  | { readonly type: "Wheel"; readonly dx: number; readonly dy: number }
  | { readonly type: "Key"; readonly scan: number; readonly extended: boolean; readonly down: boolean }
  | { readonly type: "TextTyped"; readonly text: string }
  | { readonly type: "ReleaseAll" }
  | { readonly type: "RefreshPicture" };

/** What the page and the viewer's worker say to one another. The worker owns socket, keys, pictures and canvas; the page owns input and chrome. */
import type { CursorMoved, CursorShape, Figures, HandsHeld, Screen } from "../protocol/messages.gen.ts";
import type { ViewerInput } from "./input.ts";
import type { Size } from "./picture.ts";
import type { RoundTrip } from "./round_trip.ts";
import type { ViewerWish } from "./wishes.ts";

/** How to reach the host: the answer of `POST …/connections` (docs/protocol.md §6), bytes as base64url. */
export interface ConnectionOffer {
  readonly ticket: string;
  readonly relay_url: string;
  readonly host_key: string;
  readonly verifier_salt: string;
  readonly session_id: string;
  readonly server_address: string;
}

/** Why no offer came. `final` ends the trying: the session is over or does not allow it. */
export interface OfferRefused {
  readonly dp: string | undefined;
  readonly final: boolean;
}

/** Where the connection stands; times are durations. */
export type ConnectionState =
  | { readonly at: "idle" }
  | { readonly at: "connecting" }
  | { readonly at: "asking_customer"; readonly timeoutS: number }
  | { readonly at: "connected" }
  | { readonly at: "reconnecting"; readonly inMs: number; readonly lostForMs: number }
  | {
      readonly at: "password";
      readonly dp: string | undefined;
      readonly retryAfterS: number;
      readonly triesLeft: number | undefined;
    }
  | { readonly at: "ended"; readonly dp: string | undefined; readonly detail: string | undefined };

export type ToWorker =
  | { readonly type: "start"; readonly canvas: OffscreenCanvas; readonly technician: string }
  | { readonly type: "connect"; readonly password: string }
  | { readonly type: "offer"; readonly offer: ConnectionOffer }
  | { readonly type: "no_offer"; readonly refused: OfferRefused }
  | { readonly type: "input"; readonly input: ViewerInput }
  | { readonly type: "wish"; readonly wish: ViewerWish }
  | { readonly type: "screenshot" }
  | { readonly type: "close" };

export type FromWorker =
  | { readonly type: "state"; readonly state: ConnectionState }
  | { readonly type: "offer_wanted" }
  | { readonly type: "screen"; readonly screen: Screen }
  /** The first picture of another size is drawn. */
  | { readonly type: "resized"; readonly size: Size }
  | { readonly type: "cursor_shape"; readonly shape: CursorShape }
  | { readonly type: "cursor_moved"; readonly moved: CursorMoved }
  | { readonly type: "clipboard_text"; readonly text: string }
  | { readonly type: "notice"; readonly dp: string }
  | { readonly type: "round_trip"; readonly roundTrip: RoundTrip }
  | { readonly type: "hands"; readonly hands: HandsHeld }
  | { readonly type: "screenshot"; readonly picture: Blob | undefined }
  | { readonly type: "figures"; readonly figures: Figures }
  | { readonly type: "host_knows"; readonly known: readonly string[] }
  | { readonly type: "drawn"; readonly seq: number };

/** What the page and the viewer's worker say to one another. The worker owns socket, keys, pictures and canvas; the page owns input and chrome. */
import type { ViewerInput } from "./input.ts";
import type { RoundTrip } from "./round_trip.ts";

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

export interface Monitor {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly primary: boolean;
}

export interface CursorShape {
  readonly shapeId: number;
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  /** Straight alpha, width × height × 4 bytes. */
  readonly rgba: Uint8Array;
}

/** Where the connection stands. Times are `performance.now()` free: durations only. */
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
  | { readonly type: "close" };

export type FromWorker =
  | { readonly type: "state"; readonly state: ConnectionState }
  | { readonly type: "offer_wanted" }
  | { readonly type: "screen"; readonly width: number; readonly height: number; readonly monitors: readonly Monitor[] }
  | { readonly type: "cursor_shape"; readonly shape: CursorShape }
  | {
      readonly type: "cursor_moved";
      readonly x: number;
      readonly y: number;
      readonly shapeId: number;
      readonly visible: boolean;
    }
  | { readonly type: "notice"; readonly dp: string }
  | { readonly type: "round_trip"; readonly roundTrip: RoundTrip }
  | { readonly type: "drawn"; readonly seq: number };

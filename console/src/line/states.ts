/** Where a line to a host stands, as pages show it; and how the server answers who asks for one. */

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
  /** Whether another tool of this browser is connected: then no password is needed. */
  | { readonly at: "looking" }
  | { readonly at: "idle" }
  | { readonly at: "connecting" }
  | { readonly at: "asking_customer"; readonly timeoutS: number }
  | { readonly at: "connected" }
  /** `restarting`: the host said that its PC restarts. */
  | { readonly at: "reconnecting"; readonly inMs: number; readonly lostForMs: number; readonly restarting?: true }
  | {
      readonly at: "password";
      readonly dp: string | undefined;
      readonly retryAfterS: number;
      readonly triesLeft: number | undefined;
    }
  | { readonly at: "ended"; readonly dp: string | undefined; readonly detail: string | undefined };

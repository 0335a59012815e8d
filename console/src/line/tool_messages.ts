/** What a page and the worker of its tool say to one another. The worker owns socket and keys. */
import type { Bytes, Message, Tool } from "../protocol/messages.gen.ts";
import type { RoundTrip } from "./round_trip.ts";
import type { ConnectionOffer, ConnectionState, OfferRefused } from "./states.ts";
import type { Visitor } from "./visitor.ts";

export type ToToolWorker =
  | {
      readonly type: "start";
      readonly tool: Tool;
      readonly visitor: Visitor;
      /** Names of the messages that this tool's host may send. */
      readonly hears: readonly Message["type"][];
      readonly goodbye: Message;
    }
  | { readonly type: "connect"; readonly password: string }
  | { readonly type: "offer"; readonly offer: ConnectionOffer | OfferRefused }
  | { readonly type: "send"; readonly message: Message }
  | { readonly type: "send_bulk"; readonly bytes: Bytes }
  | { readonly type: "close" };

export type FromToolWorker =
  | { readonly type: "state"; readonly state: ConnectionState }
  | { readonly type: "offer_wanted" }
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "bulk"; readonly bytes: Bytes }
  | { readonly type: "round_trip"; readonly roundTrip: RoundTrip };

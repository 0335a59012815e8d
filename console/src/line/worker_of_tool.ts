/** A tool's worker as its page has it, and what the workers of all tools say alike. The other end is in page_of_tool.ts. */
import type { RoundTrip } from "./round_trip.ts";
import type { ConnectionOffer, ConnectionState, OfferRefused } from "./states.ts";

export type ToEveryWorker =
  | { readonly type: "connect"; readonly password: string }
  | { readonly type: "offer"; readonly offer: ConnectionOffer | OfferRefused }
  | { readonly type: "close" };

export type FromEveryWorker =
  | { readonly type: "offer_wanted" }
  | { readonly type: "state"; readonly state: ConnectionState }
  | { readonly type: "round_trip"; readonly roundTrip: RoundTrip };

/** What a page does to get to the host, and what it hears of the way. */
export interface WayToHost {
  /** A fresh way to the host for every try: the page has the sign-in and the words for the server's problems. */
  readonly obtainOffer: () => Promise<ConnectionOffer | OfferRefused>;
  readonly createWorker: () => Worker;
  readonly events: {
    state(state: ConnectionState): void;
    roundTrip?(roundTrip: RoundTrip): void;
  };
}

export class WorkerOfTool<To, From extends { readonly type: string }> {
  readonly #way: WayToHost;
  readonly #worker: Worker;

  /** `hear` gets what the workers of other tools do not say. */
  constructor(way: WayToHost, hear: (message: From) => void) {
    this.#way = way;
    this.#worker = way.createWorker();
    this.#worker.onmessage = (event: MessageEvent<From | FromEveryWorker>) => this.#hear(event.data, hear);
  }

  post(message: To | ToEveryWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Closes the tool; nothing more is heard of it. The support session goes on. */
  dispose(): void {
    this.#worker.onmessage = null;
    this.post({ type: "close" });
  }

  #hear(message: From | FromEveryWorker, hear: (message: From) => void): void {
    const { events, obtainOffer } = this.#way;
    if (isFromEvery(message, "offer_wanted")) void obtainOffer().then((offer) => this.post({ type: "offer", offer }));
    else if (isFromEvery(message, "state")) events.state(message.state);
    else if (isFromEvery(message, "round_trip")) events.roundTrip?.(message.roundTrip);
    else hear(message as From);
  }
}

function isFromEvery<Type extends FromEveryWorker["type"]>(
  message: { readonly type: string },
  type: Type,
): message is Extract<FromEveryWorker, { type: Type }> {
  return message.type === type;
}

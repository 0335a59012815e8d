/**
 * A tool's line as its page has it: typed messages both ways, bytes of the tool's own, and where the connection stands. No framework; a page
 * builds one, listens, and disposes of it.
 */
import type { Bytes, Message, Tool } from "../protocol/messages.gen.ts";
import type { RoundTrip } from "./round_trip.ts";
import type { ConnectionOffer, ConnectionState, OfferRefused } from "./states.ts";
import type { FromToolWorker, ToToolWorker } from "./tool_messages.ts";
import type { Visitor } from "./visitor.ts";

export interface ToolLineEvents<FromHost extends Message> {
  state(state: ConnectionState): void;
  /** In the order in which the host said them. */
  message(message: FromHost): void;
  /** Bytes of the tool's own (kind 3), in order with the messages. */
  bulk?(bytes: Bytes): void;
  roundTrip?(roundTrip: RoundTrip): void;
}

export interface ToolLineOptions<FromHost extends Message> {
  readonly tool: Tool;
  readonly visitor: Visitor;
  /** Names of the messages that the host of this tool sends. */
  readonly hears: readonly FromHost["type"][];
  /** A fresh way to the host for every try. */
  readonly obtainOffer: () => Promise<ConnectionOffer | OfferRefused>;
  readonly createWorker: () => Worker;
  readonly events: ToolLineEvents<FromHost>;
  /** Said when the page closes the tool. */
  readonly goodbye?: Message;
}

export class ToolLine<ToHost extends Message, FromHost extends Message> {
  readonly #options: ToolLineOptions<FromHost>;
  readonly #worker: Worker;

  constructor(options: ToolLineOptions<FromHost>) {
    this.#options = options;
    this.#worker = options.createWorker();
    this.#worker.onmessage = (event: MessageEvent<FromToolWorker>) => this.#hear(event.data);
    const { tool, visitor, hears, goodbye = { type: "ViewerEnd" } } = options;
    this.#post({ type: "start", tool, visitor, hears, goodbye });
  }

  /** Connects with the session password; the outcome arrives as states. */
  connect(password: string): void {
    this.#post({ type: "connect", password });
  }

  /** Without a line it goes nowhere: what must arrive is said again when the state is `connected`. */
  send(message: ToHost): void {
    this.#post({ type: "send", message });
  }

  /** Gives the bytes away: they are the worker's from now on. */
  sendBulk(bytes: Bytes): void {
    this.#post({ type: "send_bulk", bytes }, [bytes.buffer]);
  }

  /** Closes the tool. The support session goes on. */
  dispose(): void {
    this.#worker.onmessage = null;
    this.#post({ type: "close" });
  }

  #hear(message: FromToolWorker): void {
    const { events } = this.#options;
    switch (message.type) {
      case "state":
        events.state(message.state);
        break;
      case "offer_wanted":
        void this.#offer();
        break;
      case "message":
        // The worker lets only the messages in `hears` pass.
        events.message(message.message as FromHost);
        break;
      case "bulk":
        events.bulk?.(message.bytes);
        break;
      case "round_trip":
        events.roundTrip?.(message.roundTrip);
        break;
    }
  }

  async #offer(): Promise<void> {
    this.#post({ type: "offer", offer: await this.#options.obtainOffer() });
  }

  #post(message: ToToolWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

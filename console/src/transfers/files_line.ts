/** File Manager's line as its page has it: wishes and answers, orders for transfers and their news. No framework. */
import type { RoundTrip } from "../line/round_trip.ts";
import type { ConnectionOffer, ConnectionState, OfferRefused } from "../line/states.ts";
import type { Visitor } from "../line/visitor.ts";
import type { IfThere } from "../protocol/messages.gen.ts";
import type { FilesSaid, FilesWish, FromFilesWorker, ToFilesWorker } from "./files_messages.ts";
import type { DownloadOrder, TransferNews, UploadOrder } from "./states.ts";

export interface FilesLineEvents {
  state(state: ConnectionState): void;
  /** In the order in which the PC said them. `FilesReady` comes again after each broken line: jobs that ran are over then. */
  message(message: FilesSaid): void;
  news(news: TransferNews): void;
  roundTrip?(roundTrip: RoundTrip): void;
}

export interface FilesLineOptions {
  readonly visitor: Visitor;
  /** A fresh way to the host for every try. */
  readonly obtainOffer: () => Promise<ConnectionOffer | OfferRefused>;
  readonly createWorker: () => Worker;
  readonly events: FilesLineEvents;
}

/** The worker as the bundler finds it. */
export function createFilesWorker(): Worker {
  return new Worker(new URL("./files_worker.ts", import.meta.url), { type: "module" });
}

export class FilesLine {
  readonly #worker: Worker;
  readonly #options: FilesLineOptions;

  constructor(options: FilesLineOptions) {
    this.#options = options;
    this.#worker = options.createWorker();
    this.#worker.onmessage = (event: MessageEvent<FromFilesWorker>) => this.#hear(event.data);
    this.#post({ type: "start", visitor: options.visitor });
  }

  /** Connects with the session password; the outcome arrives as states. */
  connect(password: string): void {
    this.#post({ type: "connect", password });
  }

  /** Without a line it goes nowhere: what must arrive is said again after the next `FilesReady`. */
  send(message: FilesWish): void {
    this.#post({ type: "send", message });
  }

  /** Transfers wait for the line and outlive it; each goes by the order's own number, which is used once. */
  upload(order: UploadOrder): void {
    this.#post({ type: "upload", order });
  }

  download(order: DownloadOrder): void {
    this.#post({ type: "download", order });
  }

  pause(transfer: number): void {
    this.#post({ type: "pause", transfer });
  }

  resume(transfer: number): void {
    this.#post({ type: "resume", transfer });
  }

  cancel(transfer: number): void {
    this.#post({ type: "cancel", transfer });
  }

  /** The answer to an item in `asks` of the news. */
  decide(transfer: number, item: number, choice: IfThere, forAll: boolean): void {
    this.#post({ type: "decide", transfer, item, choice, forAll });
  }

  /** Closes the tool. The support session goes on. */
  dispose(): void {
    this.#worker.onmessage = null;
    this.#post({ type: "close" });
  }

  #hear(message: FromFilesWorker): void {
    const { events } = this.#options;
    switch (message.type) {
      case "state":
        events.state(message.state);
        break;
      case "offer_wanted":
        void this.#offer();
        break;
      case "message":
        events.message(message.message);
        break;
      case "news":
        events.news(message.news);
        break;
      case "round_trip":
        events.roundTrip?.(message.roundTrip);
        break;
    }
  }

  async #offer(): Promise<void> {
    this.#post({ type: "offer", offer: await this.#options.obtainOffer() });
  }

  #post(message: ToFilesWorker): void {
    this.#worker.postMessage(message);
  }
}

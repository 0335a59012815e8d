/** A tool's page as its worker has it: the page obtains the way to the host; the worker keeps the line and shares its channel with other tools. */
import type { Message } from "../protocol/messages.gen.ts";
import type { KeptLineParts } from "./kept_line.ts";
import type { LineSecret } from "./line.ts";
import { openSealedLine } from "./sealed_line.ts";
import { borrowChannel, lendChannel } from "./shared_channel.ts";
import type { ConnectionOffer, OfferRefused } from "./states.ts";
import type { Visitor } from "./visitor.ts";
import type { FromEveryWorker, ToEveryWorker } from "./worker_of_tool.ts";

/** The goodbye is sealed and sent first. */
const GOODBYE_MS = 500;

/** The line that a worker keeps. */
export interface WorkersLine {
  connectBeside(): Promise<void>;
  connect(password: string): Promise<void>;
  close(): void;
  readonly channel: LineSecret | undefined;
}

export class PageOfTool {
  readonly #tell: (message: FromEveryWorker) => void;
  #line: WorkersLine | undefined;
  #offerArrived: ((answer: ConnectionOffer | OfferRefused) => void) | undefined;

  constructor(tell: (message: FromEveryWorker) => void) {
    this.#tell = tell;
  }

  /** What a line is built of in a browser, whatever the tool. */
  lineParts(
    visitor: Visitor,
  ): Pick<KeptLineParts<Message>, "technician" | "openLine" | "obtainOffer" | "borrowChannel" | "now" | "sleep"> {
    return {
      technician: visitor.technician,
      openLine: openSealedLine,
      obtainOffer: () =>
        new Promise((resolve) => {
          this.#offerArrived = resolve;
          this.#tell({ type: "offer_wanted" });
        }),
      borrowChannel: () => borrowChannel(visitor),
      now: () => performance.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    };
  }

  /** Begins with the line: beside another tool of this browser, or by the password that comes. */
  begin(visitor: Visitor, line: WorkersLine): void {
    this.#line = line;
    lendChannel(visitor, () => line.channel);
    void line.connectBeside();
  }

  hear(message: ToEveryWorker): void {
    switch (message.type) {
      case "connect":
        void this.#line?.connect(message.password);
        break;
      case "offer":
        this.#offerArrived?.(message.offer);
        break;
      case "close":
        this.#line?.close();
        setTimeout(() => close(), GOODBYE_MS);
        break;
    }
  }
}

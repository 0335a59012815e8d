/** The worker of a tool that leaves the work on messages to its page: socket and keys live here, off the page's thread. */
import type { Message } from "../protocol/messages.gen.ts";
import { KeptLine } from "./kept_line.ts";
import { BULK } from "./line.ts";
import { openSealedLine } from "./sealed_line.ts";
import { borrowChannel, lendChannel } from "./shared_channel.ts";
import type { ConnectionOffer, OfferRefused } from "./states.ts";
import type { FromToolWorker, ToToolWorker } from "./tool_messages.ts";
import { toolReader } from "./tool_reader.ts";

const tell = (message: FromToolWorker, transfer: Transferable[] = []) => postMessage(message, { transfer });
let line: KeptLine<Message> | undefined;
let offerArrived: ((answer: ConnectionOffer | OfferRefused) => void) | undefined;

/** The page asks the server: it has the sign-in and the words for its problems. */
function obtainOffer(): Promise<ConnectionOffer | OfferRefused> {
  return new Promise((resolve) => {
    offerArrived = resolve;
    tell({ type: "offer_wanted" });
  });
}

function start({ tool, visitor, hears, goodbye }: Extract<ToToolWorker, { type: "start" }>): void {
  const kept = new KeptLine<Message>({
    tool,
    technician: visitor.technician,
    openLine: openSealedLine,
    obtainOffer,
    borrowChannel: () => borrowChannel(visitor),
    read: toolReader(hears),
    goodbye,
    owner: {
      begins: () => undefined,
      stands: () => undefined,
      agreed: () => kept.connected(),
      message: (message) => tell({ type: "message", message }),
      frame: (kind, plain) => {
        if (kind === BULK) tell({ type: "bulk", bytes: plain }, [plain.buffer]);
      },
      state: (state) => tell({ type: "state", state }),
      roundTrip: (roundTrip) => tell({ type: "round_trip", roundTrip }),
    },
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  line = kept;
  lendChannel(visitor, () => kept.channel);
  void kept.connectBeside();
}

onmessage = (event: MessageEvent<ToToolWorker>) => {
  const message = event.data;
  switch (message.type) {
    case "start":
      start(message);
      break;
    case "connect":
      void line?.connect(message.password);
      break;
    case "offer":
      offerArrived?.(message.offer);
      break;
    case "send":
      line?.send(message.message);
      break;
    case "send_bulk":
      line?.sendBulk(message.bytes);
      break;
    case "close":
      line?.close();
      // The goodbye is sealed and sent first.
      setTimeout(() => close(), 500);
      break;
  }
};

/** The worker of a tool that leaves the work on messages to its page: socket and keys live here, off the page's thread. */
import type { Message } from "../protocol/messages.gen.ts";
import { PageOfTool } from "./page_of_tool.ts";
import { KeptLine } from "./kept_line.ts";
import { BULK } from "./line.ts";
import type { FromToolWorker, ToToolWorker } from "./tool_messages.ts";
import { toolReader } from "./tool_reader.ts";

const tell = (message: FromToolWorker, transfer: Transferable[] = []) => postMessage(message, { transfer });
const page = new PageOfTool(tell);
let line: KeptLine<Message> | undefined;

function start({ tool, visitor, hears, goodbye }: Extract<ToToolWorker, { type: "start" }>): void {
  const kept = new KeptLine<Message>({
    ...page.lineParts(visitor),
    tool,
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
  });
  line = kept;
  page.begin(visitor, kept);
}

onmessage = (event: MessageEvent<ToToolWorker>) => {
  const message = event.data;
  switch (message.type) {
    case "start":
      start(message);
      break;
    case "send":
      line?.send(message.message);
      break;
    case "send_bulk":
      line?.sendBulk(message.bytes);
      break;
    default:
      page.hear(message);
  }
};

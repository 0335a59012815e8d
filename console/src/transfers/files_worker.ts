/** File Manager's worker, built by hand: the line, and the transfers on it. Everything else goes on to the page. */
import { KeptLine } from "../line/kept_line.ts";
import { BULK } from "../line/line.ts";
import { openSealedLine } from "../line/sealed_line.ts";
import { borrowChannel, lendChannel } from "../line/shared_channel.ts";
import type { ConnectionOffer, OfferRefused } from "../line/states.ts";
import { toolReader } from "../line/tool_reader.ts";
import type { Visitor } from "../line/visitor.ts";
import type { Bytes, Message } from "../protocol/messages.gen.ts";
import { Downloads } from "./downloads.ts";
import { type FilesSaid, type FromFilesWorker, TO_PAGE, TO_WORKER, type ToFilesWorker } from "./files_messages.ts";
import { forgetOld, openSink } from "./sinks.ts";
import { Numbers, Uploads } from "./uploads.ts";

const tell = (message: FromFilesWorker) => postMessage(message);
let work: Work | undefined;
let offerArrived: ((answer: ConnectionOffer | OfferRefused) => void) | undefined;

/** The page asks the server: it has the sign-in and the words for its problems. */
function obtainOffer(): Promise<ConnectionOffer | OfferRefused> {
  return new Promise((resolve) => {
    offerArrived = resolve;
    tell({ type: "offer_wanted" });
  });
}

class Work {
  readonly line: KeptLine<Message>;
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  readonly #numbers = new Numbers();

  constructor(visitor: Visitor) {
    const outgoing = {
      send: (message: Message) => this.line.send(message),
      sendBulk: (bytes: Bytes) => this.line.sendBulk(bytes),
    };
    const news = (told: Extract<FromFilesWorker, { type: "news" }>["news"]) => tell({ type: "news", news: told });
    this.uploads = new Uploads(outgoing, this.#numbers, news);
    this.downloads = new Downloads(outgoing, this.#numbers, visitor.sessionId, openSink, news);
    this.line = new KeptLine<Message>({
      tool: "files",
      technician: visitor.technician,
      openLine: openSealedLine,
      obtainOffer,
      borrowChannel: () => borrowChannel(visitor),
      read: toolReader([...TO_PAGE, ...TO_WORKER]),
      owner: {
        begins: () => this.#lost(),
        stands: () => undefined,
        agreed: () => this.line.connected(),
        message: (message) => this.#hear(message),
        frame: (kind, plain, current) => this.#frame(kind, plain, current),
        state: (state) => {
          if (state.at !== "connected") this.#lost();
          tell({ type: "state", state });
        },
        roundTrip: (roundTrip) => tell({ type: "round_trip", roundTrip }),
      },
      now: () => performance.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    lendChannel(visitor, () => this.line.channel);
    void this.line.connectBeside();
  }

  #lost(): void {
    this.uploads.lost();
    this.downloads.lost();
  }

  #hear(message: Message): void {
    switch (message.type) {
      case "BytesTaken":
        this.uploads.taken(message.bytes);
        break;
      case "FileOpened":
        this.uploads.opened(message);
        break;
      case "FileThere":
        this.uploads.there(message);
        break;
      case "FilesTaken":
        this.uploads.whole(message.files);
        break;
      case "FileRenamed":
        this.uploads.renamed(message.file, message.name);
        break;
      case "FileFailed":
        if (!this.uploads.fails(message.file, message.dp)) this.downloads.fails(message.file, message.dp);
        break;
      case "FilesReady":
        // Another process works on the PC's side now: everything begins again, with numbers of its own.
        this.#lost();
        this.#numbers.begin();
        if (!message.dp) {
          this.uploads.begin();
          this.downloads.begin();
        }
        tell({ type: "message", message });
        break;
      default:
        tell({ type: "message", message: message as FilesSaid });
    }
  }

  async #frame(kind: number, plain: Bytes, current: () => boolean): Promise<void> {
    if (kind === BULK && current()) await this.downloads.frame(plain);
  }
}

onmessage = (event: MessageEvent<ToFilesWorker>) => {
  const message = event.data;
  switch (message.type) {
    case "start":
      work = new Work(message.visitor);
      void forgetOld(Date.now()).catch(() => undefined);
      break;
    case "connect":
      void work?.line.connect(message.password);
      break;
    case "offer":
      offerArrived?.(message.offer);
      break;
    case "send":
      work?.line.send(message.message);
      break;
    case "upload":
      work?.uploads.add(message.order);
      break;
    case "download":
      work?.downloads.add(message.order);
      break;
    case "pause":
    case "resume":
    case "cancel":
      work?.uploads[message.type](message.transfer);
      work?.downloads[message.type](message.transfer);
      break;
    case "decide":
      work?.uploads.decide(message.transfer, message.item, message.choice, message.forAll);
      break;
    case "close":
      work?.line.close();
      // The goodbye is sealed and sent first.
      setTimeout(() => close(), 500);
      break;
  }
};

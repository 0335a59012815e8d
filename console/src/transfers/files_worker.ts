/** File Manager's worker, built by hand: the line, and the transfers on it. Everything else goes on to the page. */
import { PageOfTool } from "../line/page_of_tool.ts";
import { KeptLine } from "../line/kept_line.ts";
import { BULK } from "../line/line.ts";
import { toolReader } from "../line/tool_reader.ts";
import type { Visitor } from "../line/visitor.ts";
import type { Bytes, Message } from "../protocol/messages.gen.ts";
import { Downloads } from "./downloads.ts";
import { type FilesSaid, type FromFilesWorker, TO_PAGE, TO_WORKER, type ToFilesWorker } from "./files_messages.ts";
import { forgetOld, openSink } from "./sinks.ts";
import { Numbers, Uploads } from "./uploads.ts";

const tell = (message: FromFilesWorker) => postMessage(message);
const page = new PageOfTool(tell);
let work: Work | undefined;

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
      ...page.lineParts(visitor),
      tool: "files",
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
    });
    page.begin(visitor, this.line);
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
      work?.downloads.decide(message.transfer, message.item, message.choice, message.forAll);
      break;
    default:
      page.hear(message);
  }
};

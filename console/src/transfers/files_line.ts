/** File Manager's line as its page has it: wishes and answers, orders for transfers and their news. No framework. */
import { type WayToHost, WorkerOfTool } from "../line/worker_of_tool.ts";
import type { Visitor } from "../line/visitor.ts";
import type { IfThere } from "../protocol/messages.gen.ts";
import type { FilesSaid, FilesWish, FromFilesWorker, ToFilesWorker } from "./files_messages.ts";
import type { DownloadOrder, TransferNews, UploadOrder } from "./states.ts";

export type FilesLineEvents = WayToHost["events"] & {
  /** In the order in which the PC said them. `FilesReady` comes again after each broken line: jobs that ran are over then. */
  message(message: FilesSaid): void;
  news(news: TransferNews): void;
};

export interface FilesLineOptions extends WayToHost {
  readonly visitor: Visitor;
  readonly events: FilesLineEvents;
}

/** The worker as the bundler finds it. */
export function createFilesWorker(): Worker {
  return new Worker(new URL("./files_worker.ts", import.meta.url), { type: "module" });
}

export class FilesLine {
  readonly #worker: WorkerOfTool<ToFilesWorker, FromFilesWorker>;

  constructor(options: FilesLineOptions) {
    const { events } = options;
    this.#worker = new WorkerOfTool(options, (told) => {
      if (told.type === "message") events.message(told.message);
      else if (told.type === "news") events.news(told.news);
    });
    this.#worker.post({ type: "start", visitor: options.visitor });
  }

  /** Connects with the session password; the outcome arrives as states. */
  connect(password: string): void {
    this.#worker.post({ type: "connect", password });
  }

  /** Without a line it goes nowhere: what must arrive is said again after the next `FilesReady`. */
  send(message: FilesWish): void {
    this.#worker.post({ type: "send", message });
  }

  /** Transfers wait for the line and outlive it; each goes by the order's own number, which is used once. */
  upload(order: UploadOrder): void {
    this.#worker.post({ type: "upload", order });
  }

  download(order: DownloadOrder): void {
    this.#worker.post({ type: "download", order });
  }

  pause(transfer: number): void {
    this.#worker.post({ type: "pause", transfer });
  }

  resume(transfer: number): void {
    this.#worker.post({ type: "resume", transfer });
  }

  cancel(transfer: number): void {
    this.#worker.post({ type: "cancel", transfer });
  }

  /** The answer to an item in `asks` of the news. */
  decide(transfer: number, item: number, choice: IfThere, forAll: boolean): void {
    this.#worker.post({ type: "decide", transfer, item, choice, forAll });
  }

  /** Closes the tool. The support session goes on. */
  dispose(): void {
    this.#worker.dispose();
  }
}

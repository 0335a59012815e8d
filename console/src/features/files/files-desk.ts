/** Everything of one visit to a PC's files: its line, the jobs on it, the pane, what is being changed, and whose rights hold. Without a framework. */
import type { RoundTrip } from "../../line/round_trip.ts";
import type { ConnectionState } from "../../line/states.ts";
import { FilesLine, type FilesLineOptions } from "../../transfers/files_line.ts";
import type { FilesSaid } from "../../transfers/files_messages.ts";
import type { FilesReady } from "../../protocol/messages.gen.ts";
import { hostFolders } from "./folder-source.ts";
import { HostJobs } from "./host-jobs.ts";
import { Pane } from "./pane.ts";
import { Transfers } from "./transfers-shown.ts";
import { Works } from "./works.ts";

export interface DeskState {
  readonly connection: ConnectionState;
  readonly roundTrip: RoundTrip | undefined;
  /** Undefined until the PC has said it once. */
  readonly ready: FilesReady | undefined;
  /** Why the PC refused something that is no job. */
  readonly notice: string | undefined;
}

export type Way = Pick<FilesLineOptions, "visitor" | "obtainOffer" | "createWorker">;

export class FilesDesk {
  readonly jobs = new HostJobs((message) => this.#line?.send(message));
  readonly pane = new Pane();
  readonly works = new Works(this.jobs);
  readonly transfers = new Transfers(
    () => this.#line,
    ({ kind, folder }) => {
      if (kind === "upload" && folder === this.pane.state().path) void this.pane.refresh();
    },
  );
  #line: FilesLine | undefined;
  #state: DeskState = { connection: { at: "looking" }, roundTrip: undefined, ready: undefined, notice: undefined };
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): DeskState => this.#state;

  /** Opens the line; answers what closes it. */
  open(way: Way): () => void {
    const line = new FilesLine({
      ...way,
      events: {
        state: (connection) => this.#change({ connection }),
        roundTrip: (roundTrip) => this.#change({ roundTrip }),
        message: (message) => this.#hear(message),
        news: (news) => this.transfers.hear(news),
      },
    });
    this.#line = line;
    return () => {
      this.#line = undefined;
      line.dispose();
    };
  }

  connect(password: string): void {
    this.#line?.connect(password);
  }

  elevate(on: boolean): void {
    this.#line?.send({ type: "FilesElevate", on });
  }

  dismissNotice(): void {
    this.#change({ notice: undefined });
  }

  #hear(message: FilesSaid): void {
    if (message.type === "Notice") this.#change({ notice: message.dp });
    else if (message.type === "FilesReady") {
      this.#change({ ready: message });
      this.jobs.begin();
      if (message.dp) this.pane.end();
      else void this.pane.begin(hostFolders(this.jobs, message.separator));
    } else this.jobs.hear(message);
  }

  #change(part: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

/** Everything of one visit to a PC's files: its line, the jobs on it, the two panes, what is being changed, and whose rights hold. Without a framework. */
import type { RoundTrip } from "../../line/round_trip.ts";
import type { ConnectionState } from "../../line/states.ts";
import { FilesLine, type FilesLineOptions } from "../../transfers/files_line.ts";
import type { FilesSaid } from "../../transfers/files_messages.ts";
import type { FilesReady } from "../../protocol/messages.gen.ts";
import { Watched } from "../../foundation/watching/watched.ts";
import { hostFolders } from "./folder-source.ts";
import { type Clipping, paste } from "./carried.ts";
import type { Side } from "./dragged-rows.ts";
import type { Remember } from "./compared/carry-out.ts";
import type { Folders } from "./compared/compare.ts";
import type { Agreed } from "./compared/plan.ts";
import { FilesStorage } from "./files-storage.ts";
import { HostJobs } from "./host-jobs.ts";
import { KeptQueue } from "./kept-queue.ts";
import { foldersCanBeChosen, LocalFolders } from "./local-folders.ts";
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
  /** What was cut or copied last, to be pasted in either pane. */
  readonly clipping: Clipping | undefined;
}

export type Way = Pick<FilesLineOptions, "visitor" | "obtainOffer" | "createWorker">;

export class FilesDesk extends Watched<DeskState> {
  readonly jobs = new HostJobs((message) => this.#line?.send(message));
  readonly pc = new Pane();
  /** The technician's own computer. */
  readonly local = new Pane();
  /** Undefined where the browser lets no page at folders, and until its storage is open. */
  folders: LocalFolders | undefined;
  #storage: FilesStorage | undefined;
  readonly #session: string;
  /** What became alike is being kept. */
  #remembering: Promise<unknown> = Promise.resolve();
  readonly works = new Works(this.jobs);
  readonly transfers = new Transfers(
    () => this.#line,
    ({ kind, folder }) => {
      if (kind === "download") void this.local.refresh();
      else if (folder === this.pc.state.path) void this.pc.refresh();
    },
  );
  #line: FilesLine | undefined;

  constructor(session: string) {
    super({
      connection: { at: "looking" },
      roundTrip: undefined,
      ready: undefined,
      notice: undefined,
      clipping: undefined,
    });
    this.#session = session;
  }

  /** Opens the line; answers what closes it. */
  open(way: Way): () => void {
    const line = new FilesLine({
      ...way,
      events: {
        state: (connection) => this.change({ connection }),
        roundTrip: (roundTrip) => this.change({ roundTrip }),
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

  /** The folders of this computer that were opened before are offered again. */
  async begin(): Promise<void> {
    this.#storage = await FilesStorage.open();
    this.transfers.queue = new KeptQueue(this.#storage, this.#session);
    this.change({});
    await this.transfers.queue.look();
    if (!foldersCanBeChosen()) return;
    this.folders = await LocalFolders.open(this.#storage);
    await this.local.begin(this.folders);
  }

  /** What of the two folders was alike when they were last made so. */
  async agreed({ here, there }: Folders): Promise<ReadonlyMap<string, Agreed>> {
    await this.#remembering;
    return (await this.#storage?.alike(this.#session, here, there)) ?? new Map<string, Agreed>();
  }

  remember({ here, there }: Folders): Remember {
    return (alike) => {
      const keep = async () => this.#storage?.keepAlike(this.#session, here, there, await alike);
      // Forgotten, the next comparison goes by size and time again.
      this.#remembering = this.#remembering.then(keep).catch(() => undefined);
    };
  }

  connect(password: string): void {
    this.#line?.connect(password);
  }

  elevate(on: boolean): void {
    this.#line?.send({ type: "FilesElevate", on });
  }

  clip(side: Side, move: boolean): void {
    const { path: folder } = this[side].state;
    if (folder !== undefined) this.change({ clipping: { side, folder, rows: this[side].meant, move } });
  }

  /** Into the open folder of a side; what was cut is pasted once. Throws FilesProblem. */
  async paste(to: Side): Promise<void> {
    const { clipping } = this.state;
    if (!clipping) return;
    if (clipping.move) this.change({ clipping: undefined });
    await paste(this, clipping, to);
  }

  dismissNotice(): void {
    this.change({ notice: undefined });
  }

  #hear(message: FilesSaid): void {
    if (message.type === "Notice") this.change({ notice: message.dp });
    else if (message.type === "FilesReady") {
      this.change({ ready: message });
      this.jobs.begin();
      if (message.dp) this.pc.end();
      else void this.pc.begin(hostFolders(this.jobs, message.separator));
    } else this.jobs.hear(message);
  }
}

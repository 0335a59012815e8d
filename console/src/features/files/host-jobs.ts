/** Work on the PC's files: each order is a job with a number, whose answers find their way back to who asked. */
import type { FilesSaid, FilesWish } from "../../transfers/files_messages.ts";
import type { FolderEntry, IfThere, JobConflict, JobProgress, Message } from "../../protocol/messages.gen.ts";

type Job = Extract<
  Message,
  {
    type:
      | "ListPlaces"
      | "ListFolder"
      | "ListTree"
      | "MakeFolder"
      | "RenameEntry"
      | "DeleteEntries"
      | "CopyEntries"
      | "MeasureEntries"
      | "HashFiles";
  }
>;
type WithoutNumber<Order> = Order extends Job ? Omit<Order, "job"> : never;
export type Order = WithoutNumber<Job>;

export type Answer = Extract<FilesSaid, { job: number }>;

export interface Failure {
  readonly path: string;
  readonly dp: string;
}

export interface Outcome {
  /** Things that could not be done; the others were. */
  readonly failures: readonly Failure[];
  readonly stopped: boolean;
  /** Why nothing, or not the rest, was done. */
  readonly dp: string | undefined;
  /** What `dp` is about: the target of a link. */
  readonly path: string | undefined;
  /** The line, or the process behind it, went meanwhile: how far it came is not known. */
  readonly broken: boolean;
}

export interface RunningJob {
  readonly done: Promise<Outcome>;
  stop(): void;
  decide(choice: IfThere, forAll: boolean): void;
}

export interface JobHopes {
  entries?(entries: readonly FolderEntry[]): void;
  progress?(progress: JobProgress): void;
  conflict?(conflict: JobConflict): void;
  /** Every answer but the last. */
  answer?(answer: Answer): void;
}

/** What came of it was bad: `dp` names it. */
export class FilesProblem extends Error {
  readonly dp: string;
  readonly path: string | undefined;

  constructor(dp: string, path?: string) {
    super(dp);
    this.dp = dp;
    this.path = path;
  }
}

interface Waiting {
  readonly hopes: JobHopes;
  readonly failures: Failure[];
  end(outcome: Outcome): void;
}

export class HostJobs {
  readonly #send: (message: FilesWish) => void;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(send: (message: FilesWish) => void) {
    this.#send = send;
  }

  run(order: Order, hopes: JobHopes = {}): RunningJob {
    const job = ++this.#last;
    const done = new Promise<Outcome>((end) => this.#waiting.set(job, { hopes, failures: [], end }));
    this.#send({ ...order, job } as Job);
    return {
      done,
      stop: () => this.#send({ type: "StopJob", job }),
      decide: (choice, forAll) => this.#send({ type: "DecideConflict", job, choice, for_all: forAll }),
    };
  }

  /** Throws FilesProblem when it was not done whole; a broken line never settles it, whoever asked asks anew. */
  async whole(order: Order, hopes: JobHopes = {}): Promise<void> {
    const { dp, path, failures, broken } = await this.run(order, hopes).done;
    if (broken) throw new FilesProblem("DP-201");
    if (dp !== undefined) throw new FilesProblem(dp, path);
    const [first] = failures;
    if (first) throw new FilesProblem(first.dp, first.path);
  }

  hear(message: FilesSaid): void {
    if (!("job" in message)) return;
    const waiting = this.#waiting.get(message.job);
    if (!waiting) return;
    const { hopes, failures } = waiting;
    if (message.type === "JobDone") {
      this.#waiting.delete(message.job);
      const { dp, path, stopped = false } = message;
      waiting.end({ failures, stopped, dp: dp ?? undefined, path: path ?? undefined, broken: false });
      return;
    }
    if (message.type === "FolderPage") hopes.entries?.(message.entries);
    else if (message.type === "JobProgress") hopes.progress?.(message);
    else if (message.type === "JobConflict") hopes.conflict?.(message);
    else if (message.type === "JobFailure") failures.push({ path: message.path, dp: message.dp });
    hopes.answer?.(message);
  }

  /** Another process works on the PC, or another line leads to it: what ran is over without a word. */
  begin(): void {
    const over = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { end, failures } of over) {
      end({ failures, stopped: false, dp: undefined, path: undefined, broken: true });
    }
  }
}

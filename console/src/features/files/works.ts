/** Changes on the PC that take time: deleting, copying, moving. Each runs in parts of a thousand names and ends in a word about what failed. */
import type { IfThere, JobConflict, JobProgress } from "../../protocol/messages.gen.ts";
import { Watched } from "../../foundation/watching/watched.ts";
import { type Failure, FilesProblem, type HostJobs, type Order, type Outcome, type RunningJob } from "./host-jobs.ts";

/** Names in one order, at most (protocol/files.py, MOST_AT_ONCE). */
const MOST_AT_ONCE = 1000;

export type WorkKind = "recycle" | "delete" | "copy" | "move" | "copy_here" | "move_here" | "delete_here";

type Progress = Pick<JobProgress, "files" | "bytes" | "bytes_total" | "name">;

/** What a work of this page tells, and hears. */
export interface OwnWork {
  tell(progress: Progress): void;
  stopped(): boolean;
}

export interface Work {
  readonly id: number;
  readonly kind: WorkKind;
  readonly count: number;
  readonly progress: Progress | undefined;
  readonly conflict: JobConflict | undefined;
}

/** A work that did not go well, as a person must hear it. */
export interface Trouble {
  readonly id: number;
  readonly kind: WorkKind;
  readonly failures: readonly Failure[];
  /** Why nothing, or not the rest, was done. */
  readonly dp: string | undefined;
}

export interface WorksState {
  readonly running: readonly Work[];
  readonly troubles: readonly Trouble[];
}

type OrderFor = (names: readonly string[], ifThere: IfThere) => Order;

export class Works extends Watched<WorksState> {
  readonly #jobs: HostJobs;
  readonly #jobsById = new Map<number, RunningJob>();
  readonly #stopped = new Set<number>();
  /** What was decided for all that follows, by work. */
  readonly #decided = new Map<number, IfThere>();
  #last = 0;

  constructor(jobs: HostJobs) {
    super({ running: [], troubles: [] });
    this.#jobs = jobs;
  }

  /** Runs to the end; what went wrong is kept in `troubles` until somebody dismisses it. */
  async run(kind: WorkKind, names: readonly string[], order: OrderFor): Promise<void> {
    const id = this.#begin(kind, names.length);
    const failures: Failure[] = [];
    let dp: string | undefined;
    for (let at = 0; at < names.length && dp === undefined && !this.#stopped.has(id); at += MOST_AT_ONCE) {
      const outcome = await this.#part(id, order(names.slice(at, at + MOST_AT_ONCE), this.#decided.get(id) ?? "ask"));
      failures.push(...outcome.failures);
      dp = outcome.broken ? "DP-201" : outcome.dp;
    }
    this.#end(id, kind, failures, dp);
  }

  /** What this page does by itself on the technician's own computer. */
  async here(kind: WorkKind, count: number, work: (how: OwnWork) => Promise<readonly Failure[]>): Promise<void> {
    const id = this.#begin(kind, count);
    const how = { tell: (progress: Progress) => this.#update(id, { progress }), stopped: () => this.#stopped.has(id) };
    try {
      this.#end(id, kind, await work(how), undefined);
    } catch (cause) {
      this.#end(id, kind, [], cause instanceof FilesProblem ? cause.dp : "DP-900");
    }
  }

  #begin(kind: WorkKind, count: number): number {
    const id = ++this.#last;
    this.change({ running: [...this.state.running, { id, kind, count, progress: undefined, conflict: undefined }] });
    return id;
  }

  #end(id: number, kind: WorkKind, failures: readonly Failure[], dp: string | undefined): void {
    this.#jobsById.delete(id);
    this.#stopped.delete(id);
    this.#decided.delete(id);
    const bad = dp !== undefined || failures.length > 0;
    this.change({
      running: this.state.running.filter((one) => one.id !== id),
      troubles: bad ? [...this.state.troubles, { id, kind, failures, dp }] : this.state.troubles,
    });
  }

  stop(id: number): void {
    this.#stopped.add(id);
    this.#jobsById.get(id)?.stop();
    this.#update(id, { conflict: undefined });
  }

  decide(id: number, choice: IfThere, forAll: boolean): void {
    if (forAll) this.#decided.set(id, choice);
    this.#jobsById.get(id)?.decide(choice, forAll);
    this.#update(id, { conflict: undefined });
  }

  dismiss(id: number): void {
    this.change({ troubles: this.state.troubles.filter((one) => one.id !== id) });
  }

  #part(id: number, order: Order): Promise<Outcome> {
    const job = this.#jobs.run(order, {
      progress: (progress) => this.#update(id, { progress }),
      conflict: (conflict) => this.#update(id, { conflict }),
    });
    this.#jobsById.set(id, job);
    return job.done;
  }

  #update(id: number, part: Partial<Work>): void {
    this.change({ running: this.state.running.map((one) => (one.id === id ? { ...one, ...part } : one)) });
  }
}

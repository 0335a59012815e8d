/** One side of File Manager: which folder, what is in it, how it is shown, and what is chosen. Without a framework; a page subscribes. */
import type { BrowsePlace } from "../../protocol/messages.gen.ts";
import type { FolderSource } from "./folder-source.ts";
import { FilesProblem } from "./host-jobs.ts";
import { Watched } from "../../foundation/watching/watched.ts";
import { parent } from "./paths.ts";
import { type Column, type Row, row, type Sieve, siftedRows, sortedRows, type Sorting } from "./rows.ts";
import { meant, NOTHING, type Selection, stillThere } from "./selection.ts";

export interface PaneState {
  /** Undefined until there is a folder to show. */
  readonly path: string | undefined;
  readonly places: readonly BrowsePlace[];
  /** All rows that came until now, and those that are shown; both in their order. */
  readonly all: readonly Row[];
  readonly rows: readonly Row[];
  readonly loading: boolean;
  readonly problem: FilesProblem | undefined;
  readonly sorting: Sorting;
  readonly sieve: Sieve;
  readonly selection: Selection;
  readonly canBack: boolean;
  readonly canForward: boolean;
}

const NEW: PaneState = {
  path: undefined,
  places: [],
  all: [],
  rows: [],
  loading: true,
  problem: undefined,
  sorting: { column: "name", descending: false },
  sieve: { masks: "", hidden: false },
  selection: NOTHING,
  canBack: false,
  canForward: false,
};

export class Pane extends Watched<PaneState> {
  #source: FolderSource | undefined;
  #back: string[] = [];
  #forward: string[] = [];
  /** Counts listings: what an older one brings is not shown. */
  #listing = 0;

  constructor() {
    super(NEW);
  }

  get separator(): string {
    return this.#source?.separator ?? "\\";
  }

  get source(): FolderSource | undefined {
    return this.#source;
  }

  /** The rows that an action is about. */
  get meant(): Row[] {
    return meant(this.state.selection, this.state.rows);
  }

  /** The source works, anew perhaps: `at` is shown, or the folder of before once more, or the first place. */
  async begin(source: FolderSource, at?: string): Promise<void> {
    this.#source = source;
    const listing = ++this.#listing;
    try {
      const places = await source.places();
      if (listing !== this.#listing) return;
      this.change({ places });
      const start = at ?? this.state.path ?? places[0]?.path;
      if (start === undefined) this.change({ loading: false });
      else await this.#list(start, { keep: start === this.state.path });
    } catch (cause) {
      if (listing === this.#listing) this.#failed(cause);
    }
  }

  /** Nothing can be listed now; what is shown stays. */
  end(): void {
    this.#source = undefined;
    this.#listing++;
  }

  async go(path: string, cursor?: string): Promise<void> {
    const from = this.state.path;
    if (from !== undefined && from !== path) {
      this.#back.push(from);
      this.#forward = [];
    }
    await this.#list(path, { keep: from === path, cursor });
  }

  async refresh(cursor?: string): Promise<void> {
    if (this.state.path !== undefined) await this.#list(this.state.path, { keep: true, cursor });
  }

  async up(): Promise<void> {
    const { path } = this.state;
    const above = path === undefined ? undefined : parent(path, this.separator);
    if (path !== undefined && above !== undefined)
      await this.go(above, path.slice(above.length).replaceAll(this.separator, ""));
  }

  async back(): Promise<void> {
    await this.#walk(this.#back, this.#forward);
  }

  async forward(): Promise<void> {
    await this.#walk(this.#forward, this.#back);
  }

  sort(column: Column): void {
    const { all, sorting: before } = this.state;
    const sorting = { column, descending: before.column === column && !before.descending };
    this.#show({ sorting, all: sortedRows(all, sorting) });
  }

  sift(sieve: Partial<Sieve>): void {
    this.#show({ sieve: { ...this.state.sieve, ...sieve } });
  }

  select(selection: Selection): void {
    this.change({ selection });
  }

  async #walk(from: string[], to: string[]): Promise<void> {
    const path = from.pop();
    if (path === undefined) return;
    if (this.state.path !== undefined) to.push(this.state.path);
    await this.#list(path, { keep: false });
  }

  async #list(path: string, { keep, cursor }: { keep: boolean; cursor?: string | undefined }): Promise<void> {
    const source = this.#source;
    if (!source) return;
    const listing = ++this.#listing;
    let [ordered, fresh]: [Row[], Row[]] = [[], []];
    const order = () => {
      ordered = sortedRows([...ordered, ...fresh], this.state.sorting);
      fresh = [];
    };
    const ways = { canBack: this.#back.length > 0, canForward: this.#forward.length > 0 };
    this.change({ path, loading: true, problem: undefined, ...ways });
    // Looked at again, the old list stays until the new one is whole, so that nothing jumps.
    if (!keep) this.#show({ all: [], selection: { ...NOTHING, cursor } });
    try {
      await source.list(path, (entries) => {
        if (listing !== this.#listing) return;
        for (const entry of entries) fresh.push(row(entry));
        // Each time as many again: the work of sorting stays in proportion, however many pages come.
        if (fresh.length < ordered.length) return;
        order();
        if (!keep) this.#show({ all: ordered });
      });
      if (listing !== this.#listing) return;
      order();
      const { selection, rows } = this.state;
      const still = stillThere({ ...selection, cursor: cursor ?? selection.cursor }, ordered, rows);
      this.#show({ all: ordered, loading: false, selection: still });
    } catch (cause) {
      if (listing === this.#listing) this.#failed(cause);
    }
  }

  #failed(cause: unknown): void {
    const problem = cause instanceof FilesProblem ? cause : new FilesProblem("DP-900");
    this.#show({ problem, loading: false, all: [], selection: NOTHING });
  }

  #show(part: Partial<PaneState>): void {
    const next = { ...this.state, ...part };
    this.change({ ...part, rows: siftedRows(next.all, next.sieve) });
  }
}

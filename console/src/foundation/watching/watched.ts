/** State that changes by itself, and who looks at it. Without a framework; a page looks by `useWatched`. */

export abstract class Watched<State> {
  #state: State;
  readonly #watchers = new Set<() => void>();

  protected constructor(first: State) {
    this.#state = first;
  }

  /** Tells of every change; answers what ends it. */
  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  get state(): State {
    return this.#state;
  }

  protected become(state: State): void {
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }

  /** Becomes what is said; the rest stays. */
  protected change(part: Partial<State>): void {
    this.become({ ...this.#state, ...part });
  }
}

import { useSyncExternalStore } from "react";
import type { Watched } from "./watched.ts";

/** What is watched, as React state. */
export function useWatched<State>(watched: Watched<State>): State {
  return useSyncExternalStore(watched.subscribe, () => watched.state);
}

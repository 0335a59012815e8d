/** Deeds that take a moment, and what became of the last one that failed. */
import { useState } from "react";
import { FilesProblem } from "./host-jobs.ts";

export function useTried() {
  const [problem, setProblem] = useState<FilesProblem>();
  return {
    problem,
    seen: () => setProblem(undefined),
    tried: (deed: Promise<unknown>): void => {
      setProblem(undefined);
      deed.catch((cause: unknown) => setProblem(cause instanceof FilesProblem ? cause : new FilesProblem("DP-900")));
    },
  };
}

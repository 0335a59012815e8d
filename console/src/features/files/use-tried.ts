/** Deeds that take a moment, and what became of the last one that failed. */
import { useState } from "react";
import { FilesProblem } from "./host-jobs.ts";

export interface Trying {
  readonly problem: FilesProblem | undefined;
  readonly seen: () => void;
  readonly tried: (deed: Promise<unknown>) => void;
}

export function useTried(): Trying {
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

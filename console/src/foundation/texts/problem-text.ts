/** The three sentences of a problem: what happened, why, what to do now, and the code to read out. */
import type { TFunction } from "i18next";
import type { Problem } from "../api/problem.ts";

export interface ProblemText {
  happened: string;
  why: string;
  next: string;
  /** `DP-…`, or empty for problems that need no number, such as a wrong password of the person signing in. */
  code: string;
}

/** Texts by `DP-…` code where the catalogue has them, else by the server's own code, else the ones for surprises. */
export function problemText(t: TFunction, problem: Problem): ProblemText {
  const facts = { ...problem.facts };
  for (const key of [
    `console.problems.${problem.code}`,
    `errors.${problem.dp}`,
    "errors.DP-900",
    "console.problems.unexpected",
  ]) {
    const happened = t(`${key}.happened`, { ...facts, defaultValue: "" });
    if (happened === "") continue;
    return {
      happened,
      why: t(`${key}.why`, { ...facts, defaultValue: "" }),
      next: t(`${key}.next`, { ...facts, defaultValue: "" }),
      code: problem.facts["dp"] || problem.dp !== "DP-900" || problem.code === "unexpected" ? problem.dp : "",
    };
  }
  return { happened: problem.code, why: "", next: "", code: problem.dp };
}

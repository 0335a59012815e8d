/** The session that a refusal names as being in the way. */
import type { Problem } from "../../../foundation/api/problem.ts";

export interface SessionInTheWay {
  id: string;
  /** The customer as far as it is known; may be empty. */
  name: string;
}

/** Null when the refusal names none, or one that this technician may not end. */
export function inTheWay(problem: Problem): SessionInTheWay | null {
  const told = problem.facts["in_the_way"];
  if (typeof told !== "object" || told === null || !("id" in told) || typeof told.id !== "string") return null;
  const facts = told as Record<string, unknown>;
  const name = [facts["customer_name"], facts["customer_email"], facts["computer_name"]].find(
    (part) => typeof part === "string" && part !== "",
  );
  return { id: told.id, name: typeof name === "string" ? name : "" };
}

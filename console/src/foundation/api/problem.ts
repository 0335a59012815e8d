/** What went wrong, in the shape the server tells it (`application/problem+json`). */

export interface ProblemBody {
  status?: number;
  code?: string;
  dp?: string;
  detail?: string;
  [extra: string]: unknown;
}

/** A refusal or failure that a person may have to read. `dp` names the three sentences in `errors.DP-…`. */
export class Problem extends Error {
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;
  /** The stable name for programs, such as `technician_limit`. */
  readonly code: string;
  readonly dp: string;
  /** Everything else the server told: variables of the sentences, the session in the way, field errors. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.code ?? `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? "unexpected";
    this.dp = body.dp ?? "DP-900";
    this.facts = body;
  }
}

/** The problem that any thrown thing amounts to: what is not a Problem is a fault of ours. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(0, { code: "unexpected", dp: "DP-900", detail: thrown instanceof Error ? thrown.message : "" });
}

const GONE = new Set(["session_handed_over", "invitation_withdrawn", "not_found"]);

/** What a page shows is not this person's any more, whatever was fetched before. */
export function isGone(thrown: unknown): thrown is Problem {
  return thrown instanceof Problem && GONE.has(thrown.code);
}

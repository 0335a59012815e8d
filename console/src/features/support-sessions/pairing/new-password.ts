/** A new session password for an active session, as its page follows it. Pure: the present moment is an argument. */
import type { NewPasswordRequest, SupportSession } from "../../../foundation/api/types.ts";

/** The request that something may still come of; null: none, also when its time has run out and nobody has told so yet. */
export function requestUnderWay(
  session: Pick<SupportSession, "state" | "new_password">,
  now: number,
): NewPasswordRequest | null {
  const asked = session.state === "active" ? session.new_password : null;
  return asked && isOpen(asked) && now < asked.expires_at ? asked : null;
}

/** Whether the PC has not said the last word. */
export function isOpen({ stage }: Pick<NewPasswordRequest, "stage">): boolean {
  return stage === "asked" || stage === "nobody" || stage === "code";
}

export type NewPasswordStep = "asked" | "code" | "done";

/** The three steps of a request under way; `typed`: the code was right, the PC has not yet said that it keeps the password. */
export function newPasswordSteps(
  asked: Pick<NewPasswordRequest, "stage">,
  typed: boolean,
): { id: NewPasswordStep; state: "done" | "now" | "later" }[] {
  const at = typed ? 2 : asked.stage === "code" ? 1 : 0;
  return (["asked", "code", "done"] as const).map((id, index) => ({
    id,
    state: index < at ? "done" : index === at ? "now" : "later",
  }));
}

/** How the newest request ended without a new password, for an hour; null: it did not, or that is long ago. */
export function failureOf(asked: NewPasswordRequest | null, now: number): "closed" | "expired" | "failed" | null {
  if (!asked || now - asked.asked_at > 60 * 60_000) return null;
  if (asked.stage === "closed" || asked.stage === "expired" || asked.stage === "failed") return asked.stage;
  return isOpen(asked) && now >= asked.expires_at ? "expired" : null;
}

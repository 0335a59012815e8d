import type { NewPasswordRequest, SupportSession } from "../../../foundation/api/types.ts";
import { useNow } from "../../../foundation/texts/times.ts";
import { requestUnderWay } from "./new-password.ts";

/** The request for a new password that is under way, until its time is over; null: none. */
export function useRequestUnderWay(session: Pick<SupportSession, "state" | "new_password">): NewPasswordRequest | null {
  return requestUnderWay(session, useNow(5_000));
}

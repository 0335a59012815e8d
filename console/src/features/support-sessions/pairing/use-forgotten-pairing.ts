/** Once pairing is over nothing of it stays in the browser: no code, no identity, no verifier. */
import { useEffect } from "react";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { PairingStorage } from "./pairing-storage.ts";
import { useRequestUnderWay } from "./use-request.ts";

/** Forgets a session's pairing as soon as the session is active or has ended; a new password is a pairing of its own. */
export function useForgottenPairing(session: Pick<SupportSession, "id" | "state" | "new_password">): void {
  const { id, state } = session;
  const underWay = useRequestUnderWay(session) !== null;
  useEffect(() => {
    if (state === "prepared" || underWay) return;
    void PairingStorage.open().then((storage) => storage.forget(id));
  }, [id, state, underWay]);
}

/** Once pairing is over nothing of it stays in the browser: no code, no identity, no verifier. */
import { useEffect } from "react";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { PairingStorage } from "./pairing-storage.ts";

/** Forgets a session's pairing as soon as the session is active or has ended. */
export function useForgottenPairing({ id, state }: Pick<SupportSession, "id" | "state">): void {
  useEffect(() => {
    if (state === "prepared") return;
    void PairingStorage.open().then((storage) => storage.forget(id));
  }, [id, state]);
}

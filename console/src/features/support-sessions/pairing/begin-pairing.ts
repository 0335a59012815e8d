/** Makes what pairing needs in this browser: verifier, identity, sealed row. The password itself is let go here. */
import { makeIdentity } from "../../../protocol/signed.ts";
import { verifierOf } from "./password-verifier.ts";
import { PairingStorage } from "./pairing-storage.ts";

/** Stretches the password first, then prepares the session, so that nothing is prepared for a password that fails. */
export async function beginPairing<Session extends { id: string }>(
  password: string,
  prepare: () => Promise<Session>,
): Promise<Session> {
  const { verifier, salt } = await verifierOf(password);
  const identity = await makeIdentity();
  const session = await prepare();
  const storage = await PairingStorage.open();
  await storage.save({ sessionId: session.id, identity, verifier, salt, code: null, introduced: false });
  return session;
}

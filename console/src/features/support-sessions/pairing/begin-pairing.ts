/** Makes what pairing needs in this browser: verifier, identity, sealed row. The password itself is let go here. */
import { askNewPassword } from "../../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
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

/** The same for a session that is active: the PC is asked to show its code window once everything is kept here. */
export async function beginNewPassword(password: string, session: SupportSession): Promise<SupportSession> {
  const { introductionOf } = await import("./technician-side.ts");
  const { verifier, salt } = await verifierOf(password);
  const identity = await makeIdentity();
  const storage = await PairingStorage.open();
  // The request itself introduces this page; the server knows no other key for it.
  const saved = { sessionId: session.id, identity, verifier, salt, code: null, introduced: true };
  await storage.save(saved);
  try {
    return await askNewPassword(session.id, await introductionOf(saved));
  } catch (refused) {
    await storage.forget(session.id);
    throw refused;
  }
}

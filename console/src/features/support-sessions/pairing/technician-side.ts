/** The protocol's half of pairing, fed from what this browser keeps. */
import { randomBytes, toBase64url } from "../../../protocol/bytes.ts";
import { TechnicianPairing } from "../../../protocol/pairing.ts";
import { publicKeyBytes } from "../../../protocol/signed.ts";
import type { PairingSide } from "./pairing-desk.ts";
import type { SavedPairing } from "./pairing-storage.ts";

/** Makes a fresh side of the protocol; `serverAddress` is the address the host was given, bound into the handshake. */
export function technicianSide(saved: SavedPairing, serverAddress: string): PairingSide {
  const { identity, sessionId, verifier, salt } = saved;
  return new TechnicianPairing({ identity, serverAddress, sessionId, verifier, salt, random: randomBytes });
}

/** What the page tells the mailbox first. */
export async function introductionOf(saved: SavedPairing): Promise<{ technician_key: string; verifier_salt: string }> {
  return {
    technician_key: toBase64url(await publicKeyBytes(saved.identity)),
    verifier_salt: toBase64url(saved.salt),
  };
}

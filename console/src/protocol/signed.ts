/**
 * Ed25519 signatures that say what they are for: over `"daypass/1 " + context + "\0" + message`, so a signature for one
 * purpose never serves another.
 */
import { concat, utf8 } from "./bytes.ts";
import type { Bytes } from "./messages.gen.ts";

/** What a signature is for. */
export type Context =
  | "grant"
  | "ticket"
  | "command"
  | "welcome"
  | "pairing"
  | "connection"
  | "removal"
  | "control"
  | "audit"
  | "audit-start";

function signedBytes(context: Context, message: Bytes): Bytes {
  return concat(utf8(`daypass/1 ${context}\0`), message);
}

/** A fresh technician identity whose secret half no script can read. */
export async function makeIdentity(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
}

/** The 32 bytes of a public key. */
export async function publicKeyBytes(identity: CryptoKeyPair): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", identity.publicKey));
}

/** The signature of `message` for `context`. */
export async function sign(identity: CryptoKeyPair, context: Context, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", identity.privateKey, signedBytes(context, message)));
}

/** Whether `signature` is `publicKey`'s, over `message`, for `context`. A key that is none signs nothing. */
export async function isSigned(publicKey: Bytes, context: Context, message: Bytes, signature: Bytes): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", true, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, signedBytes(context, message));
  } catch {
    return false;
  }
}

/** The session password's verifier: Argon2id with 64 MiB and three passes. Half a second of work: call it in a worker. */
import sodium from "libsodium-wrappers-sumo";
import { utf8 } from "./bytes.ts";
import type { Bytes } from "./messages.gen.ts";

export const SHORTEST_PASSWORD = 8;
export const LONGEST_PASSWORD = 128;
const PASSES = 3;
const MEMORY_BYTES = 64 * 1024 * 1024;
const SPACES = "\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const AROUND = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "gu");
const SEPARATORS = new RegExp(`[${SPACES}\\-\\u2010-\\u2015\\u2212.]+`, "gu");
const GENERATED = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/**
 * What is stretched: the password in one Unicode form without spaces around it. In the shape of a generated one (sixteen
 * characters of Crockford Base32), case, dashes, spaces and O/0, I/L/1 do not matter. RangeError unless it has 8 to 128
 * characters.
 */
export function passwordBytes(typed: string): Bytes {
  const trimmed = typed.normalize("NFC").replace(AROUND, "");
  const length = Array.from(trimmed).length;
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) throw new RangeError("8 to 128 characters");
  const compact = trimmed.replace(SEPARATORS, "").toUpperCase().replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return utf8(GENERATED.test(compact) ? compact : trimmed);
}

/** The 32-byte verifier of a password under a 16-byte salt. */
export async function passwordVerifier(typed: string, salt: Bytes): Promise<Bytes> {
  await sodium.ready;
  const { crypto_pwhash_ALG_ARGON2ID13: algorithm } = sodium;
  return new Uint8Array(sodium.crypto_pwhash(32, passwordBytes(typed), salt, PASSES, MEMORY_BYTES, algorithm));
}

/** The session password: typed by the technician, or made here; what leaves the page is only its verifier. */
import type { Random } from "./security-code.ts";

export const SHORTEST_PASSWORD = 8;
export const LONGEST_PASSWORD = 128;

/** Crockford Base32: where a person reads O for 0 or I for 1, both ends take it as meant. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** Entropy of a made password: 16 characters of 32 are 80 bits. */
export const MADE_PASSWORD_BITS = GROUPS * GROUP_LENGTH * Math.log2(ALPHABET.length);

/** A password to read out and write down: `K7MQ-3F9X-TW2B-8HCE`. */
export function makePassword(random: Random): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => letter(random)).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

function letter(random: Random): string {
  const draw = new Uint32Array(1);
  const limit = Math.floor(2 ** 32 / ALPHABET.length) * ALPHABET.length;
  do random(draw);
  while ((draw[0] ?? 0) >= limit);
  return ALPHABET.charAt((draw[0] ?? 0) % ALPHABET.length);
}

/**
 * The security code: digits that a technician reads out and a customer types. It lives fifteen minutes and takes five
 * tries. Values only: clock and chance arrive as arguments.
 */

export const CODE_LIFE_MS = 15 * 60_000;
export const TRIES = 5;

export interface SecurityCode {
  digits: string;
  madeAt: number;
  triesLeft: number;
}

/** Fills the array with random numbers, as `crypto.getRandomValues` does. */
export type Random = (into: Uint32Array<ArrayBuffer>) => unknown;

/** A fresh code of `length` digits, each equally likely. */
export function makeCode(length: number, now: number, random: Random): SecurityCode {
  let digits = "";
  const draw = new Uint32Array(1);
  while (digits.length < length) {
    random(draw);
    const number = draw[0] ?? 0;
    // 4,294,967,290 is the largest multiple of ten below 2³²: what lies above would favour small digits.
    if (number < 4_294_967_290) digits += String(number % 10);
  }
  return { digits, madeAt: now, triesLeft: TRIES };
}

export function expiresAt(code: SecurityCode): number {
  return code.madeAt + CODE_LIFE_MS;
}

export function isExpired(code: SecurityCode, now: number): boolean {
  return now >= expiresAt(code);
}

/** Five wrong tries burn a code: only a technician's press makes the next one. */
export function isBurned(code: SecurityCode): boolean {
  return code.triesLeft <= 0;
}

/** The code to show while the customer stands at the code window: the present one, or a new one when it ran out. */
export function codeToShow(code: SecurityCode | null, length: number, now: number, random: Random): SecurityCode {
  if (code && (isBurned(code) || !isExpired(code, now))) return code;
  return makeCode(length, now, random);
}

/** `417902` → `["417", "902"]`, as it is read out. */
export function spokenGroups(digits: string): string[] {
  return digits.match(/.{1,3}/g) ?? [];
}

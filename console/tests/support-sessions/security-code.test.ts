import { describe, expect, it } from "vitest";
import {
  CODE_LIFE_MS,
  codeToShow,
  isBurned,
  isExpired,
  makeCode,
  spokenGroups,
} from "../../src/features/support-sessions/pairing/security-code.ts";
import { MADE_PASSWORD_BITS, makePassword } from "../../src/features/support-sessions/pairing/session-password.ts";

/** Numbers one after another, in place of chance. */
function drawing(...numbers: number[]) {
  let at = 0;
  return (into: Uint32Array<ArrayBuffer>) => {
    into[0] = numbers[at++ % numbers.length] ?? 0;
  };
}
const chance = (into: Uint32Array<ArrayBuffer>) => crypto.getRandomValues(into);

describe("the security code", () => {
  it("has the asked number of digits, and draws again what would favour some", () => {
    expect(makeCode(6, 0, drawing(4, 1, 4_294_967_295, 7, 9, 0, 2)).digits).toBe("417902");
    expect(makeCode(9, 0, chance).digits).toMatch(/^\d{9}$/);
  });

  it("lives fifteen minutes", () => {
    const code = makeCode(6, 1000, chance);
    expect(isExpired(code, 1000 + CODE_LIFE_MS - 1)).toBe(false);
    expect(isExpired(code, 1000 + CODE_LIFE_MS)).toBe(true);
  });

  it("renews itself when its time is over, and stays while it is not", () => {
    const code = makeCode(6, 0, drawing(1));
    expect(codeToShow(code, 6, CODE_LIFE_MS - 1, drawing(2))).toBe(code);
    expect(codeToShow(code, 6, CODE_LIFE_MS, drawing(2))).toEqual({
      digits: "222222",
      madeAt: CODE_LIFE_MS,
      triesLeft: 5,
    });
    expect(codeToShow(null, 6, 5, drawing(3)).digits).toBe("333333");
  });

  it("stays burned until somebody asks for another", () => {
    const burned = { digits: "111111", madeAt: 0, triesLeft: 0 };
    expect(isBurned(burned)).toBe(true);
    expect(codeToShow(burned, 6, CODE_LIFE_MS * 2, chance)).toBe(burned);
  });

  it("is read out in threes", () => {
    expect(spokenGroups("417902")).toEqual(["417", "902"]);
    expect(spokenGroups("417902555")).toEqual(["417", "902", "555"]);
  });
});

describe("a made password", () => {
  it("has at least seventy bits in letters that nobody mistakes", () => {
    expect(MADE_PASSWORD_BITS).toBeGreaterThanOrEqual(70);
    expect(makePassword(chance)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(makePassword(chance)).not.toBe(makePassword(chance));
  });
});

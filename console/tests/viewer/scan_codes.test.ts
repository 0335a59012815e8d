import { describe, expect, it } from "vitest";
import { KNOWN_CODES, scanCode } from "../../src/viewer/scan_codes.ts";

describe("scan codes", () => {
  it.each([
    ["KeyA", 0x1e, false],
    ["Enter", 0x1c, false],
    ["NumpadEnter", 0x1c, true],
    ["Slash", 0x35, false],
    ["NumpadDivide", 0x35, true],
    ["IntlRo", 0x73, false],
    ["IntlBackslash", 0x56, false],
    ["NumpadComma", 0x7e, false],
    ["AltRight", 0x38, true],
    ["Delete", 0x53, true],
    ["NumpadDecimal", 0x53, false],
    ["MetaLeft", 0x5b, true],
  ])("%s is %i", (code, scan, extended) => {
    expect(scanCode(code)).toEqual({ scan, extended });
  });

  it("gives every key its own code within seven bits", () => {
    const codes = KNOWN_CODES.map((code) => scanCode(code));
    const names = codes.map((key) => `${key?.extended} ${key?.scan}`);
    expect(new Set(names).size).toBe(KNOWN_CODES.length);
    expect(codes.every((key) => key !== undefined && key.scan > 0 && key.scan < 0x80)).toBe(true);
  });

  it("knows no key of another kind, nor what every object has", () => {
    expect(scanCode("Fn")).toBeUndefined();
    expect(scanCode("constructor")).toBeUndefined();
    expect(scanCode("")).toBeUndefined();
  });
});

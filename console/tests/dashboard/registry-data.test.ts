import { describe, expect, it } from "vitest";
import { decoded, encoded, kindName, shapeOf, shownData } from "../../src/features/dashboard/registry-data.ts";

const wide = (text: string) =>
  new Uint8Array([...text].flatMap((one) => [one.charCodeAt(0) & 255, one.charCodeAt(0) >> 8]));

describe("a registry value's data", () => {
  it("is text, lines, a number or bytes, there and back", () => {
    const cases: readonly (readonly [number, Uint8Array, string, string])[] = [
      [1, wide("Ação\0"), "text", "Ação"],
      [2, wide("%TEMP%\0"), "text", "%TEMP%"],
      [7, wide("a\0b\0\0"), "lines", "a\nb"],
      [4, new Uint8Array([1, 1, 0, 0]), "number", "257"],
      [11, new Uint8Array([0, 0, 0, 0, 0, 0, 0, 128]), "number", "9223372036854775808"],
      [3, new Uint8Array([0, 255]), "bytes", "00 ff"],
    ];
    for (const [kind, data, shape, text] of cases) {
      expect(shapeOf(kind, data)).toBe(shape);
      expect(decoded(shapeOf(kind, data), data)).toBe(text);
      expect(encoded(kind, shapeOf(kind, data), text)).toEqual(data);
    }
  });
  it("is shown as bytes where it is not what its kind says, so that editing loses nothing", () => {
    const odd: readonly (readonly [number, Uint8Array])[] = [
      [1, wide("no end")],
      [1, new Uint8Array([1])],
      [1, new Uint8Array([0, 0xd8, 0, 0])],
      [4, new Uint8Array([1])],
      [7, wide("a\0\0b\0\0")],
    ];
    expect(odd.map(([kind, data]) => shapeOf(kind, data))).toEqual(odd.map(() => "bytes"));
  });
  it("takes hexadecimal numbers, and nothing that is no number or does not fit", () => {
    expect(encoded(4, "number", "0xff")).toEqual(new Uint8Array([255, 0, 0, 0]));
    for (const text of ["", "4294967296", "-1", "1.5", "abc"]) expect(encoded(4, "number", text)).toBeUndefined();
    for (const text of ["0", "zz", "0 0 0"]) expect(encoded(3, "bytes", text)).toBeUndefined();
  });
  it("has a line for the table, and a name for every kind", () => {
    expect(shownData(4, new Uint8Array([255, 0, 0, 0]))).toBe("255 (0xff)");
    expect(shownData(7, wide("a\0b\0\0"))).toBe("a · b");
    expect([1, 6, 99].map(kindName)).toEqual(["REG_SZ", "REG_LINK", "REG_99"]);
  });
});

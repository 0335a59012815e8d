import { describe, expect, it } from "vitest";
import { exportKey, MOST_KEYS } from "../../src/features/dashboard/registry-export.ts";
import { registryFile } from "../../src/features/dashboard/registry-file.ts";
import type { KeyHeld } from "../../src/features/dashboard/use-registry.ts";
import type { RegistryValue } from "../../src/protocol/messages.gen.ts";

const wide = (text: string) =>
  new Uint8Array([...text].flatMap((one) => [one.charCodeAt(0) & 255, one.charCodeAt(0) >> 8]));
const value = (name: string, kind: number, data: Uint8Array<ArrayBuffer>, size = data.length): RegistryValue => ({
  name,
  kind,
  data,
  size,
});
const textOf = (bytes: Uint8Array) => new TextDecoder("utf-16le", { ignoreBOM: true }).decode(bytes);
const linesOf = (values: RegistryValue[]) =>
  textOf(registryFile([{ path: "HKEY_CURRENT_USER\\Example", values }])).split("\r\n");

describe("a .reg file", () => {
  it("has its mark, its head and one line ending throughout", () => {
    const bytes = registryFile([{ path: "HKEY_CURRENT_USER\\A]b", values: [] }]);
    expect([bytes[0], bytes[1]]).toEqual([0xff, 0xfe]);
    expect(textOf(bytes)).toBe("\ufeffWindows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\A]b]\r\n\r\n");
  });

  it("writes each type as the registry editor does", () => {
    const lines = linesOf([
      value("", 1, wide("Ação\0")),
      value('a"b\\c', 1, wide('C:\\x "y"\0')),
      value("number", 4, new Uint8Array([10, 0, 0, 1])),
      value("large", 11, new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0])),
      value("bytes", 3, new Uint8Array([0, 255])),
      value("empty", 3, new Uint8Array([])),
      value("path", 2, wide("%x%\0")),
      value("many", 7, wide("a\0\0")),
      value("none", 0, new Uint8Array([1])),
      value("odd", 99, new Uint8Array([2])),
    ]);
    expect(lines.slice(3, -2)).toEqual([
      '@="Ação"',
      '"a\\"b\\\\c"="C:\\\\x \\"y\\""',
      '"number"=dword:0100000a',
      '"large"=hex(b):01,00,00,00,00,00,00,00',
      '"bytes"=hex:00,ff',
      '"empty"=hex:',
      '"path"=hex(2):25,00,78,00,25,00,00,00',
      '"many"=hex(7):61,00,00,00,00,00',
      '"none"=hex(0):01',
      '"odd"=hex(63):02',
    ]);
  });

  it("writes what is not what its type says, or would break a line, as bytes", () => {
    const lines = linesOf([
      value("no end", 1, wide("a")),
      value("lines", 1, wide('x"\r\n[HKEY_LOCAL_MACHINE\\Evil]\0')),
      value("short", 4, new Uint8Array([1])),
    ]);
    expect(lines.slice(3, 4)).toEqual(['"no end"=hex(1):61,00']);
    expect(lines.filter((line) => line.startsWith("["))).toEqual(["[HKEY_CURRENT_USER\\Example]"]);
    expect(lines.at(-3)).toBe('"short"=hex(4):01');
  });

  it("wraps long bytes so that no line is longer than eighty characters", () => {
    const lines = linesOf([
      value(
        "long",
        3,
        Uint8Array.from({ length: 1000 }, (_, n) => n & 255),
      ),
    ]).slice(3, -2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.slice(0, -1).every((line) => line.endsWith(",\\"))).toBe(true);
    const back = lines.map((line) => line.replace(/\\$/, "").trim()).join("");
    expect(
      back
        .split(":")[1]
        ?.split(",")
        .map((two) => parseInt(two, 16)),
    ).toEqual(Array.from({ length: 1000 }, (_, n) => n & 255));
  });
});

describe("exporting a key", () => {
  const export_ = (read: (path: string) => Promise<KeyHeld>) =>
    exportKey(
      read,
      "HKEY_LOCAL_MACHINE\\A",
      "64",
      () => undefined,
      () => false,
    );

  it("takes everything below it, and counts what no file can name or the PC does not tell", async () => {
    const told: Record<string, KeyHeld> = {
      "HKEY_LOCAL_MACHINE\\A": {
        keys: [{ name: "B" }, { name: "closed" }, { name: "x]\r\n[HKEY_LOCAL_MACHINE\\Evil" }],
        values: [
          value("large", 3, new Uint8Array([1]), 99),
          value('"\n@="', 1, wide("\0")),
          value("ok", 3, new Uint8Array()),
        ],
      },
      "HKEY_LOCAL_MACHINE\\A\\B": { keys: [], values: [] },
    };
    const found = await export_((path) =>
      told[path] ? Promise.resolve(told[path]) : Promise.reject(new Error("closed")),
    );
    expect(found.keys.map(({ path, values }) => [path, values.map(({ name }) => name)])).toEqual([
      ["HKEY_LOCAL_MACHINE\\A", ["ok"]],
      ["HKEY_LOCAL_MACHINE\\A\\B", []],
    ]);
    expect([found.leftOut, found.cut]).toEqual([4, false]);
  });

  it("ends where keys go round in a circle, and says that there was more", async () => {
    let asked = 0;
    const found = await export_(() => {
      asked++;
      return Promise.resolve({ keys: [{ name: "again" }, { name: "and again" }], values: [] });
    });
    expect([asked, found.keys.length, found.cut]).toEqual([MOST_KEYS, MOST_KEYS, true]);
  });

  it("fails where the key itself cannot be read", async () => {
    await expect(export_(() => Promise.reject(new Error("DP-803")))).rejects.toThrow("DP-803");
  });
});

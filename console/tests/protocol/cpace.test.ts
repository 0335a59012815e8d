import { describe, expect, it } from "vitest";
import { generator, intermediateKey, lengthPrefixed, multiply, Run } from "../../src/protocol/cpace.ts";
import { ProtocolError } from "../../src/protocol/protocol-error.ts";
import { hex, unhex, vectors } from "./vectors.ts";

const draft = vectors<{ run: Record<string, string>; points: Record<string, string> }>("cpace");
const value = (name: string) => unhex(draft.run[name] ?? "");

describe("CPace", () => {
  it("gives generator, shares and key of the draft", async () => {
    const g = await generator(value("PRS"), value("CI"), value("sid"));
    expect(g).toEqual(value("g"));
    expect(await multiply(value("ya"), g)).toEqual(value("Ya"));
    expect(await multiply(value("yb"), g)).toEqual(value("Yb"));
    const k = await multiply(value("ya"), value("Yb"));
    expect(k).toEqual(value("K"));
    const isk = await intermediateKey(value("sid"), k, [value("Ya"), value("ADa")], [value("Yb"), value("ADb")]);
    expect(isk).toEqual(value("ISK_IR"));
  });

  it("refuses the invalid points of the draft, and nonsense", async () => {
    const invalid = Object.entries(draft.points).filter(([name]) => name.startsWith("Invalid"));
    expect(invalid.length).toBe(2);
    for (const [, point] of invalid) await expect(multiply(value("ya"), unhex(point))).rejects.toThrow(ProtocolError);
    await expect(multiply(value("ya"), new Uint8Array(31))).rejects.toThrow(ProtocolError);
  });

  it("refuses its own share", async () => {
    const run = await Run.begin(unhex("31"), unhex("00"), (count) => new Uint8Array(count).fill(7), unhex("41"));
    await expect(run.meet(run.share)).rejects.toThrow("sent back");
  });

  it("writes lengths as LEB128", () => {
    expect(hex(lengthPrefixed(new Uint8Array(), new Uint8Array(128))).slice(0, 6)).toBe("008001");
  });
});

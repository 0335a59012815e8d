import { encode } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import { fromBase64url, toBase64url } from "../../src/protocol/bytes.ts";
import { decodeMessage, encodeMessage, encodeRecord, readMessage, readRecord } from "../../src/protocol/codec.ts";
import type { Message, RecordName } from "../../src/protocol/messages.gen.ts";
import { SCHEMAS } from "../../src/protocol/messages.gen.ts";
import { ProtocolError } from "../../src/protocol/protocol-error.ts";
import { hex, revived, unhex, vectors } from "./vectors.ts";

interface Vector {
  name: RecordName;
  message: Record<string, unknown>;
  bytes: string;
}

describe("the codec", () => {
  const every = vectors<Vector[]>("messages");

  it.each(every)("writes and reads $name as Python does", ({ name, message, bytes }) => {
    const fields = revived(message) as never;
    expect(hex(encodeRecord(name, fields))).toBe(bytes);
    expect(readRecord(name, unhex(bytes), 4096)).toMatchObject(fields);
    if (SCHEMAS[name].tagged) expect(hex(encodeMessage(fields))).toBe(bytes);
  });

  it("has a golden example of every message", () => {
    const seen = new Set(every.map(({ name }) => name));
    const tagged = Object.keys(SCHEMAS).filter((name) => SCHEMAS[name as RecordName].tagged);
    expect(tagged.filter((name) => !seen.has(name as RecordName))).toEqual([]);
  });

  it("refuses a field out of its bounds, on both ways", () => {
    const wrong: Record<string, unknown>[] = [
      { type: "Ping", number: -1 },
      { type: "Ping", number: 2 ** 32 },
      { type: "Ping", number: 1.5 },
      { type: "Ping", number: "1" },
      { type: "Ping" },
      { type: "Ping", number: null },
      { type: "TextTyped", text: "" },
      { type: "TextTyped", text: "😀".repeat(257) },
      { type: "Notice", dp: "DP-40" },
      { type: "Notice", dp: "<b>401" },
      { type: "ConnectAccept", tag: new Uint8Array(63), connection_id: new Uint8Array(16) },
      { type: "Screen", width: 1, height: 1, monitors: Array.from({ length: 33 }, () => ({})) },
      { type: "Screen", width: 1, height: 1, monitors: [{ id: 1 }] },
      { type: "Screen", width: 1, height: 1, monitors: "none" },
      { type: "Key", scan: 1, extended: 1, down: true },
    ];
    for (const fields of wrong) {
      const name = fields["type"] as Message["type"];
      expect(() => readMessage([name], encode(fields) as never, 65536), JSON.stringify(fields)).toThrow(ProtocolError);
      expect(() => encodeMessage(fields), JSON.stringify(fields)).toThrow(TypeError);
    }
    expect(() => encodeMessage({ type: "toString" })).toThrow(TypeError);
  });

  it("takes text at its cap, counted in characters", () => {
    const text = "😀".repeat(256);
    expect(readMessage(["TextTyped"], encodeMessage({ type: "TextTyped", text }), 4096).text).toBe(text);
  });

  it("skips fields it does not know and fills in those that were left out", () => {
    const data = encode({ type: "ConnectRefused", dp: "DP-401", later: [1, 2] });
    expect(readMessage(["ConnectRefused"], data, 4096)).toEqual({
      type: "ConnectRefused",
      dp: "DP-401",
      retry_after_s: null,
      tries_left: null,
    });
  });

  it("throws nothing but ProtocolError, whatever the bytes", () => {
    const names = Object.keys(SCHEMAS).filter((name) => SCHEMAS[name as RecordName].tagged) as Message["type"][];
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 2147483647);
    let read = 0;
    for (let round = 0; round < 20_000; round++) {
      const golden = every[random() % every.length];
      const data = unhex(golden?.bytes ?? "").slice(0, round % 3 ? undefined : random() % 64);
      for (let flips = random() % 4; flips > 0 && data.length; flips--) data[random() % data.length] = random() % 256;
      try {
        readMessage(names, data, 4096);
        read++;
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }
    expect(read).toBeGreaterThan(1000);
  });

  it("refuses what is too large, is no map, or nests without end", () => {
    expect(() => decodeMessage(new Uint8Array(100), 99)).toThrow(ProtocolError);
    for (const data of [encode([1]), encode(null), encode(new Date(0)), new Uint8Array(60_000).fill(0x91)]) {
      expect(() => decodeMessage(data)).toThrow(ProtocolError);
    }
    expect(() => decodeMessage(unhex("81a95f5f70726f746f5f5f01"))).toThrow(ProtocolError);
  });

  it("reads base64url strictly", () => {
    expect(toBase64url(unhex("fbff00"))).toBe("-_8A");
    expect(hex(fromBase64url("-_8A"))).toBe("fbff00");
    for (const text of ["+/8A", "-_8A==", "-_8A\n", "a"]) expect(() => fromBase64url(text)).toThrow(ProtocolError);
  });
});

/** A registry value's bytes as text that people read and type, and back. */
import type { Bytes } from "../../protocol/messages.gen.ts";

/** As Windows numbers them. */
export const KINDS = {
  1: "REG_SZ",
  2: "REG_EXPAND_SZ",
  3: "REG_BINARY",
  4: "REG_DWORD",
  7: "REG_MULTI_SZ",
  11: "REG_QWORD",
} as const;
const OTHER_KINDS: Readonly<Record<number, string>> = { 0: "REG_NONE", 5: "REG_DWORD_BIG_ENDIAN", 6: "REG_LINK" };
export type Shape = "text" | "lines" | "number" | "bytes";
const NUMBER_BYTES: Readonly<Record<number, number>> = { 4: 4, 11: 8 };

export const kindName = (kind: number): string =>
  (KINDS as Readonly<Record<number, string>>)[kind] ?? OTHER_KINDS[kind] ?? `REG_${String(kind)}`;

/** How these bytes are shown and typed: what is not what its kind says is shown as bytes, so that nothing of it is lost. */
export function shapeOf(kind: number, data: Uint8Array): Shape {
  const wanted = shapeOfKind(kind);
  if (data.length === 0) return wanted;
  const back = encoded(kind, wanted, decoded(wanted, data));
  return back && same(back, data) ? wanted : "bytes";
}

export function shapeOfKind(kind: number): Shape {
  if (kind === 1 || kind === 2) return "text";
  if (kind === 7) return "lines";
  return kind in NUMBER_BYTES ? "number" : "bytes";
}

/** What is shown in a field. */
export function decoded(shape: Shape, data: Uint8Array): string {
  switch (shape) {
    case "text":
      return wide(data).replace(/\0$/, "");
    case "lines":
      return wide(data).replace(/\0\0$/, "").replaceAll("\0", "\n");
    case "number":
      return data.length === 0 ? "0" : number(data).toString();
    case "bytes":
      return [...data].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  }
}

/** The bytes of what was typed; undefined where it is none. */
export function encoded(kind: number, shape: Shape, text: string): Bytes | undefined {
  switch (shape) {
    case "text":
      return narrow(`${text}\0`);
    case "lines": {
      const lines = text
        .replace(/\r/g, "")
        .split("\n")
        .filter((line) => line !== "");
      return narrow(lines.map((line) => `${line}\0`).join("") + "\0");
    }
    case "number":
      return typedNumber(text, NUMBER_BYTES[kind] ?? 4);
    case "bytes":
      return typedBytes(text);
  }
}

/** One line for the table. */
export function shownData(kind: number, data: Uint8Array): string {
  const shape = shapeOf(kind, data);
  const text = decoded(shape, data.length > 2048 ? data.subarray(0, 2048) : data);
  if (shape === "number") return `${text} (0x${BigInt(text).toString(16)})`;
  return shape === "lines" ? text.replaceAll("\n", " · ") : text;
}

function typedNumber(text: string, size: number): Bytes | undefined {
  if (!/^(\d{1,20}|0x[0-9a-f]{1,16})$/i.test(text.trim())) return undefined;
  const value = BigInt(text.trim());
  if (value >= 1n << BigInt(size * 8)) return undefined;
  return Uint8Array.from({ length: size }, (_, index) => Number((value >> BigInt(index * 8)) & 255n));
}

function typedBytes(text: string): Bytes | undefined {
  const digits = text.replace(/[\s,]/g, "");
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  );
}

const number = (data: Uint8Array) => data.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index]);
const wide = (data: Uint8Array) => new TextDecoder("utf-16le").decode(data);

function narrow(text: string): Bytes {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes;
}

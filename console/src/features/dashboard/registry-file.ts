/** A .reg file of what a registry's keys hold, as Windows' registry editor writes and reads it (version 5.00): UTF-16 with its mark, CRLF. */
import type { Bytes, RegistryValue } from "../../protocol/messages.gen.ts";
import { decoded, shapeOf } from "./registry-data.ts";

/** A key with its values. */
export interface ExportedKey {
  readonly path: string;
  readonly values: readonly RegistryValue[];
}

const HEAD = "Windows Registry Editor Version 5.00";
const LINE = 80;
/** In a name these would begin another line of the file, and whoever imports it would write what the PC made up. */
const BREAKS_OUT = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

/** Whether a name can stand in such a file. */
export const isWritable = (name: string) => !BREAKS_OUT.test(name);

/** Whether all of its data came. */
export const isWhole = (value: RegistryValue) => value.data.length === value.size;

export function registryFile(keys: readonly ExportedKey[]): Bytes {
  const lines = [HEAD, ""];
  for (const { path, values } of keys) {
    lines.push(`[${path}]`);
    for (const value of values) lines.push(...lineOf(value));
    lines.push("");
  }
  return wide(lines.join("\r\n") + "\r\n");
}

function lineOf({ name, kind, data }: RegistryValue): string[] {
  const named = name === "" ? "@=" : `${quoted(name)}=`;
  const shape = shapeOf(kind, data);
  if (kind === 1 && shape === "text" && data.length > 0) {
    const text = decoded("text", data);
    if (isWritable(text)) return [named + quoted(text)];
  }
  if (kind === 4 && shape === "number" && data.length > 0) {
    return [`${named}dword:${BigInt(decoded("number", data)).toString(16).padStart(8, "0")}`];
  }
  return wrapped(`${named}hex${kind === 3 ? "" : `(${kind.toString(16)})`}:`, data);
}

const quoted = (text: string) => `"${text.replace(/[\\"]/g, "\\$&")}"`;

/** Bytes, two digits each, in lines that end with a backslash where they go on. */
function wrapped(begin: string, data: Uint8Array): string[] {
  const lines: string[] = [];
  let line = begin;
  data.forEach((byte, index) => {
    line += byte.toString(16).padStart(2, "0");
    if (index === data.length - 1) return;
    line += ",";
    if (line.length >= LINE - 4) {
      lines.push(`${line}\\`);
      line = "  ";
    }
  });
  return [...lines, line];
}

function wide(text: string): Bytes {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, true);
  for (let index = 0; index < text.length; index++) view.setUint16(2 + index * 2, text.charCodeAt(index), true);
  return bytes;
}

/**
 * How messages become bytes and back: msgpack maps tagged by `type`, checked field by field against the generated table.
 * Fields and types a reader does not know are skipped, so that a neighbouring version may add some.
 */
import { decode, encode } from "@msgpack/msgpack";
import type { Bytes, Field, FieldType, Message, RecordName, Records } from "./messages.gen.ts";
import { SCHEMAS } from "./messages.gen.ts";
import { ProtocolError } from "./protocol-error.ts";

export const PAIRING_CAP = 4 * 1024;
export const HANDSHAKE_CAP = 4 * 1024;
export const TO_VIEWER_CAP = 512 * 1024;

type Fields = Readonly<Record<string, unknown>>;

/** The fields of any msgpack map of at most `cap` bytes, unchecked: for readers that check on their own. */
export function decodeMessage(data: Uint8Array, cap = TO_VIEWER_CAP): Fields {
  if (data.length > cap) throw new ProtocolError(`larger than ${cap} bytes`, "DP-206");
  let value: unknown;
  try {
    value = decode(data);
  } catch (error) {
    throw new ProtocolError(`unreadable message: ${String(error)}`);
  }
  if (!isMap(value)) throw new ProtocolError("not a map");
  return value;
}

/** One of the named messages out of at most `cap` bytes; ProtocolError when it is none of them. */
export function readMessage<Name extends Message["type"]>(
  names: readonly Name[],
  data: Uint8Array,
  cap: number,
): Records[Name] {
  const fields = decodeMessage(data, cap);
  const name = names.find((candidate) => candidate === fields["type"]);
  if (name === undefined) throw new ProtocolError(`${String(fields["type"])} does not belong here`);
  return checkRecord(name, fields);
}

/** A record without a tag. */
export function readRecord<Name extends RecordName>(name: Name, data: Uint8Array, cap: number): Records[Name] {
  return checkRecord(name, decodeMessage(data, cap));
}

/** The bytes of a message; TypeError for one that the peer would refuse. */
export function encodeMessage(message: Message | (Fields & { readonly type?: unknown })): Bytes {
  const name = message.type;
  if (typeof name !== "string" || !Object.hasOwn(SCHEMAS, name)) throw new TypeError(`no message ${String(name)}`);
  return encodeRecord(name as Message["type"], message as never);
}

/** The bytes of a record: fields in their order, those that equal their fallback left out. */
export function encodeRecord<Name extends RecordName>(name: Name, record: Records[Name]): Bytes {
  return encode(ordered(name, record as unknown as Fields)) as Bytes;
}

function ordered(name: RecordName, record: Fields): Record<string, unknown> {
  const { tagged, fields } = SCHEMAS[name];
  const out: Record<string, unknown> = tagged ? { type: name } : {};
  for (const field of fields) {
    const value = record[field.name] ?? field.fallback;
    if (field.fallback !== undefined && value === field.fallback) continue;
    try {
      check(field.type, value, field.name);
    } catch (error) {
      throw new TypeError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    out[field.name] = written(field.type, value);
  }
  return out;
}

function written(type: FieldType, value: unknown): unknown {
  if (type.kind === "record") return ordered(type.name, value as Fields);
  if (type.kind === "list") return (value as readonly unknown[]).map((item) => written(type.of, item));
  return value;
}

function checkRecord<Name extends RecordName>(name: Name, fields: Fields): Records[Name] {
  const { tagged, fields: known } = SCHEMAS[name];
  const out: Record<string, unknown> = tagged ? { type: name } : {};
  for (const field of known) out[field.name] = checkField(field, fields);
  return out as unknown as Records[Name];
}

function checkField(field: Field, fields: Fields): unknown {
  if (!Object.hasOwn(fields, field.name)) {
    if (field.fallback === undefined) throw new ProtocolError(`${field.name} is missing`);
    return field.fallback;
  }
  const value = fields[field.name];
  if (value === null && field.fallback === null) return null;
  return check(field.type, value, field.name);
}

function check(type: FieldType, value: unknown, name: string): unknown {
  const right = (fine: boolean): unknown => {
    if (!fine) throw new ProtocolError(`${name} is not right`);
    return value;
  };
  switch (type.kind) {
    case "int":
      return right(Number.isSafeInteger(value) && Number(value) >= type.min && Number(value) <= type.max);
    case "text":
      return right(typeof value === "string" && fits(value, type.min, type.max) && (type.pattern?.test(value) ?? true));
    case "bytes":
      return right(value instanceof Uint8Array && value.length >= type.min && value.length <= type.max);
    case "flag":
      return right(typeof value === "boolean");
    case "choice":
      return right(typeof value === "string" && type.values.includes(value));
    case "list":
      right(Array.isArray(value) && value.length <= type.max);
      return (value as unknown[]).map((item) => check(type.of, item, name));
    case "record":
      right(isMap(value));
      return checkRecord(type.name, value as Fields);
  }
}

/** Lengths count characters (code points), as Python does. */
function fits(text: string, min: number, max: number): boolean {
  if (text.length > 2 * max) return false;
  const length = Array.from(text).length;
  return length >= min && length <= max;
}

function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

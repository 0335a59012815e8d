/** Reads what the host says inside a remote control connection (docs/protocol.md §7, kind 1). Unknown types are skipped: a newer host may say more. */
import { MalformedPicture } from "./malformed.ts";
import { MAX_PIXELS, MAX_SIDE } from "./picture.ts";
import type { CursorShape, Monitor } from "./worker_messages.ts";

/** Largest side of a pointer's shape, pixels; Windows' largest magnified pointer has 256. */
const MAX_CURSOR = 512;
const MAX_MONITORS = 64;

export type HostMessage =
  | { readonly type: "Screen"; readonly width: number; readonly height: number; readonly monitors: readonly Monitor[] }
  | { readonly type: "CursorShape"; readonly shape: CursorShape }
  | {
      readonly type: "CursorMoved";
      readonly x: number;
      readonly y: number;
      readonly shapeId: number;
      readonly visible: boolean;
    }
  | { readonly type: "Notice" | "Bye" | "ConnectRefused"; readonly dp: string }
  | { readonly type: "ConsentAsked"; readonly timeoutS: number }
  | { readonly type: "ConsentGiven" }
  | { readonly type: "Pong"; readonly number: number };

type Fields = Readonly<Record<string, unknown>>;

/** The message in a decoded msgpack map, or `undefined` for a type this viewer does not know; throws on fields that cannot be. */
export function readHostMessage(fields: Fields): HostMessage | undefined {
  const read = READERS[String(fields["type"])];
  return read?.(fields);
}

/** One reader per message. */
const READERS: Readonly<Record<string, (fields: Fields) => HostMessage>> = {
  Screen: readScreen,
  CursorShape: readCursorShape,
  CursorMoved: (fields) => ({
    type: "CursorMoved",
    x: integer(fields, "x", -MAX_SIDE, MAX_SIDE),
    y: integer(fields, "y", -MAX_SIDE, MAX_SIDE),
    shapeId: integer(fields, "shape_id", 0, Number.MAX_SAFE_INTEGER),
    visible: fields["visible"] === true,
  }),
  Notice: (fields) => ({ type: "Notice", dp: code(fields) }),
  Bye: (fields) => ({ type: "Bye", dp: code(fields) }),
  ConnectRefused: (fields) => ({ type: "ConnectRefused", dp: code(fields) }),
  ConsentAsked: (fields) => ({ type: "ConsentAsked", timeoutS: integer(fields, "timeout_s", 0, 3600) }),
  ConsentGiven: () => ({ type: "ConsentGiven" }),
  Pong: (fields) => ({ type: "Pong", number: integer(fields, "number", 0, Number.MAX_SAFE_INTEGER) }),
};

function readScreen(fields: Fields): HostMessage {
  const width = integer(fields, "width", 1, MAX_SIDE);
  const height = integer(fields, "height", 1, MAX_SIDE);
  if (width * height > MAX_PIXELS) throw new MalformedPicture(`a screen of ${width} × ${height}`);
  const monitors = fields["monitors"];
  if (!Array.isArray(monitors) || monitors.length > MAX_MONITORS) throw new MalformedPicture("monitors");
  return { type: "Screen", width, height, monitors: monitors.map(readMonitor) };
}

function readMonitor(value: unknown): Monitor {
  if (typeof value !== "object" || value === null) throw new MalformedPicture("a monitor");
  const fields = value as Fields;
  return {
    id: integer(fields, "id", 0, Number.MAX_SAFE_INTEGER),
    x: integer(fields, "x", -MAX_SIDE, MAX_SIDE),
    y: integer(fields, "y", -MAX_SIDE, MAX_SIDE),
    width: integer(fields, "width", 1, MAX_SIDE),
    height: integer(fields, "height", 1, MAX_SIDE),
    primary: fields["primary"] === true,
  };
}

function readCursorShape(fields: Fields): HostMessage {
  const width = integer(fields, "width", 0, MAX_CURSOR);
  const height = integer(fields, "height", 0, MAX_CURSOR);
  const rgba = fields["rgba"];
  if (!(rgba instanceof Uint8Array) || rgba.byteLength !== width * height * 4)
    throw new MalformedPicture("a cursor's pixels");
  const shape = {
    shapeId: integer(fields, "shape_id", 0, Number.MAX_SAFE_INTEGER),
    width,
    height,
    hotX: integer(fields, "hot_x", 0, MAX_CURSOR),
    hotY: integer(fields, "hot_y", 0, MAX_CURSOR),
    rgba,
  };
  return { type: "CursorShape", shape };
}

function integer(fields: Fields, name: string, least: number, most: number): number {
  const value = fields[name];
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < least || number > most) {
    throw new MalformedPicture(`${String(fields["type"])}.${name}`);
  }
  return number;
}

function code(fields: Fields): string {
  const dp = fields["dp"];
  return typeof dp === "string" && /^DP-\d{3}$/.test(dp) ? dp : "DP-900";
}

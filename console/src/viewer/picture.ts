/**
 * Reads one picture (docs/protocol.md §7, kind 2) into areas. Every number is checked before anything is allocated or drawn;
 * what breaks a rule is a `MalformedPicture`, never a guess.
 */
import { MalformedPicture } from "./malformed.ts";

/** Widest or highest remote screen that is accepted, in pixels; what a canvas of today's browsers can hold. */
export const MAX_SIDE = 16_384;
/** Most pixels of a remote screen: four monitors of 3840 × 2160, with room. */
export const MAX_PIXELS = 40_000_000;
/** Most areas in one picture. */
export const MAX_AREAS = 4_096;

/** How many screens' worth of pixels one picture may draw; bounds what a few compressed bytes can make the browser allocate. */
const MOST_DRAWN = 2;

const HEADER_BYTES = 19;
const AREA_BYTES = 13;
const COPY_PAYLOAD_BYTES = 4;
const EVERYTHING = 1;

export const CODEC_ZSTD = 1;
export const CODEC_COPY = 2;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** BGRX rows, compressed by zstd. */
export interface ZstdArea extends Place {
  readonly codec: typeof CODEC_ZSTD;
  readonly payload: Uint8Array;
}

/** Pixels that are on the canvas already, at another place: what scrolling leaves. */
export interface CopyArea extends Place {
  readonly codec: typeof CODEC_COPY;
  readonly sourceX: number;
  readonly sourceY: number;
}

export type Area = ZstdArea | CopyArea;

export interface Picture {
  readonly seq: number;
  /** Microseconds on the host's own clock; comparable only with other pictures of this connection. */
  readonly capturedAtUs: bigint;
  /** Size of the whole remote screen in pixels. */
  readonly width: number;
  readonly height: number;
  /** True when the areas cover the whole screen. */
  readonly everything: boolean;
  readonly areas: readonly Area[];
}

/** Reads `bytes`; throws `MalformedPicture`. The payloads are views into `bytes`, nothing is copied. */
export function readPicture(bytes: Uint8Array): Picture {
  if (bytes.byteLength < HEADER_BYTES) throw new MalformedPicture("shorter than its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getUint16(12, true);
  const height = view.getUint16(14, true);
  const flags = view.getUint8(16);
  const count = view.getUint16(17, true);
  checkSize(width, height);
  if (flags & ~EVERYTHING) throw new MalformedPicture(`unknown flags ${flags}`);
  if (count > MAX_AREAS) throw new MalformedPicture(`${count} areas`);
  const everything = flags === EVERYTHING;
  const areas = readAreas(bytes, view, count, width, height);
  if (everything && !coversScreen(areas, width, height)) throw new MalformedPicture("does not cover everything");
  return { seq: view.getUint32(0, true), capturedAtUs: view.getBigUint64(4, true), width, height, everything, areas };
}

function checkSize(width: number, height: number): void {
  const fits = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS;
  if (!fits) throw new MalformedPicture(`a screen of ${width} × ${height}`);
}

function readAreas(bytes: Uint8Array, view: DataView, count: number, width: number, height: number): Area[] {
  let payloadAt = HEADER_BYTES + count * AREA_BYTES;
  if (payloadAt > bytes.byteLength) throw new MalformedPicture("shorter than its list of areas");
  const areas: Area[] = [];
  for (let index = 0; index < count; index++) {
    const at = HEADER_BYTES + index * AREA_BYTES;
    const place = readPlace(view, at, width, height);
    const codec = view.getUint8(at + 8);
    const length = view.getUint32(at + 9, true);
    if (length > bytes.byteLength - payloadAt) throw new MalformedPicture("shorter than its payloads");
    const payload = bytes.subarray(payloadAt, payloadAt + length);
    payloadAt += length;
    areas.push(readArea(place, codec, payload, width, height));
  }
  if (payloadAt !== bytes.byteLength) throw new MalformedPicture("longer than its payloads");
  if (pixelsOf(areas) > MOST_DRAWN * width * height) throw new MalformedPicture("more pixels than the screen has");
  return areas;
}

function readPlace(view: DataView, at: number, width: number, height: number): Place {
  const place = {
    x: view.getUint16(at, true),
    y: view.getUint16(at + 2, true),
    width: view.getUint16(at + 4, true),
    height: view.getUint16(at + 6, true),
  };
  if (place.width === 0 || place.height === 0) throw new MalformedPicture("an empty area");
  if (place.x + place.width > width || place.y + place.height > height) throw new MalformedPicture("an area outside");
  return place;
}

function readArea(place: Place, codec: number, payload: Uint8Array, width: number, height: number): Area {
  if (codec === CODEC_ZSTD) return { ...place, codec, payload };
  if (codec !== CODEC_COPY) throw new MalformedPicture(`unknown codec ${codec}`);
  if (payload.byteLength !== COPY_PAYLOAD_BYTES) throw new MalformedPicture("a copy without its source");
  const view = new DataView(payload.buffer, payload.byteOffset, COPY_PAYLOAD_BYTES);
  const sourceX = view.getUint16(0, true);
  const sourceY = view.getUint16(2, true);
  if (sourceX + place.width > width || sourceY + place.height > height)
    throw new MalformedPicture("a copy from outside");
  return { ...place, codec, sourceX, sourceY };
}

/** A picture of everything is made of zstd areas that tile the screen: as many pixels as the screen has, without a copy. */
function coversScreen(areas: readonly Area[], width: number, height: number): boolean {
  return areas.every((area) => area.codec !== CODEC_COPY) && pixelsOf(areas) >= width * height;
}

function pixelsOf(areas: readonly Area[]): number {
  return areas.reduce((pixels, area) => pixels + area.width * area.height, 0);
}

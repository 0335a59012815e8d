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
/** How many small areas both sides remember, and the most pixels of one. */
export const KEPT_AREAS = 512;
export const LARGEST_KEPT_PIXELS = 4_096;

/** How many screens' worth of pixels one picture may draw; bounds what a few compressed bytes can make the browser allocate. */
const MOST_DRAWN = 2;
const EVERYTHING = 1;
const LARGEST_PAYLOAD = 0xff_ffff;

export const CODEC_PLANES = 1;
export const CODEC_COPY = 2;
export const CODEC_GREY = 3;
export const CODEC_KEPT = 4;
export const CODEC_VIDEO = 5;
export const CODEC_PHOTO = 6;
/** Most pixels of one photograph: they come in pieces. */
export const LARGEST_PHOTO_PIXELS = 262_144;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place extends Size {
  readonly x: number;
  readonly y: number;
}

/** One byte for each pixel and plane (blue, green, red; or one for all three), compressed by zstd. */
export interface PlanesArea extends Place {
  readonly codec: typeof CODEC_PLANES | typeof CODEC_GREY;
  readonly payload: Uint8Array;
}

/** Pixels that are in the picture already, at another place: what scrolling leaves. */
export interface CopyArea extends Place {
  readonly codec: typeof CODEC_COPY;
  readonly sourceX: number;
  readonly sourceY: number;
}

/** Pixels of a small area that came before. */
export interface KeptArea extends Place {
  readonly codec: typeof CODEC_KEPT;
  readonly index: number;
}

/** The next frame of the video that plays at this place. */
export interface VideoArea extends Place {
  readonly codec: typeof CODEC_VIDEO;
  /** A new video begins: the frame needs no other. */
  readonly key: boolean;
  /** H.264, Annex B. */
  readonly frame: Uint8Array;
}

/** A piece of a photograph, nearly as it is. */
export interface PhotoArea extends Place {
  readonly codec: typeof CODEC_PHOTO;
  /** JPEG. */
  readonly jpeg: Uint8Array;
}

export type Area = PlanesArea | CopyArea | KeptArea | VideoArea | PhotoArea;

export interface Picture {
  readonly seq: number;
  /** Size of the whole remote screen in pixels. */
  readonly size: Size;
  /** True when the areas cover the whole screen. */
  readonly everything: boolean;
  readonly areas: readonly Area[];
}

/** Reads `bytes` for a screen that so far is of size `known`; throws `MalformedPicture`. The payloads are views into `bytes`. */
export function readPicture(bytes: Uint8Array, known: Size | undefined): Picture {
  const reader = new Reader(bytes);
  const seq = reader.number(0xffff_ffff);
  const everything = reader.number(EVERYTHING) === EVERYTHING;
  const size = everything ? readSize(reader) : known;
  if (!size) throw new MalformedPicture("a part before everything");
  const areas: Area[] = [];
  while (!reader.atEnd) {
    if (areas.length === MAX_AREAS) throw new MalformedPicture("too many areas");
    areas.push(readArea(reader, size));
  }
  if (pixelsOf(areas) > MOST_DRAWN * pixels(size)) throw new MalformedPicture("more pixels than the screen has");
  if (everything && !coversScreen(areas, size)) throw new MalformedPicture("does not cover everything");
  return { seq, size, everything, areas };
}

function readSize(reader: Reader): Size {
  const size = { width: reader.u16(), height: reader.u16() };
  const fits = size.width > 0 && size.height > 0 && size.width <= MAX_SIDE && size.height <= MAX_SIDE;
  if (!fits || pixels(size) > MAX_PIXELS) throw new MalformedPicture(`a screen of ${size.width} × ${size.height}`);
  return size;
}

function readArea(reader: Reader, size: Size): Area {
  const x = reader.number(0xffff);
  const y = reader.number(0xffff);
  const width = reader.number(0xffff);
  const height = reader.number(0xffff);
  if (width === 0 || height === 0) throw new MalformedPicture("an empty area");
  if (x + width > size.width || y + height > size.height) throw new MalformedPicture("an area outside");
  const codec = reader.number(0xff);
  const payload = reader.take(reader.number(LARGEST_PAYLOAD));
  return readPayload({ x, y, width, height }, codec, payload, size);
}

function readPayload(place: Place, codec: number, payload: Uint8Array, size: Size): Area {
  switch (codec) {
    case CODEC_PLANES:
    case CODEC_GREY:
      return { ...place, codec, payload };
    case CODEC_COPY:
      return readCopy(place, new Reader(payload), size);
    case CODEC_KEPT:
      return readKept(place, new Reader(payload));
    case CODEC_VIDEO:
      return readVideo(place, payload);
    case CODEC_PHOTO:
      return readPhoto(place, payload);
    default:
      throw new MalformedPicture(`unknown codec ${codec}`);
  }
}

function readCopy(place: Place, payload: Reader, size: Size): CopyArea {
  const copy = { ...place, codec: CODEC_COPY, sourceX: payload.u16(), sourceY: payload.u16() } as const;
  const inside = copy.sourceX + place.width <= size.width && copy.sourceY + place.height <= size.height;
  if (!inside || !payload.atEnd) throw new MalformedPicture("a copy from outside");
  return copy;
}

function readKept(place: Place, payload: Reader): KeptArea {
  const index = payload.u16();
  if (index >= KEPT_AREAS || !payload.atEnd) throw new MalformedPicture("a kept area that cannot be");
  return { ...place, codec: CODEC_KEPT, index };
}

function readVideo(place: Place, payload: Uint8Array): VideoArea {
  const flag = payload[0];
  const even = place.width % 2 === 0 && place.height % 2 === 0;
  if (payload.length < 2 || (flag !== 0 && flag !== 1) || !even) throw new MalformedPicture("a video that cannot be");
  return { ...place, codec: CODEC_VIDEO, key: flag === 1, frame: payload.subarray(1) };
}

function readPhoto(place: Place, jpeg: Uint8Array): PhotoArea {
  if (!jpeg.length || pixels(place) > LARGEST_PHOTO_PIXELS) throw new MalformedPicture("a photograph that cannot be");
  return { ...place, codec: CODEC_PHOTO, jpeg };
}

/** A picture of everything brings its pixels along: as many as the screen has, nothing that needs an earlier picture. */
function coversScreen(areas: readonly Area[], size: Size): boolean {
  const own = areas.every((area) => area.codec === CODEC_PLANES || area.codec === CODEC_GREY || isKeyFrame(area));
  return own && pixelsOf(areas) >= pixels(size);
}

function isKeyFrame(area: Area): boolean {
  return area.codec === CODEC_VIDEO && area.key;
}

function pixelsOf(areas: readonly Area[]): number {
  return areas.reduce((sum, area) => sum + pixels(area), 0);
}

export function pixels(size: Size): number {
  return size.width * size.height;
}

/** Reads from the beginning; what ends too early is malformed. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(count: number): Uint8Array {
    if (count > this.#bytes.length - this.#at) throw new MalformedPicture("the picture ends too early");
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  u16(): number {
    const [low = 0, high = 0] = this.take(2);
    return low | (high << 8);
  }

  /** A LEB128 number of at most five bytes, up to `largest`. */
  number(largest: number): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const [byte = 0] = this.take(1);
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value > largest) throw new MalformedPicture("a number too large for its place");
        return value;
      }
    }
    throw new MalformedPicture("a number without an end");
  }
}

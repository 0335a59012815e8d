/** The remote screen in memory, as the canvas wants it: RGBA, opaque. Every area of a picture lands here, then what changed is painted. */
import { KEPT_AREAS, LARGEST_KEPT_PIXELS, pixels, type Place, type Size } from "./picture.ts";

const OPAQUE = 0xff00_0000;

export class ScreenMemory implements Size {
  readonly width: number;
  readonly height: number;
  readonly image: ImageData;
  readonly #words: Uint32Array;
  readonly #bytes: Uint8Array;

  constructor({ width, height }: Size) {
    this.width = width;
    this.height = height;
    const screenBytes = width * height * 4;
    // A row more than the screen has: a frame of a video is written by whole rows, also where the last begins in the middle.
    const buffer = new ArrayBuffer(screenBytes + width * 4);
    this.image = new ImageData(new Uint8ClampedArray(buffer, 0, screenBytes), width, height);
    this.#words = new Uint32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
  }

  /** Puts the pixels of a whole area at its place. */
  put(place: Place, colours: Uint32Array): void {
    for (let row = 0; row < place.height; row++) {
      const from = row * place.width;
      this.#words.set(colours.subarray(from, from + place.width), (place.y + row) * this.width + place.x);
    }
  }

  /** Lets something else write the pixels of an area: bytes of the whole picture, and how many a row has. */
  async write(writer: (bytes: Uint8Array, rowBytes: number) => Promise<void>): Promise<void> {
    await writer(this.#bytes, this.width * 4);
  }

  /** Copies inside the picture; the source is read as it was before. */
  copy(place: Place, sourceX: number, sourceY: number): void {
    const upwards = sourceY >= place.y;
    for (let step = 0; step < place.height; step++) {
      const row = upwards ? step : place.height - 1 - step;
      const from = (sourceY + row) * this.width + sourceX;
      this.#words.copyWithin((place.y + row) * this.width + place.x, from, from + place.width);
    }
  }
}

/** Turns bytes by planes (blue, green, red; or one plane of greys) into pixels. */
export function pixelsOfPlanes(planes: Uint8Array, count: number): Uint32Array {
  const colours = new Uint32Array(count);
  if (planes.length === count) {
    for (let index = 0; index < count; index++) colours[index] = OPAQUE | ((planes[index] as number) * 0x01_01_01);
    return colours;
  }
  const green = planes.subarray(count);
  const red = planes.subarray(2 * count);
  for (let index = 0; index < count; index++) {
    colours[index] =
      OPAQUE | ((planes[index] as number) << 16) | ((green[index] as number) << 8) | (red[index] as number);
  }
  return colours;
}

/** The small areas of a connection, in the order in which they came; the oldest makes room. The host counts along. */
export class KeptAreas {
  readonly #areas: { readonly width: number; readonly colours: Uint32Array }[] = [];
  #next = 0;

  remember(place: Size, colours: Uint32Array): void {
    if (pixels(place) > LARGEST_KEPT_PIXELS) return;
    this.#areas[this.#next] = { width: place.width, colours };
    this.#next = (this.#next + 1) % KEPT_AREAS;
  }

  /** The pixels kept at `index`; `undefined` when there are none of that size. */
  find(index: number, place: Size): Uint32Array | undefined {
    const kept = this.#areas[index];
    return kept?.width === place.width && kept.colours.length === pixels(place) ? kept.colours : undefined;
  }
}

/** The remote screen as one canvas. Draws pictures in order and refuses one that cannot be right: sizes and sequence are checked here. */
import { MalformedPicture } from "./malformed.ts";
import type { OpenPainting, Painting } from "./painting.ts";
import {
  type Area,
  CODEC_COPY,
  CODEC_GREY,
  CODEC_KEPT,
  type Picture,
  pixels,
  readPicture,
  type Size,
} from "./picture.ts";
import { KeptAreas, pixelsOfPlanes, ScreenMemory } from "./screen_memory.ts";
import { decodeZstd } from "./zstd.ts";

export interface Drawn {
  readonly seq: number;
  /** The screen's size when it changed. */
  readonly resized: Size | undefined;
}

export class PictureCanvas {
  readonly #painting: Painting;
  #memory: ScreenMemory | undefined;
  #kept = new KeptAreas();
  #lastSeq = -1;
  #complete = false;

  constructor(canvas: OffscreenCanvas, open: OpenPainting) {
    const painting = open(canvas);
    if (!painting) throw new Error("this browser gives no canvas in a worker");
    this.#painting = painting;
  }

  /** A new connection begins: its first picture must be of everything; the last one stays visible until then. */
  startConnection(): void {
    this.#lastSeq = -1;
    this.#complete = false;
  }

  /** Draws the picture in `bytes`. Throws `MalformedPicture` and then must not be used further in this connection. */
  draw(bytes: Uint8Array): Drawn {
    const picture = readPicture(bytes, this.#complete ? this.#memory : undefined);
    if (picture.seq <= this.#lastSeq) throw new MalformedPicture(`picture ${picture.seq} after ${this.#lastSeq}`);
    const decoded = this.#decode(picture);
    const resized = this.#resize(picture.size);
    const memory = this.#memory as ScreenMemory;
    picture.areas.forEach((area, index) => {
      const colours = decoded[index];
      if (area.codec === CODEC_COPY) memory.copy(area, area.sourceX, area.sourceY);
      else if (colours) memory.put(area, colours);
    });
    this.#painting.paint(memory, picture.areas);
    this.#lastSeq = picture.seq;
    this.#complete = true;
    return { seq: picture.seq, resized: resized ? picture.size : undefined };
  }

  #resize(size: Size): boolean {
    if (this.#memory?.width === size.width && this.#memory.height === size.height) return false;
    this.#memory = new ScreenMemory(size);
    this.#painting.resize(this.#memory);
    return true;
  }

  /** Everything is decoded before anything is drawn, so that a malformed picture leaves no half of itself behind. */
  #decode(picture: Picture): (Uint32Array | undefined)[] {
    if (picture.everything) this.#kept = new KeptAreas();
    return picture.areas.map((area) => this.#decodeArea(area));
  }

  #decodeArea(area: Area): Uint32Array | undefined {
    if (area.codec === CODEC_COPY) return undefined;
    if (area.codec === CODEC_KEPT) {
      const kept = this.#kept.find(area.index, area);
      if (!kept) throw new MalformedPicture("an area that was never kept");
      return kept;
    }
    const count = pixels(area);
    const planes = decodeZstd(area.payload, area.codec === CODEC_GREY ? count : 3 * count);
    const colours = pixelsOfPlanes(planes, count);
    this.#kept.remember(area, colours);
    return colours;
  }
}

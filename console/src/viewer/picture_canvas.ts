/** The remote screen as one canvas. Draws pictures in order and refuses one that cannot be right: sizes and sequence are checked here. */
import { MalformedPicture } from "./malformed.ts";
import type { OpenPainting, Painting } from "./painting.ts";
import { type DecodePhoto, PhotoBroken } from "./photo.ts";
import {
  type Area,
  CODEC_COPY,
  CODEC_GREY,
  CODEC_KEPT,
  CODEC_PHOTO,
  CODEC_VIDEO,
  pixels,
  readPicture,
  type Size,
} from "./picture.ts";
import { KeptAreas, pixelsOfPlanes, ScreenMemory } from "./screen_memory.ts";
import { type DecodedFrame, type Video, VideoBroken } from "./video.ts";
import { decodeZstd } from "./zstd.ts";

export interface Drawn {
  readonly seq: number;
  /** The screen's size when it changed. */
  readonly resized: Size | undefined;
  /** The video broke, or a photograph: everything must come again. */
  readonly incomplete: boolean;
  /** What broke is a photograph: they must come without loss. */
  readonly photoBroke: boolean;
}

type Decoded = Uint32Array | DecodedFrame | undefined;

export class PictureCanvas {
  readonly #painting: Painting;
  readonly #video: Video;
  readonly #decodePhoto: DecodePhoto;
  #memory: ScreenMemory | undefined;
  #kept = new KeptAreas();
  #lastSeq = -1;
  #complete = false;
  #videoBroken = false;
  #photoBroken = false;
  /** Counts connections: what an older one still decodes is not drawn. */
  #connection = 0;

  constructor(canvas: OffscreenCanvas, open: OpenPainting, video: Video, photo: DecodePhoto) {
    const painting = open(canvas);
    if (!painting) throw new Error("this browser gives no canvas in a worker");
    this.#painting = painting;
    this.#video = video;
    this.#decodePhoto = photo;
  }

  /** A new connection begins: its first picture must be of everything; the last one stays visible until then. */
  startConnection(): void {
    this.#connection++;
    // What the older connection still writes goes into a memory that nobody paints from any more.
    this.#memory = undefined;
    this.#lastSeq = -1;
    this.#complete = false;
    this.#video.reset();
  }

  /** Draws the picture in `bytes`; the next one waits for it. Rejects with `MalformedPicture`: then this connection is over. */
  async draw(bytes: Uint8Array): Promise<Drawn> {
    const picture = readPicture(bytes, this.#complete ? this.#memory : undefined);
    if (picture.seq <= this.#lastSeq) throw new MalformedPicture(`picture ${picture.seq} after ${this.#lastSeq}`);
    const connection = this.#connection;
    if (picture.everything) this.#startAnew();
    const [videoBefore, photoBefore] = [this.#videoBroken, this.#photoBroken];
    const decoded = await this.#decode(picture.areas, connection);
    if (connection !== this.#connection) return overtaken(picture.seq, decoded);
    const resized = this.#resize(picture.size);
    const memory = this.#memory as ScreenMemory;
    await this.#put(memory, picture.areas, decoded, connection);
    if (connection !== this.#connection) return overtaken(picture.seq, []);
    this.#painting.paint(memory, picture.areas);
    this.#lastSeq = picture.seq;
    this.#complete = true;
    return {
      seq: picture.seq,
      resized: resized ? picture.size : undefined,
      incomplete: (this.#videoBroken && !videoBefore) || (this.#photoBroken && !photoBefore),
      photoBroke: this.#photoBroken && !photoBefore,
    };
  }

  /** What is shown now, pixel for pixel, as PNG; `undefined` before the first picture. */
  async screenshot(): Promise<Blob | undefined> {
    const memory = this.#memory;
    if (!memory) return undefined;
    const copy = new OffscreenCanvas(memory.width, memory.height);
    copy.getContext("2d", { alpha: false })?.putImageData(memory.image, 0, 0);
    return copy.convertToBlob({ type: "image/png" });
  }

  /** The pixels of the screen as they are, to be read at once; `undefined` before the first picture. */
  get image(): ImageData | undefined {
    return this.#memory?.image;
  }

  #startAnew(): void {
    this.#kept = new KeptAreas();
    this.#video.reset();
    this.#videoBroken = this.#photoBroken = false;
  }

  #resize(size: Size): boolean {
    if (this.#memory?.width === size.width && this.#memory.height === size.height) return false;
    this.#memory = new ScreenMemory(size);
    this.#painting.resize(this.#memory);
    return true;
  }

  /**
   * Everything is decoded before anything is drawn, so that a malformed picture leaves no half of itself behind. Once a newer connection
   * has begun nothing more is: what is kept is counted for that one.
   */
  async #decode(areas: readonly Area[], connection: number): Promise<Decoded[]> {
    const decoded: Decoded[] = [];
    for (const area of areas) {
      if (connection !== this.#connection) break;
      if (area.codec === CODEC_VIDEO) decoded.push(await this.#decodeVideo(area, connection));
      else if (area.codec === CODEC_PHOTO) decoded.push(await this.#unlessBroken(this.#decodePhoto(area), connection));
      else decoded.push(this.#decodeStill(area));
    }
    return decoded;
  }

  #decodeStill(area: Exclude<Area, { codec: typeof CODEC_VIDEO | typeof CODEC_PHOTO }>): Uint32Array | undefined {
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

  /** A broken video stands still until everything comes again; what is around it goes on. */
  async #decodeVideo(
    area: Extract<Area, { codec: typeof CODEC_VIDEO }>,
    connection: number,
  ): Promise<DecodedFrame | undefined> {
    return this.#videoBroken ? undefined : this.#unlessBroken(this.#video.decode(area), connection);
  }

  async #unlessBroken<T>(step: Promise<T>, connection: number): Promise<T | undefined> {
    try {
      return await step;
    } catch (cause) {
      if (connection !== this.#connection) return undefined;
      if (cause instanceof VideoBroken) this.#videoBroken = true;
      else if (cause instanceof PhotoBroken) this.#photoBroken = true;
      else throw cause;
      return undefined;
    }
  }

  async #put(
    memory: ScreenMemory,
    areas: readonly Area[],
    decoded: readonly Decoded[],
    connection: number,
  ): Promise<void> {
    for (const [index, area] of areas.entries()) {
      const pixels = decoded[index];
      if (area.codec === CODEC_COPY) memory.copy(area, area.sourceX, area.sourceY);
      else if (pixels instanceof Uint32Array) memory.put(area, pixels);
      else if (pixels) {
        await this.#unlessBroken(
          memory.write((bytes, rowBytes) => pixels.copyTo(bytes, area, rowBytes)),
          connection,
        );
        pixels.close();
      }
    }
  }
}

/** A new connection began meanwhile: nothing of the picture counts. */
function overtaken(seq: number, decoded: readonly Decoded[]): Drawn {
  for (const one of decoded) if (one && "close" in one) one.close();
  return { seq, resized: undefined, incomplete: false, photoBroke: false };
}

/** The remote screen as one canvas. Draws pictures in order and refuses one that cannot be right: sizes and sequence are checked here. */
import { bgrxToRgba } from "./colour.ts";
import { MalformedPicture } from "./malformed.ts";
import { type Area, CODEC_COPY, type Picture } from "./picture.ts";
import { decodeZstd } from "./zstd.ts";

export class PictureCanvas {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  #lastSeq = -1;
  #complete = false;

  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas;
    const context = canvas.getContext("2d", { alpha: false, desynchronized: true });
    if (!context) throw new Error("this browser gives no 2d canvas in a worker");
    this.#context = context;
  }

  /** A new connection begins: its first picture must be of everything; the last one stays visible until then. */
  startConnection(): void {
    this.#lastSeq = -1;
    this.#complete = false;
  }

  /** Draws `picture`; true when the screen's size changed. Throws `MalformedPicture` and then must not be used further in this connection. */
  draw(picture: Picture): boolean {
    if (picture.seq <= this.#lastSeq) throw new MalformedPicture(`picture ${picture.seq} after ${this.#lastSeq}`);
    const resized = picture.width !== this.#canvas.width || picture.height !== this.#canvas.height;
    if (!picture.everything && (resized || !this.#complete)) throw new MalformedPicture("a part before everything");
    const decoded = picture.areas.map(decodeArea);
    if (resized) {
      this.#canvas.width = picture.width;
      this.#canvas.height = picture.height;
    }
    picture.areas.forEach((area, index) => {
      this.#drawArea(area, decoded[index]);
    });
    this.#lastSeq = picture.seq;
    this.#complete = true;
    return resized;
  }

  #drawArea(area: Area, pixels: ImageData | undefined): void {
    if (area.codec === CODEC_COPY) {
      const { x, y, width, height, sourceX, sourceY } = area;
      this.#context.drawImage(this.#canvas, sourceX, sourceY, width, height, x, y, width, height);
    } else if (pixels) {
      this.#context.putImageData(pixels, area.x, area.y);
    }
  }
}

/** Everything is decoded before anything is drawn, so that a malformed picture leaves no half of itself behind. */
function decodeArea(area: Area): ImageData | undefined {
  if (area.codec === CODEC_COPY) return undefined;
  const rows = decodeZstd(area.payload, area.width * area.height * 4);
  return new ImageData(bgrxToRgba(rows), area.width, area.height);
}

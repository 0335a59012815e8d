/**
 * Pieces of photographs: JPEG in, pixels out. Each is looked at before the browser's decoder does, which believes its input and takes
 * the memory that it asks for; ours comes from another computer.
 */
import { type PhotoArea, pixels } from "./picture.ts";

/** This browser does not show a photograph; it must come again without loss. */
export class PhotoBroken extends Error {
  override readonly name = "PhotoBroken";
}

export type DecodePhoto = (area: PhotoArea) => Promise<Uint32Array>;

const MARKER = 0xff;
const START = 0xd8;
const END = 0xd9;
const BASELINE = 0xc0;
const HUFFMAN = 0xc4;
const SCAN = 0xda;
const QUANTISATION = 0xdb;
const RESTARTS = 0xdd;
const APPLICATION = 0xe0;
const COMMENT = 0xfe;
const HARMLESS: ReadonlySet<number> = new Set([HUFFMAN, QUANTISATION, RESTARTS, APPLICATION, COMMENT]);
const MOST_SEGMENTS = 32;
/** No encoder takes more than the pixels themselves, and its tables. */
const LARGEST_HEAD = 4_096;

/** Whether this browser gives what decoding needs. */
export function showsPhotos(): boolean {
  return typeof createImageBitmap === "function" && typeof OffscreenCanvas === "function";
}

/** Decodes by the browser. Rejects with `PhotoBroken`. */
export async function decodePhoto(area: PhotoArea): Promise<Uint32Array> {
  const wrong = wrongWithPhoto(area);
  if (wrong) throw new PhotoBroken(wrong);
  const { width, height } = area;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([new Uint8Array(area.jpeg)], { type: "image/jpeg" }));
  } catch (cause) {
    throw new PhotoBroken("not decodable", { cause });
  }
  try {
    if (bitmap.width !== width || bitmap.height !== height) throw new PhotoBroken("of another size");
    const context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false, willReadFrequently: true });
    if (!context) throw new PhotoBroken("no canvas to draw it on");
    context.drawImage(bitmap, 0, 0);
    return new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  } finally {
    bitmap.close();
  }
}

/** Why this photograph must not reach a decoder; `undefined` when it may: one baseline picture of the area's size (ITU-T T.81, B.2). */
export function wrongWithPhoto(area: PhotoArea): string | undefined {
  const { jpeg } = area;
  if (jpeg.length > pixels(area) * 3 + LARGEST_HEAD) return "more bytes than pixels";
  if (jpeg[0] !== MARKER || jpeg[1] !== START) return "no JPEG";
  if (jpeg[jpeg.length - 2] !== MARKER || jpeg[jpeg.length - 1] !== END) return "no end";
  let frames = 0;
  let at = 2;
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const kind = jpeg[at] === MARKER ? jpeg[at + 1] : undefined;
    const length = u16(jpeg, at + 2);
    if (kind === undefined || length < 2 || at + 2 + length > jpeg.length) return "a segment that cannot be";
    if (kind === SCAN) return frames === 1 && !startsAnother(jpeg, at + 2 + length) ? undefined : `${frames} frames`;
    if (kind === BASELINE) {
      frames++;
      const wrong = wrongFrame(jpeg, at + 4, area);
      if (wrong) return wrong;
    } else if (!HARMLESS.has(kind)) return `a segment of kind ${kind}`;
    at += 2 + length;
  }
  return "too many segments";
}

function wrongFrame(jpeg: Uint8Array, at: number, { width, height }: PhotoArea): string | undefined {
  if (jpeg[at] !== 8) return `${jpeg[at]} bits`;
  const [high, wide] = [u16(jpeg, at + 1), u16(jpeg, at + 3)];
  return wide === width && high === height && jpeg[at + 5] === 3 ? undefined : `a photograph of ${wide} × ${high}`;
}

/** Whether something other than pixels, restarts and the end follows the first scan's head. */
function startsAnother(jpeg: Uint8Array, from: number): boolean {
  for (let at = jpeg.indexOf(MARKER, from); at >= 0 && at < jpeg.length - 2; at = jpeg.indexOf(MARKER, at + 1)) {
    const kind = jpeg[at + 1] as number;
    const restarts = kind >= 0xd0 && kind <= 0xd7;
    if (kind !== 0 && kind !== MARKER && !restarts) return true;
  }
  return false;
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

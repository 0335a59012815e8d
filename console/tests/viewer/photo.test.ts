import { describe, expect, it } from "vitest";
import { decodePhoto, PhotoBroken, wrongWithPhoto } from "../../src/viewer/photo.ts";
import { CODEC_PHOTO, type PhotoArea } from "../../src/viewer/picture.ts";
import { unhex, vectors } from "../protocol/vectors.ts";

interface Golden {
  name: string;
  width: number;
  height: number;
  jpeg: string;
}
const { photos } = vectors<{ photos: Golden[] }>("frames");
const GOOD = photos[0] as Golden;

function area(changed: Partial<PhotoArea> = {}, { width, height, jpeg } = GOOD): PhotoArea {
  return { x: 0, y: 0, width, height, codec: CODEC_PHOTO, jpeg: unhex(jpeg), ...changed };
}

/** The photograph with other bytes from the place where these stand. */
function changed(find: number[], to: number[]): PhotoArea {
  const jpeg = unhex(GOOD.jpeg);
  const at = jpeg.findIndex((_byte, index) => find.every((value, step) => jpeg[index + step] === value));
  expect(at).toBeGreaterThanOrEqual(0);
  jpeg.set(to, at);
  return area({ jpeg });
}

function inserted(...segment: number[]): PhotoArea {
  const jpeg = unhex(GOOD.jpeg);
  return area({ jpeg: Uint8Array.from([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]) });
}

describe("a photograph, before the decoder", () => {
  it.each(photos)("$name passes as our encoders write it", (photo) => {
    expect(wrongWithPhoto(area({}, photo))).toBeUndefined();
  });

  it.each<[string, PhotoArea]>([
    ["of another size", area({ width: 255 })],
    ["that claims another size", changed([0xff, 0xc0], [0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff])],
    ["that is progressive", changed([0xff, 0xc0], [0xff, 0xc2])],
    ["with twelve bits", changed([0xff, 0xc0], [0xff, 0xc0, 0, 17, 12])],
    ["with a second head", inserted(...unhex(GOOD.jpeg).subarray(...headOf(unhex(GOOD.jpeg))))],
    ["with what only other programs write", inserted(0xff, 0xe1, 0, 4, 1, 2)],
    ["with a segment beyond its end", inserted(0xff, 0xfe, 0xff, 0xff)],
    ["with a segment shorter than its length", inserted(0xff, 0xfe, 0, 1)],
    ["with no end of segments", inserted(...Array.from({ length: 40 }, () => [0xff, 0xfe, 0, 2]).flat())],
    ["that is none", area({ jpeg: new Uint8Array(300) })],
    ["that ends too early", area({ jpeg: unhex(GOOD.jpeg).subarray(0, -2) })],
    ["with two", area({ jpeg: Uint8Array.from([...unhex(GOOD.jpeg), ...unhex(GOOD.jpeg)]) })],
    ["larger than its pixels", area({ jpeg: new Uint8Array(256 * 64 * 4) })],
  ])("one %s is refused", async (_what, photo) => {
    expect(wrongWithPhoto(photo)).toBeDefined();
    await expect(decodePhoto(photo)).rejects.toThrow(PhotoBroken);
  });
});

/** From where to where the head of the frame stands. */
function headOf(jpeg: Uint8Array): [number, number] {
  const at = jpeg.findIndex((byte, index) => byte === 0xff && jpeg[index + 1] === 0xc0);
  return [at, at + 2 + 17];
}

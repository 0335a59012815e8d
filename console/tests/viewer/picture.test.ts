import { describe, expect, it } from "vitest";
import { MalformedPicture } from "../../src/viewer/malformed.ts";
import {
  CODEC_COPY,
  CODEC_GREY,
  CODEC_KEPT,
  CODEC_PHOTO,
  CODEC_PLANES,
  CODEC_VIDEO,
  KEPT_AREAS,
  MAX_AREAS,
  MAX_SIDE,
  readPicture,
} from "../../src/viewer/picture.ts";
import { type AreaBytes, picture } from "./picture_bytes.ts";

const KNOWN = { width: 64, height: 32 };
const planesArea: AreaBytes = { place: [1, 2, 10, 5], codec: CODEC_PLANES, payload: [9, 8, 7] };
const copyArea: AreaBytes = { place: [0, 0, 8, 8], codec: CODEC_COPY, payload: [3, 0, 4, 0] };
const keptArea: AreaBytes = { place: [0, 0, 8, 8], codec: CODEC_KEPT, payload: [1, 1] };
const whole: AreaBytes = { place: [0, 0, 64, 32], codec: CODEC_GREY, payload: [1] };

describe("reading a picture", () => {
  it("finds every area with its own payload, in order", () => {
    const read = readPicture(picture([copyArea, planesArea, keptArea]), KNOWN);
    expect(read).toMatchObject({ seq: 300, size: KNOWN, everything: false });
    expect(read.areas[0]).toEqual({ x: 0, y: 0, width: 8, height: 8, codec: CODEC_COPY, sourceX: 3, sourceY: 4 });
    expect(read.areas[1]).toMatchObject({ x: 1, y: 2, width: 10, height: 5, codec: CODEC_PLANES });
    expect([...(read.areas[1] as { payload: Uint8Array }).payload]).toEqual([9, 8, 7]);
    expect(read.areas[2]).toMatchObject({ codec: CODEC_KEPT, index: 257 });
  });

  it("reads from the middle of a larger buffer", () => {
    const bytes = picture([planesArea]);
    const larger = new Uint8Array(bytes.length + 10);
    larger.set(bytes, 5);
    expect(readPicture(larger.subarray(5, 5 + bytes.length), KNOWN).areas).toHaveLength(1);
  });

  it("takes a picture without areas: only the sequence goes on", () => {
    expect(readPicture(picture([]), KNOWN).areas).toEqual([]);
  });

  it("takes the size from a picture of everything, whatever was known", () => {
    const read = readPicture(picture([whole], { size: [64, 32] }), { width: 5, height: 5 });
    expect(read).toMatchObject({ everything: true, size: KNOWN });
  });

  it("takes everything that begins a video", () => {
    const key: AreaBytes = { place: [0, 0, 64, 32], codec: CODEC_VIDEO, payload: [1, 5] };
    expect(readPicture(picture([key], { size: [64, 32] }), undefined).areas).toMatchObject([{ key: true }]);
  });

  it("refuses a part before everything", () => {
    expect(() => readPicture(picture([planesArea]), undefined)).toThrow(MalformedPicture);
  });

  it.each<[string, Uint8Array]>([
    ["nothing at all", new Uint8Array()],
    ["a number without an end", new Uint8Array(9).fill(255)],
    ["a cut size", picture([], { size: [64, 32] }).subarray(0, -1)],
    ["a cut area", picture([planesArea]).subarray(0, 6)],
    ["a cut payload", picture([planesArea]).subarray(0, -1)],
    ["bytes after the last payload", new Uint8Array([...picture([planesArea]), 0])],
    ["a length that lies", picture([{ ...planesArea, length: 0xffffff }])],
    ["a length beyond all bounds", picture([{ ...planesArea, length: 0xffffffff }])],
    ["too many areas", picture(Array.from({ length: MAX_AREAS + 1 }, () => ({ ...keptArea, place: [0, 0, 1, 1] })))],
    ["no width", picture([], { size: [0, 32] })],
    ["no height", picture([], { size: [64, 0] })],
    ["a screen wider than any canvas", picture([], { size: [MAX_SIDE + 1, 1] })],
    ["a screen of too many pixels", picture([], { size: [MAX_SIDE, MAX_SIDE] })],
    ["flags nobody knows", picture([], { flags: 2 })],
    ["a codec nobody knows", picture([{ ...planesArea, codec: 9 }])],
    ["an empty area", picture([{ ...planesArea, place: [0, 0, 0, 5] }])],
    ["an area outside the screen", picture([{ ...planesArea, place: [60, 0, 5, 5] }])],
    ["a copy from outside the screen", picture([{ ...copyArea, payload: [60, 0, 0, 0] }])],
    ["a copy without a source", picture([{ ...copyArea, payload: [1, 0] }])],
    ["a copy with more than a source", picture([{ ...copyArea, payload: [1, 0, 1, 0, 1] }])],
    ["a kept area beyond the memory", picture([{ ...keptArea, payload: [KEPT_AREAS & 255, KEPT_AREAS >> 8] }])],
    ["a photograph without bytes", picture([{ place: [0, 0, 8, 8], codec: CODEC_PHOTO, payload: [] }])],
    ["a video without a frame", picture([{ place: [0, 0, 8, 8], codec: CODEC_VIDEO, payload: [1] }])],
    ["a video with a flag nobody knows", picture([{ place: [0, 0, 8, 8], codec: CODEC_VIDEO, payload: [2, 0] }])],
    ["a video of an odd size", picture([{ place: [0, 0, 7, 8], codec: CODEC_VIDEO, payload: [1, 0] }])],
    ["everything that is not everything", picture([planesArea], { size: [64, 32] })],
    [
      "everything that goes on with a video",
      picture([{ place: [0, 0, 64, 32], codec: CODEC_VIDEO, payload: [0, 5] }], { size: [64, 32] }),
    ],
    ["everything that is copied", picture([{ ...copyArea, place: [0, 0, 64, 32] }], { size: [64, 32] })],
    ["a few bytes that would fill the memory", picture([whole, whole, whole])],
  ])("refuses %s", (_what, bytes) => {
    expect(() => readPicture(bytes, KNOWN)).toThrow(MalformedPicture);
  });
});

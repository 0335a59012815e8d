import { describe, expect, it } from "vitest";
import { MalformedPicture } from "../../src/viewer/malformed.ts";
import { CODEC_COPY, CODEC_ZSTD, MAX_AREAS, MAX_SIDE, readPicture } from "../../src/viewer/picture.ts";

interface AreaBytes {
  place: [x: number, y: number, width: number, height: number];
  codec: number;
  payload: number[];
  /** Stated length, when it lies. */
  length?: number;
}

function picture(areas: AreaBytes[], { width = 64, height = 32, flags = 0, count = areas.length } = {}): Uint8Array {
  const payload = areas.flatMap((area) => area.payload);
  const bytes = new Uint8Array(19 + areas.length * 13 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 7, true);
  view.setBigUint64(4, 1_234_567n, true);
  view.setUint16(12, width, true);
  view.setUint16(14, height, true);
  view.setUint8(16, flags);
  view.setUint16(17, count, true);
  areas.forEach((area, index) => {
    const at = 19 + index * 13;
    area.place.forEach((value, part) => {
      view.setUint16(at + part * 2, value, true);
    });
    view.setUint8(at + 8, area.codec);
    view.setUint32(at + 9, area.length ?? area.payload.length, true);
  });
  bytes.set(payload, 19 + areas.length * 13);
  return bytes;
}

const zstdArea: AreaBytes = { place: [1, 2, 10, 5], codec: CODEC_ZSTD, payload: [9, 8, 7] };
const copyArea: AreaBytes = { place: [0, 0, 8, 8], codec: CODEC_COPY, payload: [3, 0, 4, 0] };

describe("reading a picture", () => {
  it("finds every area with its own payload, in order", () => {
    const read = readPicture(picture([copyArea, zstdArea]));
    expect(read).toMatchObject({ seq: 7, capturedAtUs: 1_234_567n, width: 64, height: 32, everything: false });
    expect(read.areas[0]).toEqual({ x: 0, y: 0, width: 8, height: 8, codec: CODEC_COPY, sourceX: 3, sourceY: 4 });
    expect(read.areas[1]).toMatchObject({ x: 1, y: 2, width: 10, height: 5, codec: CODEC_ZSTD });
    expect([...(read.areas[1] as { payload: Uint8Array }).payload]).toEqual([9, 8, 7]);
  });

  it("reads from the middle of a larger buffer", () => {
    const bytes = picture([zstdArea]);
    const larger = new Uint8Array(bytes.length + 10);
    larger.set(bytes, 5);
    expect(readPicture(larger.subarray(5, 5 + bytes.length)).areas).toHaveLength(1);
  });

  it("takes a picture without areas: only the sequence goes on", () => {
    expect(readPicture(picture([])).areas).toEqual([]);
  });

  it("knows everything from a part", () => {
    const all: AreaBytes = { place: [0, 0, 64, 32], codec: CODEC_ZSTD, payload: [1] };
    expect(readPicture(picture([all], { flags: 1 })).everything).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    ["nothing at all", new Uint8Array()],
    ["a cut header", picture([]).subarray(0, 18)],
    ["a cut list of areas", picture([zstdArea]).subarray(0, 25)],
    ["a cut payload", picture([zstdArea]).subarray(0, -1)],
    ["bytes after the last payload", new Uint8Array([...picture([zstdArea]), 0])],
    ["a length that lies", picture([{ ...zstdArea, length: 0xffffffff }])],
    ["more areas than listed", picture([zstdArea], { count: 2 })],
    ["too many areas", picture([], { count: MAX_AREAS + 1 })],
    ["no width", picture([], { width: 0 })],
    ["no height", picture([], { height: 0 })],
    ["a screen wider than any canvas", picture([], { width: MAX_SIDE + 1 })],
    ["a screen of too many pixels", picture([], { width: MAX_SIDE, height: MAX_SIDE })],
    ["flags nobody knows", picture([], { flags: 2 })],
    ["a codec nobody knows", picture([{ ...zstdArea, codec: 9 }])],
    ["an empty area", picture([{ ...zstdArea, place: [0, 0, 0, 5] }])],
    ["an area outside the screen", picture([{ ...zstdArea, place: [60, 0, 5, 5] }])],
    ["a copy from outside the screen", picture([{ ...copyArea, payload: [60, 0, 0, 0] }])],
    ["a copy without a source", picture([{ ...copyArea, payload: [1, 0] }])],
    ["everything that is not everything", picture([zstdArea], { flags: 1 })],
    [
      "a few bytes that would fill the memory",
      picture(Array.from({ length: 3 }, (): AreaBytes => ({ place: [0, 0, 64, 32], codec: CODEC_ZSTD, payload: [1] }))),
    ],
  ])("refuses %s", (_what, bytes) => {
    expect(() => readPicture(bytes)).toThrow(MalformedPicture);
  });
});

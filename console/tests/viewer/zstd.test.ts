import { compress } from "@bokuweb/zstd-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { MalformedPicture } from "../../src/viewer/malformed.ts";
import { decodeZstd, loadZstd, statedContentBytes } from "../../src/viewer/zstd.ts";

beforeAll(loadZstd);

/** A frame as pictures carry it: without its magic number. */
const frameOf = (content: Uint8Array) => compress(content, 1).subarray(4);

describe("zstd", () => {
  it.each([4, 252, 256, 65_536, 70_000, 1_000_000])("gives back %i bytes exactly", (size) => {
    const content = Uint8Array.from({ length: size }, (_value, index) => (index * 31 + (index >> 8)) & 0xff);
    const frame = frameOf(content);
    expect(statedContentBytes(frame)).toBe(size);
    expect(Buffer.from(decodeZstd(frame, size)).equals(Buffer.from(content))).toBe(true);
  });

  it("refuses a frame that states another size, before decoding it", () => {
    expect(() => decodeZstd(frameOf(new Uint8Array(4096)), 4)).toThrow(MalformedPicture);
  });

  it("refuses a frame whose size lies", () => {
    const frame = frameOf(new Uint8Array(300));
    const at = frame.findIndex((_value, index) => (frame[index] ?? 0) + (frame[index + 1] ?? 0) * 256 === 300 - 256);
    frame[at] = 400 - 256;
    expect(() => decodeZstd(frame, 400)).toThrow(MalformedPicture);
  });

  it("refuses what is no zstd, what is cut, and two frames in a row", () => {
    const frame = frameOf(new Uint8Array(64).fill(7));
    expect(() => decodeZstd(new Uint8Array(64), 64)).toThrow(MalformedPicture);
    expect(() => decodeZstd(frame.subarray(0, -2), 64)).toThrow(MalformedPicture);
    const second = compress(new Uint8Array(64).fill(7), 1);
    expect(() => decodeZstd(new Uint8Array([...frame, ...second]), 64)).toThrow(MalformedPicture);
    expect(() => decodeZstd(new Uint8Array(), 0)).toThrow(MalformedPicture);
  });

  it("states no size for a frame that has none", () => {
    expect(statedContentBytes(new Uint8Array([0x00, 0x58, 1, 0, 0]))).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { nameFault, samePlace } from "../../src/protocol/file-names.ts";
import { CHUNK, chunkHash, FRAME_CAP, readPieces, wholeHash, writePieces } from "../../src/protocol/file-pieces.ts";
import { hex, unhex, vectors } from "./vectors.ts";

interface NameCase {
  name?: string;
  units?: number[];
  fault: string | null;
}

interface Pieces {
  frame: string;
  pieces: { file: number; offset: number; data: string; whole: string | null }[];
  hashes: { size: number; hash: string }[];
}

describe("names of files", () => {
  it("are judged as on the PC", () => {
    const cases = vectors<NameCase[]>("file_names");
    const judged = cases.map((one) => nameFault(one.name ?? String.fromCharCode(...(one.units ?? []))) ?? null);
    expect(judged).toEqual(cases.map((one) => one.fault));
  });

  it("that only look different are one place", () => {
    expect(samePlace("É.TXT")).toBe(samePlace("e\u0301.txt"));
    expect(samePlace("a")).not.toBe(samePlace("b"));
  });
});

describe("pieces of files", () => {
  const { frame, pieces, hashes } = vectors<Pieces>("file_pieces");

  it("are written and read as on the PC", () => {
    const read = readPieces(unhex(frame));
    const shown = read.map((one) => ({
      ...one,
      data: hex(one.data),
      whole: one.whole ? hex(one.whole) : null,
    }));
    expect(shown).toEqual(pieces);
    expect(hex(writePieces(read))).toBe(frame);
  });

  it("end a frame that is cut, too long, or holds nothing", () => {
    const whole = unhex(frame);
    for (const length of [1, 16, 20, whole.length - 1]) expect(() => readPieces(whole.subarray(0, length))).toThrow();
    expect(() => readPieces(new Uint8Array(17))).toThrow("a piece that is none");
    expect(() => readPieces(new Uint8Array(FRAME_CAP + 1))).toThrow("too large");
  });

  it.each(hashes)("have the hash of the PC as $size bytes", async ({ size, hash }) => {
    const data = Uint8Array.from({ length: size }, (_, i) => sampleByte(i % (251 * 256)));
    const chunks = [];
    for (let at = 0; at < size; at += CHUNK) chunks.push(await chunkHash(data.subarray(at, at + CHUNK)));
    expect(hex(await wholeHash(size, chunks))).toBe(hash);
  });

  it("beyond 4 GiB keep their place and their size", async () => {
    const offset = 5 * 2 ** 30 + 7;
    const [piece] = readPieces(writePieces([{ file: 1, offset, data: new Uint8Array([1]), whole: undefined }]));
    expect(piece?.offset).toBe(offset);
    // SHA-256 of the name, the size in eight bytes and the hash of no chunks.
    expect(hex(await wholeHash(5 * 2 ** 30, []))).toBe(
      "123f12b7cb4064f1c93fe10183a04affc0e23478c10768bac7a38af07c90b3af",
    );
  });
});

function sampleByte(i: number): number {
  return (7 * i + Math.floor(i / 251)) % 256;
}

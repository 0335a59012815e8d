import { describe, expect, it } from "vitest";
import { type FilePiece, WebmFile } from "../../src/viewer/webm.ts";

const MASTERS = new Set([
  0x18538067, 0x114d9b74, 0x4dbb, 0x1549a966, 0x1654ae6b, 0xae, 0xe0, 0x1f43b675, 0x1c53bb6b, 0xbb, 0xb7,
]);

interface Read {
  readonly id: number;
  readonly at: number;
  readonly body: Uint8Array;
}

/** Every element in its order, those within others too. */
function elements(bytes: Uint8Array, from = 0): Read[] {
  const found: Read[] = [];
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const idWidth = Math.clz32(bytes[at] ?? 0) - 23;
    const id = numberOf(bytes.subarray(at, at + idWidth));
    at += idWidth;
    const sizeWidth = Math.clz32(bytes[at] ?? 0) - 23;
    const first = (bytes[at] ?? 0) & (0xff >> sizeWidth);
    const size = numberOf(new Uint8Array([first, ...bytes.subarray(at + 1, at + sizeWidth)]));
    if (idWidth > 4 || sizeWidth > 8 || at + size > bytes.length) throw new Error(`no element at ${from + start}`);
    at += sizeWidth;
    const body = bytes.subarray(at, at + size);
    found.push({ id, at: from + start, body });
    if (MASTERS.has(id)) found.push(...elements(body, from + at));
    at += size;
  }
  return found;
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function written(pieces: readonly FilePiece[]): Uint8Array {
  const file = new Uint8Array(Math.max(...pieces.map(({ at, bytes }) => at + bytes.length)));
  for (const { at, bytes } of pieces) file.set(bytes, at);
  return file;
}

function film(): { pieces: FilePiece[]; file: WebmFile } {
  const pieces: FilePiece[] = [];
  const file = new WebmFile({ width: 1920, height: 1080 }, "V_VP8", (piece) => pieces.push(piece));
  for (const atMs of [0, 66, 1500, 2100, 9000, 10_000, 10_066]) {
    file.add({ atMs, key: atMs % 10_000 === 0, bytes: new Uint8Array(atMs === 0 ? 70_000 : 100).fill(7) });
  }
  return { pieces, file };
}

describe("a WebM file", () => {
  it("says how long it is, and where its key frames are", () => {
    const { pieces, file } = film();
    file.finish(12_345);
    const bytes = written(pieces);
    const all = elements(bytes);
    const bodies = (id: number) => all.filter((one) => one.id === id).map(({ body }) => body);
    const duration = bodies(0x4489)[0] ?? new Uint8Array(8);
    expect(new DataView(duration.buffer, duration.byteOffset).getFloat64(0)).toBe(12_345);
    expect(bodies(0xb3).map(numberOf)).toEqual([0, 10_000]);
    const segmentBody = all.find(({ id }) => id === 0x18538067)?.body ?? new Uint8Array();
    const segmentAt = segmentBody.byteOffset;
    const clusters = all.filter(({ id }) => id === 0x1f43b675);
    expect(bodies(0xe7).map(numberOf)).toEqual([0, 2100, 9000, 10_000]);
    expect(bodies(0xf1).map((body) => numberOf(body) + segmentAt)).toEqual([clusters[0]?.at, clusters[3]?.at]);
    expect(segmentAt + segmentBody.length).toBe(bytes.length);
    const cuesAt = all.find(({ id }) => id === 0x1c53bb6b)?.at;
    expect(numberOf(bodies(0x53ac)[0] ?? new Uint8Array()) + segmentAt).toBe(cuesAt);
    const blocks = bodies(0xa3).map((body) => [(body[1] ?? 0) * 256 + (body[2] ?? 0), body[3], body.length]);
    expect(blocks.slice(0, 4)).toEqual([
      [0, 0x80, 70_004],
      [66, 0, 104],
      [1500, 0, 104],
      [0, 0, 104],
    ]);
  });

  it("keeps no more than two seconds from the disk", () => {
    const { pieces } = film();
    const clusters = pieces.filter(({ bytes }) => numberOf(bytes.subarray(0, 4)) === 0x1f43b675);
    expect(clusters).toHaveLength(3);
  });
});

import { describe, expect, it } from "vitest";
import { type Area, CODEC_COPY, CODEC_KEPT, CODEC_PHOTO, CODEC_VIDEO, readPicture } from "../../src/viewer/picture.ts";
import { hex, unhex, vectors } from "./vectors.ts";

interface Golden {
  seq: number;
  size: [width: number, height: number] | null;
  areas: [x: number, y: number, width: number, height: number, codec: number, payload: string][];
  bytes: string;
}

function payload(area: Area): Uint8Array {
  if (area.codec === CODEC_COPY) return new Uint8Array(new Uint16Array([area.sourceX, area.sourceY]).buffer);
  if (area.codec === CODEC_KEPT) return new Uint8Array(new Uint16Array([area.index]).buffer);
  if (area.codec === CODEC_VIDEO) return new Uint8Array([Number(area.key), ...area.frame]);
  if (area.codec === CODEC_PHOTO) return area.jpeg;
  return area.payload;
}

describe("pictures", () => {
  it.each(vectors<Golden[]>("pictures"))("$seq are read as Python wrote them", (golden) => {
    const picture = readPicture(unhex(golden.bytes), { width: 640, height: 480 });
    expect(picture).toMatchObject({ seq: golden.seq, everything: golden.size !== null });
    expect(picture.size).toEqual({ width: 640, height: 480 });
    const areas = picture.areas.map((area) => {
      return [area.x, area.y, area.width, area.height, area.codec, hex(payload(area))];
    });
    expect(areas).toEqual(golden.areas);
  });
});

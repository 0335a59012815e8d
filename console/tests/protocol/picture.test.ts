import { describe, expect, it } from "vitest";
import { readPicture } from "../../src/viewer/picture.ts";
import { hex, unhex, vectors } from "./vectors.ts";

interface Golden {
  seq: number;
  captured_at_us: number;
  width: number;
  height: number;
  everything: boolean;
  areas: [x: number, y: number, width: number, height: number, codec: number, payload: string][];
  bytes: string;
}

describe("pictures", () => {
  it.each(vectors<Golden[]>("pictures"))("$seq are read as Python wrote them", (golden) => {
    const picture = readPicture(unhex(golden.bytes));
    const { seq, width, height, everything } = golden;
    expect(picture).toMatchObject({ seq, width, height, everything, capturedAtUs: BigInt(golden.captured_at_us) });
    const areas = picture.areas.map((area) => {
      const source = area.codec === 1 ? undefined : new Uint16Array([area.sourceX, area.sourceY]);
      const payload = area.codec === 1 ? area.payload : new Uint8Array(source?.buffer ?? new ArrayBuffer());
      return [area.x, area.y, area.width, area.height, area.codec, hex(payload)];
    });
    expect(areas).toEqual(golden.areas);
  });
});

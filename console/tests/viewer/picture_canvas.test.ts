import { compress } from "@bokuweb/zstd-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { MalformedPicture } from "../../src/viewer/malformed.ts";
import { fastestWay, type OpenPainting } from "../../src/viewer/painting.ts";
import { CODEC_COPY, CODEC_GREY, CODEC_KEPT, CODEC_PLANES, KEPT_AREAS } from "../../src/viewer/picture.ts";
import { PictureCanvas } from "../../src/viewer/picture_canvas.ts";
import type { ScreenMemory } from "../../src/viewer/screen_memory.ts";
import { loadZstd } from "../../src/viewer/zstd.ts";
import { type AreaBytes, picture } from "./picture_bytes.ts";

beforeAll(loadZstd);
globalThis.ImageData ??= class {
  readonly data: Uint8ClampedArray;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
} as unknown as typeof ImageData;

const SIZE: [number, number] = [8, 6];

function zstd(place: AreaBytes["place"], codec: number, planes: number[]): AreaBytes {
  return { place, codec, payload: compress(new Uint8Array(planes), 1).subarray(4) };
}

const grey = (place: AreaBytes["place"], shades: number[]) => zstd(place, CODEC_GREY, shades);
/** A screen whose every pixel has another shade. */
const blank = () =>
  grey(
    [0, 0, 8, 6],
    Array.from({ length: 48 }, (_value, index) => index),
  );

class Shown {
  memory: ScreenMemory | undefined;
  readonly canvas: PictureCanvas;
  #seq = 0;

  constructor() {
    const painting = {
      name: "test",
      resize: (memory: ScreenMemory) => {
        this.memory = memory;
      },
      paint: () => undefined,
      finish: () => undefined,
    };
    this.canvas = new PictureCanvas({} as OffscreenCanvas, () => painting);
  }

  draw(areas: AreaBytes[], size?: [number, number]) {
    return this.canvas.draw(picture(areas, { seq: ++this.#seq, ...(size ? { size } : {}) }));
  }

  /** Red, green, blue and opacity at a place. */
  at(x: number, y: number): number[] {
    const memory = this.memory as ScreenMemory;
    const from = (y * memory.width + x) * 4;
    return [...memory.image.data.subarray(from, from + 4)];
  }
}

function shown(): Shown {
  const shown = new Shown();
  shown.draw([blank()], SIZE);
  return shown;
}

describe("a picture on the canvas", () => {
  it("has the colours of its planes, opaque", () => {
    const screen = shown();
    screen.draw([zstd([2, 1, 2, 1], CODEC_PLANES, [1, 2, 10, 20, 100, 200])]);
    expect(screen.at(2, 1)).toEqual([100, 10, 1, 255]);
    expect(screen.at(3, 1)).toEqual([200, 20, 2, 255]);
    expect(screen.at(4, 1)).toEqual([12, 12, 12, 255]);
  });

  it.each([
    ["up", [0, 0, 8, 4], [0, 2], (x: number, y: number) => (y < 4 ? (y + 2) * 8 + x : y * 8 + x)],
    ["down", [0, 2, 8, 4], [0, 0], (x: number, y: number) => (y >= 2 ? (y - 2) * 8 + x : y * 8 + x)],
    ["right", [3, 0, 5, 6], [0, 0], (x: number, y: number) => (x >= 3 ? y * 8 + x - 3 : y * 8 + x)],
    ["left", [0, 0, 5, 6], [3, 0], (x: number, y: number) => (x < 5 ? y * 8 + x + 3 : y * 8 + x)],
  ] as const)("copies %s over itself as it was before", (_where, place, [sourceX, sourceY], expected) => {
    const screen = shown();
    screen.draw([{ place: [...place], codec: CODEC_COPY, payload: [sourceX, 0, sourceY, 0] }]);
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 8; x++) expect(screen.at(x, y)[0]).toBe(expected(x, y));
    }
  });

  it("draws what was kept again, and forgets it with a picture of everything", () => {
    const screen = shown();
    screen.draw([grey([0, 0, 2, 1], [77, 88])]);
    screen.draw([{ place: [5, 5, 2, 1], codec: CODEC_KEPT, payload: [1, 0] }]);
    expect([screen.at(5, 5)[0], screen.at(6, 5)[0]]).toEqual([77, 88]);
    screen.draw([blank()], SIZE);
    expect(() => screen.draw([{ place: [5, 5, 2, 1], codec: CODEC_KEPT, payload: [1, 0] }])).toThrow(MalformedPicture);
  });

  it("keeps the newest areas only, each at the place of the oldest", () => {
    const screen = shown();
    for (let count = 0; count < KEPT_AREAS; count++) screen.draw([grey([0, 0, 2, 1], [count & 255, 1])]);
    screen.draw([{ place: [4, 4, 2, 1], codec: CODEC_KEPT, payload: [0, 0] }]);
    expect(screen.at(4, 4)[0]).toBe((KEPT_AREAS - 1) & 255);
  });

  it("refuses a kept area of another size, an old picture, and a part of a new connection; nothing of them is drawn", () => {
    const screen = shown();
    const wrong: AreaBytes = { place: [0, 0, 3, 1], codec: CODEC_KEPT, payload: [0, 0] };
    expect(() => screen.draw([grey([0, 0, 1, 1], [200]), wrong])).toThrow(MalformedPicture);
    expect(screen.at(0, 0)[0]).toBe(0);
    expect(() => screen.canvas.draw(picture([], { seq: 1 }))).toThrow(MalformedPicture);
    screen.canvas.startConnection();
    expect(() => screen.canvas.draw(picture([], { seq: 9 }))).toThrow(MalformedPicture);
  });

  it("tells a new size once", () => {
    const screen = shown();
    expect(screen.draw([blank()], SIZE).resized).toBeUndefined();
    const smaller = screen.draw([grey([0, 0, 2, 2], [1, 2, 3, 4])], [2, 2]);
    expect(smaller.resized).toEqual({ width: 2, height: 2 });
  });
});

describe("the way to paint", () => {
  it("is the fastest of those that the browser has", () => {
    globalThis.OffscreenCanvas ??= Object as unknown as typeof OffscreenCanvas;
    let clock = 0;
    const taking = (ms: number): OpenPainting => {
      const spend = () => void (clock += ms);
      return () => ({ name: String(ms), resize: () => undefined, paint: spend, finish: () => undefined });
    };
    const [slow, fast] = [taking(5), taking(2)];
    expect(fastestWay(() => clock, [() => undefined, slow, fast])).toBe(fast);
    expect(() => fastestWay(() => clock, [() => undefined])).toThrow("no canvas");
  });
});

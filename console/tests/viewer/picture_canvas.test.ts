import { compress } from "@bokuweb/zstd-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { MalformedPicture } from "../../src/viewer/malformed.ts";
import { fastestWay, type OpenPainting } from "../../src/viewer/painting.ts";
import {
  CODEC_COPY,
  CODEC_GREY,
  CODEC_KEPT,
  CODEC_PHOTO,
  CODEC_PLANES,
  CODEC_VIDEO,
  KEPT_AREAS,
  type PhotoArea,
  type VideoArea,
} from "../../src/viewer/picture.ts";
import { PhotoBroken } from "../../src/viewer/photo.ts";
import { PictureCanvas } from "../../src/viewer/picture_canvas.ts";
import type { ScreenMemory } from "../../src/viewer/screen_memory.ts";
import { type DecodedFrame, type Video, VideoBroken } from "../../src/viewer/video.ts";
import { loadZstd } from "../../src/viewer/zstd.ts";
import { type AreaBytes, picture } from "./picture_bytes.ts";

beforeAll(loadZstd);
globalThis.ImageData ??= class {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
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

/** Each frame is one byte: the shade of its whole picture; 255 breaks the video. */
class FakeVideo implements Video {
  #playing = false;

  decode({ key, frame, width, height }: VideoArea): Promise<DecodedFrame> {
    this.#playing ||= key;
    const shade = frame[0] ?? 255;
    if (!this.#playing || shade === 255) return Promise.reject(new VideoBroken("as told"));
    const copyTo = (target: Uint8Array, { x, y }: { x: number; y: number }, rowBytes: number) => {
      for (let row = 0; row < height; row++) {
        target.fill(shade, (y + row) * rowBytes + x * 4, (y + row) * rowBytes + (x + width) * 4);
      }
      return Promise.resolve();
    };
    return Promise.resolve({ copyTo, close: () => undefined });
  }

  reset(): void {
    this.#playing = false;
  }
}

const film = (shade: number, key = false): AreaBytes => {
  return { place: [2, 2, 4, 2], codec: CODEC_VIDEO, payload: [key ? 1 : 0, shade] };
};

/** Each photograph is one byte: the shade of all of it; 255 breaks. */
let photosHeld: Promise<void> | undefined;
const decodeShade = async (area: PhotoArea): Promise<Uint32Array> => {
  await photosHeld;
  return shadeOf(area);
};
const shadeOf = ({ jpeg, width, height }: PhotoArea): Promise<Uint32Array> =>
  jpeg[0] === 255
    ? Promise.reject(new PhotoBroken("as told"))
    : Promise.resolve(new Uint32Array(width * height).fill(0xff00_0000 | ((jpeg[0] ?? 0) * 0x01_01_01)));

const photo = (shade: number): AreaBytes => ({ place: [1, 1, 3, 2], codec: CODEC_PHOTO, payload: [shade] });

class Shown {
  memory: ScreenMemory | undefined;
  readonly canvas: PictureCanvas;
  readonly video = new FakeVideo();
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
    this.canvas = new PictureCanvas({} as OffscreenCanvas, () => painting, this.video, decodeShade);
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

async function shown(): Promise<Shown> {
  const shown = new Shown();
  await shown.draw([blank()], SIZE);
  return shown;
}

describe("a picture on the canvas", () => {
  it("has the colours of its planes, opaque", async () => {
    const screen = await shown();
    await screen.draw([zstd([2, 1, 2, 1], CODEC_PLANES, [1, 2, 10, 20, 100, 200])]);
    expect(screen.at(2, 1)).toEqual([100, 10, 1, 255]);
    expect(screen.at(3, 1)).toEqual([200, 20, 2, 255]);
    expect(screen.at(4, 1)).toEqual([12, 12, 12, 255]);
  });

  it.each([
    ["up", [0, 0, 8, 4], [0, 2], (x: number, y: number) => (y < 4 ? (y + 2) * 8 + x : y * 8 + x)],
    ["down", [0, 2, 8, 4], [0, 0], (x: number, y: number) => (y >= 2 ? (y - 2) * 8 + x : y * 8 + x)],
    ["right", [3, 0, 5, 6], [0, 0], (x: number, y: number) => (x >= 3 ? y * 8 + x - 3 : y * 8 + x)],
    ["left", [0, 0, 5, 6], [3, 0], (x: number, y: number) => (x < 5 ? y * 8 + x + 3 : y * 8 + x)],
  ] as const)("copies %s over itself as it was before", async (_where, place, [sourceX, sourceY], expected) => {
    const screen = await shown();
    await screen.draw([{ place: [...place], codec: CODEC_COPY, payload: [sourceX, 0, sourceY, 0] }]);
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 8; x++) expect(screen.at(x, y)[0]).toBe(expected(x, y));
    }
  });

  it("draws a photograph at its place; what stands around one that breaks is drawn, and it is told once", async () => {
    const screen = await shown();
    expect(await screen.draw([photo(50)])).toMatchObject({ incomplete: false, photoBroke: false });
    expect([screen.at(0, 0)[0], screen.at(1, 1)[0], screen.at(3, 2)[0], screen.at(4, 2)[0]]).toEqual([0, 50, 50, 20]);
    const broken = await screen.draw([photo(255), grey([0, 0, 1, 1], [9])]);
    expect(broken).toMatchObject({ incomplete: true, photoBroke: true });
    expect([screen.at(0, 0)[0], screen.at(1, 1)[0]]).toEqual([9, 50]);
    expect(await screen.draw([photo(255)])).toMatchObject({ incomplete: false, photoBroke: false });
  });

  it("draws what was kept again, and forgets it with a picture of everything", async () => {
    const screen = await shown();
    await screen.draw([grey([0, 0, 2, 1], [77, 88])]);
    await screen.draw([{ place: [5, 5, 2, 1], codec: CODEC_KEPT, payload: [1, 0] }]);
    expect([screen.at(5, 5)[0], screen.at(6, 5)[0]]).toEqual([77, 88]);
    await screen.draw([blank()], SIZE);
    await expect(screen.draw([{ place: [5, 5, 2, 1], codec: CODEC_KEPT, payload: [1, 0] }])).rejects.toThrow(
      MalformedPicture,
    );
  });

  it("keeps the newest areas only, each at the place of the oldest", async () => {
    const screen = await shown();
    for (let count = 0; count < KEPT_AREAS; count++) await screen.draw([grey([0, 0, 2, 1], [count & 255, 1])]);
    await screen.draw([{ place: [4, 4, 2, 1], codec: CODEC_KEPT, payload: [0, 0] }]);
    expect(screen.at(4, 4)[0]).toBe((KEPT_AREAS - 1) & 255);
  });

  it("refuses a kept area of another size, an old picture, and a part of a new connection; nothing of them is drawn", async () => {
    const screen = await shown();
    const wrong: AreaBytes = { place: [0, 0, 3, 1], codec: CODEC_KEPT, payload: [0, 0] };
    await expect(screen.draw([grey([0, 0, 1, 1], [200]), wrong])).rejects.toThrow(MalformedPicture);
    expect(screen.at(0, 0)[0]).toBe(0);
    await expect(screen.canvas.draw(picture([], { seq: 1 }))).rejects.toThrow(MalformedPicture);
    screen.canvas.startConnection();
    await expect(screen.canvas.draw(picture([], { seq: 9 }))).rejects.toThrow(MalformedPicture);
  });

  it("plays a video among the rest, and asks once for everything when it breaks", async () => {
    const screen = await shown();
    expect(await screen.draw([film(70, true)])).toMatchObject({ incomplete: false });
    expect([screen.at(2, 2)[0], screen.at(5, 3)[0], screen.at(6, 3)[0]]).toEqual([70, 70, 30]);
    expect(await screen.draw([film(255), grey([0, 0, 1, 1], [9])])).toMatchObject({ incomplete: true });
    expect([screen.at(2, 2)[0], screen.at(0, 0)[0]]).toEqual([70, 9]);
    expect(await screen.draw([film(80)])).toMatchObject({ incomplete: false });
    expect(screen.at(2, 2)[0]).toBe(70);
    await screen.draw([blank()], SIZE);
    await screen.draw([film(90, true)]);
    expect(screen.at(2, 2)[0]).toBe(90);
  });

  it("draws nothing of an older connection that was still decoding", async () => {
    const screen = await shown();
    const late = screen.draw([film(70, true)]);
    screen.canvas.startConnection();
    await late;
    expect(screen.at(2, 2)[0]).toBe(18);
    await expect(screen.draw([])).rejects.toThrow(MalformedPicture);
  });

  it("lets nothing of an older connection into the picture of the new one, also when its pixels come last", async () => {
    const screen = await shown();
    let write: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (write = resolve));
    const decode = screen.video.decode.bind(screen.video);
    screen.video.decode = async (area) => {
      const { copyTo, close } = await decode(area);
      return { copyTo: (...where) => held.then(() => copyTo(...where)), close };
    };
    const late = screen.draw([film(70, true)]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    screen.canvas.startConnection();
    await screen.canvas.draw(picture([blank()], { seq: 1, size: SIZE }));
    write();
    await late;
    expect(screen.at(2, 2)[0]).toBe(18);
    const next = picture([grey([0, 0, 1, 1], [9])], { seq: 2 });
    expect(await screen.canvas.draw(next), "the older one's numbers count no more").toMatchObject({ seq: 2 });
  });

  it("lets an older connection's photograph neither count what is kept for the new one nor say that it breaks there", async () => {
    const screen = await shown();
    let release: () => void = () => undefined;
    photosHeld = new Promise<void>((resolve) => (release = resolve));
    const late = screen.draw([photo(255), grey([0, 0, 2, 1], [200, 201])]);
    screen.canvas.startConnection();
    await screen.canvas.draw(picture([blank()], { seq: 1, size: SIZE }));
    release();
    photosHeld = undefined;
    expect(await late).toMatchObject({ incomplete: false, photoBroke: false });
    const again: AreaBytes = { place: [5, 5, 2, 1], codec: CODEC_KEPT, payload: [1, 0] };
    await screen.canvas.draw(picture([grey([0, 0, 2, 1], [77, 88]), again], { seq: 2 }));
    expect([screen.at(5, 5)[0], screen.at(6, 5)[0]]).toEqual([77, 88]);
    const broken = await screen.canvas.draw(picture([photo(255)], { seq: 3 }));
    expect(broken, "its own photographs are told of").toMatchObject({ photoBroke: true });
  });

  it("tells a new size once", async () => {
    const screen = await shown();
    expect((await screen.draw([blank()], SIZE)).resized).toBeUndefined();
    const smaller = await screen.draw([grey([0, 0, 2, 2], [1, 2, 3, 4])], [2, 2]);
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

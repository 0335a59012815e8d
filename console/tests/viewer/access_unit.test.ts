import { describe, expect, it, vi } from "vitest";
import { wrongWith } from "../../src/viewer/access_unit.ts";
import { CODEC_VIDEO, type VideoArea } from "../../src/viewer/picture.ts";
import { VideoBroken, WebCodecsVideo } from "../../src/viewer/video.ts";
import { unhex, vectors } from "../protocol/vectors.ts";

interface Golden {
  name: string;
  width: number;
  height: number;
  key: boolean;
  frame: string;
}
const golden = vectors<{ good: Golden[]; other_profile: Golden }>("frames");
const KEY = golden.good[2] as Golden;
const NEXT = golden.good[3] as Golden;

function area({ width, height, key, frame }: Golden, changed: Partial<VideoArea> = {}): VideoArea {
  return { x: 0, y: 0, width, height, codec: CODEC_VIDEO, key, frame: unhex(frame), ...changed };
}

function joined(...parts: (Uint8Array | number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const START = [0, 0, 0, 1];
const PICTURE = [0x65, 0x88, 0x84];
const PPS = [0x68, 0xce, 0x3c, 0x80];

/** Sequence parameters bit by bit: numbers are Exp-Golomb codes, strings stand as they are. */
function parameters(head: [profile: number, flags: number, level: number], ...values: (number | string)[]): number[] {
  const code = (value: number) => (value + 1).toString(2).padStart(2 * (value + 1).toString(2).length - 1, "0");
  const bits = values.map((value) => (typeof value === "string" ? value : code(value))).join("") + "1";
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0").match(/.{8}/g) ?? [];
  return [...START, 0x67, ...head, ...bytes.map((byte) => parseInt(byte, 2))];
}

const BASELINE: [number, number, number] = [66, 0xc0, 30];
/** 64 × 48: four by three blocks, nothing cut off. */
const SMALL = [0, 0, 2, 1, "0", 3, 2, "1", "1", "0"] as const;
const keyFrame = (sps: number[]) =>
  area(KEY, { width: 64, height: 48, frame: joined(sps, START, PPS, START, PICTURE) });

describe("a frame of a video, before the decoder", () => {
  it.each(golden.good)("$name passes as our encoders write it", (frame) => {
    expect(wrongWith(area(frame))).toBeUndefined();
  });

  it("may bring delimiters, more about itself, filling, and start codes of three bytes", () => {
    const extras = [
      ...START,
      9,
      0x10,
      ...parameters(BASELINE, ...SMALL),
      ...START,
      ...PPS,
      ...START,
      6,
      1,
      2,
      ...START,
      12,
      255,
    ];
    expect(wrongWith(area(KEY, { width: 64, height: 48, frame: joined(extras, [0, 0, 1], PICTURE) }))).toBeUndefined();
  });

  it.each<[string, Partial<VideoArea>]>([
    ["a video of 322 × 182", { width: 320 }],
    ["a video of 322 × 182", { height: 184 }],
    ["a video of 322 × 182", { width: 16_384, height: 16_384 }],
  ])("says %s where the area is another", (says, changed) => {
    expect(wrongWith(area(KEY, changed))).toBe(says);
  });

  it("must be of the baseline profile", () => {
    expect(wrongWith(area(golden.other_profile))).toBe("profile 100");
  });

  it.each<[string, number[]]>([
    ["level 60", parameters([66, 0xc0, 60], ...SMALL)],
    ["too many pictures to remember", parameters(BASELINE, 0, 0, 2, 17, "0", 3, 2, "1", "1", "0")],
    ["interlaced", parameters(BASELINE, 0, 0, 2, 1, "0", 3, 2, "0", "1", "0")],
    ["pictures in order 1", parameters(BASELINE, 0, 0, 1, 1, "0", 3, 2, "1", "1", "0")],
    ["a video of 62 × 48", parameters(BASELINE, 0, 0, 2, 1, "0", 3, 2, "1", "1", "1", 0, 1, 0, 0)],
    ["parameters that end too early", parameters(BASELINE, 0, 0, 2).slice(0, -1)],
    ["parameters that end too early", [...START, 0x67, 66, 0xc0, 30, 0, 0, 0, 0]],
  ])("with %s is refused", (says, sps) => {
    expect(wrongWith(keyFrame(parameters(BASELINE, ...SMALL)))).toBeUndefined();
    expect(wrongWith(keyFrame(sps))).toBe(says);
  });

  it.each<[string, VideoArea]>([
    ["a key frame without parameters", area(NEXT, { key: true })],
    ["a frame without a picture", area(KEY, { frame: new Uint8Array(0) })],
    ["a frame without a picture", area(KEY, { frame: new Uint8Array([1, 2, 3, 4, 5, 6, 7]) })],
    ["a frame without a picture", area(NEXT, { frame: joined(START, [9, 0x10]) })],
    ["a unit of kind 20", area(NEXT, { frame: joined(START, [0x74, 1], START, [0x41, 1]) })],
    ["a unit of kind 129", area(NEXT, { frame: joined(START, [0xc1, 1]) })],
    [
      "more bytes than pixels",
      area(NEXT, { width: 64, height: 48, frame: joined(unhex(NEXT.frame), new Uint8Array(80_000)) }),
    ],
    ["a unit of kind 1", area(NEXT, { frame: joined(...Array.from({ length: 65 }, () => [...START, 0x41, 1])) })],
  ])("is refused as %s", (says, frame) => {
    expect(wrongWith(frame)).toBe(says);
  });

  it("may hold any bytes whatever without more than a refusal", () => {
    let seed = 7;
    const chance = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff) >> 8;
    const frame = unhex(KEY.frame);
    for (let round = 0; round < 2_000; round++) {
      const broken = frame.slice(0, chance() % 4 === 0 ? chance() % frame.length : undefined);
      for (let flips = chance() % 6; flips >= 0; flips--)
        broken[chance() % Math.min(60, broken.length || 1)] = chance() & 255;
      expect(["string", "undefined"]).toContain(typeof wrongWith(area(KEY, { frame: broken })));
    }
  });

  it("that is refused never reaches the browser's decoder, and breaks the video", async () => {
    const made = vi.fn();
    vi.stubGlobal("VideoDecoder", made);
    await expect(new WebCodecsVideo().decode(area(KEY, { width: 320 }))).rejects.toThrow(VideoBroken);
    expect(made).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});

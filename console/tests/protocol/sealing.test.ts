import { describe, expect, it } from "vitest";
import { ProtocolError } from "../../src/protocol/protocol-error.ts";
import { Kind, Opener, Sealer } from "../../src/protocol/sealing.ts";
import { hex, unhex, vectors } from "./vectors.ts";

interface Sealed {
  key: string;
  iv: string;
  frames: { kind: Kind; plain: string; frame: string }[];
  late: { counter: number; frame: string };
}

const golden = vectors<Sealed>("sealing");
const key = unhex(golden.key);
const iv = unhex(golden.iv);

describe("sealed frames", () => {
  it("are those that Python seals, and open again", async () => {
    const sealer = await Sealer.create(key, iv);
    const opener = await Opener.create(key, iv);
    for (const { kind, plain, frame } of golden.frames) {
      expect(hex(await sealer.seal(kind, unhex(plain)))).toBe(frame);
      expect(await opener.open(unhex(frame))).toEqual({ kind, plain: unhex(plain) });
    }
  });

  it("count beyond 32 bits", async () => {
    const sealer = await Sealer.create(key, iv, golden.late.counter);
    const frame = await sealer.seal(Kind.message, new TextEncoder().encode("late"));
    expect(hex(frame)).toBe(golden.late.frame);
    const opener = await Opener.create(key, iv, golden.late.counter);
    expect((await opener.open(frame)).plain.length).toBe(4);
  });

  it("keep their order when sealed and opened without waiting", async () => {
    const sealer = await Sealer.create(key, iv);
    const opener = await Opener.create(key, iv);
    const frames = await Promise.all([1, 2, 3, 4].map((number) => sealer.seal(Kind.bulk, Uint8Array.of(number))));
    const opened = await Promise.all(frames.map((frame) => opener.open(frame)));
    expect(opened.map(({ plain }) => plain[0])).toEqual([1, 2, 3, 4]);
  });

  it("end the connection when changed, cut, repeated, left out or swapped", async () => {
    const sealer = await Sealer.create(key, iv);
    const [first, second] = [await sealer.seal(Kind.message, iv), await sealer.seal(Kind.message, iv)];
    const changed = Array.from({ length: first.length * 8 }, (_, bit) => {
      const copy = first.slice();
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return copy;
    });
    const cut = Array.from({ length: first.length }, (_, size) => first.slice(0, size));
    for (const frame of [...changed, ...cut, second]) {
      const opener = await Opener.create(key, iv);
      await expect(opener.open(frame)).rejects.toThrow(ProtocolError);
      await expect(opener.open(first)).rejects.toThrow(ProtocolError);
    }
    const opener = await Opener.create(key, iv);
    await opener.open(first);
    await expect(opener.open(first)).rejects.toThrow(ProtocolError);
    await expect(opener.open(second)).rejects.toThrow(ProtocolError);
  });

  it("are never larger than the peer takes", async () => {
    const sealer = await Sealer.create(key, iv);
    await expect(sealer.seal(Kind.bulk, new Uint8Array(16 * 1024 * 1024 - 28))).rejects.toThrow(RangeError);
  });
});

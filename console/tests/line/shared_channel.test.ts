import { afterEach, describe, expect, it } from "vitest";
import type { LineSecret } from "../../src/line/line.ts";
import { borrowChannel, lendChannel } from "../../src/line/shared_channel.ts";
import type { Visitor } from "../../src/line/visitor.ts";

const ONE: Visitor = { sessionId: "s1", technicianId: "t1", technician: "Technician One" };
const SECRET: LineSecret = { connectionId: new Uint8Array(16).fill(3), key: new Uint8Array(32).fill(9) };

const stops: (() => void)[] = [];
const lend = (visitor: Visitor, secret: () => LineSecret | undefined) => stops.push(lendChannel(visitor, secret));
afterEach(() => stops.splice(0).forEach((stop) => stop()));

describe("what a connected tool gives to the next one", () => {
  it("is its channel secret, as long as it is connected", async () => {
    let connected = true;
    lend(ONE, () => (connected ? SECRET : undefined));
    expect(await borrowChannel(ONE, 100)).toEqual(SECRET);
    connected = false;
    expect(await borrowChannel(ONE, 30)).toBeUndefined();
  });

  it("comes from whichever of several is connected", async () => {
    lend(ONE, () => undefined);
    lend(ONE, () => SECRET);
    expect(await borrowChannel(ONE, 100)).toEqual(SECRET);
  });

  it("is nothing for another session, and nothing for another technician of the same browser", async () => {
    lend(ONE, () => SECRET);
    expect(await borrowChannel({ ...ONE, sessionId: "s2" }, 30)).toBeUndefined();
    expect(await borrowChannel({ ...ONE, technicianId: "t2" }, 30)).toBeUndefined();
  });

  it("is nothing when nobody is there", async () => {
    expect(await borrowChannel(ONE, 10)).toBeUndefined();
  });
});

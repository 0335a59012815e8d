import { encode } from "@msgpack/msgpack";
import { afterEach, describe, expect, it, vi } from "vitest";
import { KeptLine } from "../../src/line/kept_line.ts";
import { BULK, type Line, type LineEvents, type LineSecret, MESSAGE, type Proof } from "../../src/line/line.ts";
import { nextStep } from "../../src/line/reconnection.ts";
import type { RoundTrip } from "../../src/line/round_trip.ts";
import type { ConnectionState } from "../../src/line/states.ts";
import { toolReader } from "../../src/line/tool_reader.ts";
import type { Bytes, Message } from "../../src/protocol/messages.gen.ts";

const OFFER = {
  ticket: "dA",
  relay_url: "wss://support.example.org/relay",
  host_key: "",
  verifier_salt: "",
  session_id: "s1",
  server_address: "https://support.example.org",
};

/** A tool without a page on one end, a host that accepts everybody on the other. */
class Stage {
  readonly states: ConnectionState["at"][] = [];
  readonly all: ConnectionState[] = [];
  readonly heard: Message[] = [];
  readonly bulks: Bytes[] = [];
  readonly sent: Message[] = [];
  readonly sentBulk: Bytes[] = [];
  readonly proofs: Proof[] = [];
  readonly tools: string[] = [];
  readonly roundTrips: RoundTrip[] = [];
  nowMs = 0;
  lent: LineSecret | undefined;
  events: LineEvents | undefined;
  readonly line: KeptLine<Message> = new KeptLine<Message>({
    tool: "files",
    technician: "Technician One",
    obtainOffer: () => Promise.resolve(OFFER),
    openLine: ({ proof, tool, events }) => {
      this.proofs.push(proof);
      this.tools.push(tool);
      this.events = events;
      const line: Line = {
        send: (message) => void this.sent.push(message),
        sendBulk: (bytes) => void this.sentBulk.push(bytes),
        close: () => undefined,
        unsent: 0,
        resume: { connectionId: new Uint8Array(16), key: new Uint8Array(32) },
        channel: { connectionId: new Uint8Array(16), key: new Uint8Array(32) },
      };
      return Promise.resolve(line);
    },
    borrowChannel: () => Promise.resolve(this.lent),
    read: toolReader(["Notice"]),
    goodbye: { type: "OnlyLook", on: true },
    owner: {
      begins: () => undefined,
      stands: () => undefined,
      agreed: () => this.line.connected(),
      message: (message) => void this.heard.push(message),
      frame: (kind, plain) => void (kind === BULK && this.bulks.push(plain)),
      state: (state) => {
        this.all.push(state);
        this.states.push(state.at);
      },
      roundTrip: (roundTrip) => void this.roundTrips.push(roundTrip),
    },
    now: () => this.nowMs,
    sleep: () => Promise.resolve(),
  });

  async say(message: Record<string, unknown>): Promise<void> {
    await this.events?.frame(MESSAGE, encode(message));
  }
}

describe("a tool's line", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("tells a silent PC before it gives the line up", async () => {
    vi.useFakeTimers();
    const stage = new Stage();
    await stage.line.connect("winter garden");
    await stage.say({ type: "ConsentGiven" });
    const qualities = () => stage.roundTrips.map(({ quality, medianMs }) => `${quality} ${medianMs}`);
    const pass = (ms: number) => {
      stage.nowMs += ms;
      vi.advanceTimersByTime(ms);
    };
    pass(2_000);
    expect(qualities()).toEqual([]);
    pass(2_000);
    expect(qualities()).toEqual(["silent 4000"]);
    await stage.say({ type: "Notice", dp: "DP-409" });
    pass(2_000);
    expect(qualities(), "somebody spoke").toEqual(["silent 4000"]);
    for (let i = 0; i < 5; i++) pass(2_000);
    expect(stage.roundTrips.at(-1)?.medianMs).toBe(10_000);
    expect(stage.states.at(-1)).toBe("reconnecting");
    stage.line.close();
  });

  it("says that the PC restarts, and tries for as long as the host keeps the key", async () => {
    const stage = new Stage();
    await stage.line.connect("winter garden");
    await stage.say({ type: "ConsentGiven" });
    await stage.say({ type: "Restarting", back_within_s: 1800 });
    stage.events?.lost(undefined);
    await Promise.resolve();
    expect(stage.all.at(-1)).toEqual({ at: "reconnecting", inMs: 250, lostForMs: 0, restarting: true });
    expect(nextStep(0, 20 * 60_000, 9, 1_800_000)).toEqual({ step: "resume", inMs: 3_000 });
    expect(nextStep(0, 30 * 60_000, 9, 1_800_000)).toEqual({ step: "password" });
  });

  it("is connected once the customer agrees, and then carries messages and bytes both ways, in order", async () => {
    const stage = new Stage();
    await stage.line.connect("winter garden");
    expect(stage.tools).toEqual(["files"]);
    await stage.say({ type: "ConsentAsked", timeout_s: 30 });
    await stage.say({ type: "ConsentGiven" });
    expect(stage.states).toEqual(["connecting", "asking_customer", "connected"]);
    await stage.say({ type: "Notice", dp: "DP-409" });
    await stage.events?.frame(BULK, new Uint8Array([1, 2]));
    stage.line.sendBulk(new Uint8Array([3]));
    expect(stage.heard).toEqual([{ type: "Notice", dp: "DP-409" }]);
    expect(stage.bulks).toEqual([new Uint8Array([1, 2])]);
    expect(stage.sentBulk).toEqual([new Uint8Array([3])]);
    stage.line.close();
    expect(stage.sent.at(-1), "the tool's own goodbye").toEqual({ type: "OnlyLook", on: true });
  });

  it("is connected again after a break only when the host goes on", async () => {
    const stage = new Stage();
    stage.lent = { connectionId: new Uint8Array(16), key: new Uint8Array(32) };
    await stage.line.connectBeside();
    await stage.say({ type: "ConsentGiven" });
    stage.events?.lost(undefined);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(stage.states).toEqual(["looking", "connecting", "connected", "reconnecting"]);
    await stage.say({ type: "ConsentGiven" });
    expect(stage.states.at(-1)).toBe("connected");
    expect(stage.proofs.map(({ mode }) => mode)).toEqual(["channel", "resume"]);
    stage.line.close();
  });

  it("skips what this version does not know or this tool does not hear, and ends at what cannot be read", async () => {
    const stage = new Stage();
    await stage.line.connect("winter garden");
    await stage.say({ type: "ConsentGiven" });
    await stage.say({ type: "SomethingNewer", value: 1 });
    await stage.say({ type: "Screen", width: 1, height: 1, monitors: [] });
    expect(stage.heard).toEqual([]);
    const cause = await stage.say({ type: "Notice", dp: 7 }).catch((thrown: unknown) => thrown);
    stage.events?.lost(cause);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(stage.states.at(-1)).toBe("ended");
  });

  it("says of a host without the tool that it is of an earlier version, and asks for no password", async () => {
    const stage = new Stage();
    await stage.line.connect("winter garden");
    await stage.say({ type: "ConsentGiven" });
    await stage.say({ type: "Bye", dp: "DP-505" });
    expect(stage.all.at(-1)).toEqual({ at: "ended", dp: "DP-408", detail: undefined });
  });
});

import { encode } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import type { Message } from "../../src/protocol/messages.gen.ts";
import { Connection, type ConnectionParts } from "../../src/viewer/connection.ts";
import {
  type Line,
  LineBroken,
  type LineSecret,
  type LineEvents,
  MESSAGE,
  PICTURE,
  type Proof,
  Refused,
} from "../../src/line/line.ts";
import { readPicture } from "../../src/viewer/picture.ts";
import type { ConnectionOffer, OfferRefused } from "../../src/line/states.ts";
import type { FromWorker } from "../../src/viewer/worker_messages.ts";
import { picture } from "./picture_bytes.ts";

const OFFER: ConnectionOffer = {
  ticket: "dA",
  relay_url: "wss://support.example.org/relay",
  host_key: "",
  verifier_salt: "",
  session_id: "s1",
  server_address: "https://support.example.org",
};

/** A host on the other end of every line: answers each proof as told, keeps what it was sent. */
class FakeHost {
  readonly told: FromWorker[] = [];
  readonly proofs: Proof[] = [];
  readonly sent: Message[] = [];
  readonly answers: (Error | "accept")[] = [];
  offer: ConnectionOffer | OfferRefused = OFFER;
  nowMs = 0;
  videoBreaks = false;
  photoBreaks = false;
  lent: LineSecret | undefined;
  events: LineEvents | undefined;
  readonly connection = new Connection(this.#parts());

  #parts(): ConnectionParts {
    return {
      technician: "Technician One",
      obtainOffer: () => Promise.resolve(this.offer),
      openLine: ({ proof, events }) => {
        this.proofs.push(proof);
        const answer = this.answers.shift() ?? "accept";
        if (answer !== "accept") return Promise.reject(answer);
        this.events = events;
        const line: Line = {
          send: (message) => void this.sent.push(message),
          sendBulk: () => undefined,
          close: () => undefined,
          unsent: 0,
          resume: { connectionId: new Uint8Array(16), key: new Uint8Array(32) },
          channel: { connectionId: new Uint8Array(16), key: new Uint8Array(32).fill(7) },
        };
        return Promise.resolve(line);
      },
      borrowChannel: () => Promise.resolve(this.lent),
      canvas: {
        startConnection: () => undefined,
        draw: async (bytes) => ({
          ...(await drawNothing(bytes)),
          incomplete: this.videoBreaks || this.photoBreaks,
          photoBroke: this.photoBreaks,
        }),
      },
      showsVideos: Promise.resolve(true),
      showsPhotos: true,
      tell: (message) => void this.told.push(message),
      now: () => this.nowMs,
      sleep: (ms) => {
        this.nowMs += ms;
        return Promise.resolve();
      },
    };
  }

  async say(message: Record<string, unknown>): Promise<void> {
    await this.events?.frame(MESSAGE, encode(message));
  }

  async showPicture(seq: number): Promise<void> {
    const bytes = picture([], { seq });
    await this.events?.frame(PICTURE, bytes);
  }

  get states(): string[] {
    return this.told.flatMap((message) => (message.type === "state" ? [message.state.at] : []));
  }

  get lastState(): unknown {
    return this.told.findLast((message) => message.type === "state")?.state;
  }
}

const SIZE = { width: 8, height: 8 };
const drawNothing = async (bytes: Uint8Array) =>
  Promise.resolve({ seq: readPicture(bytes, SIZE).seq, resized: SIZE, incomplete: false, photoBroke: false });

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("a connection", () => {
  it("is connected with the first picture, and acknowledges each after it was drawn", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    expect(host.states).toEqual(["connecting"]);
    await host.showPicture(1);
    await host.showPicture(2);
    expect(host.states).toEqual(["connecting", "connected"]);
    expect(host.sent.filter((message) => message.type === "PictureAck")).toEqual([
      { type: "PictureAck", seq: 1 },
      { type: "PictureAck", seq: 2 },
    ]);
    host.connection.close();
  });

  it("says why the password was refused, how many tries are left and how long to wait", async () => {
    const host = new FakeHost();
    host.answers.push(new Refused("DP-401", 0, 3), new Refused("DP-402", 60));
    await host.connection.connect("wrong");
    expect(host.lastState).toEqual({ at: "password", dp: "DP-401", retryAfterS: 0, triesLeft: 3 });
    await host.connection.connect("wrong");
    expect(host.lastState).toEqual({ at: "password", dp: "DP-402", retryAfterS: 60, triesLeft: undefined });
  });

  it("shows that the customer is asked, and what they answered", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    await host.say({ type: "ConsentAsked", timeout_s: 30 });
    expect(host.lastState).toEqual({ at: "asking_customer", timeoutS: 30 });
    await host.say({ type: "ConnectRefused", dp: "DP-403" });
    expect(host.lastState).toMatchObject({ at: "password", dp: "DP-403" });
  });

  it("needs no password beside another tool that is connected, and gives the next one its own secret", async () => {
    const host = new FakeHost();
    host.lent = { connectionId: new Uint8Array(16), key: new Uint8Array(32).fill(1) };
    await host.connection.connectBeside();
    expect(host.proofs).toEqual([{ mode: "channel", secret: host.lent }]);
    expect(host.connection.channel, "nothing is shown yet").toBeUndefined();
    await host.showPicture(1);
    expect(host.states).toEqual(["looking", "connecting", "connected"]);
    expect(host.connection.channel?.key[0]).toBe(7);
    host.events?.lost(undefined);
    expect(host.connection.channel).toBeUndefined();
    host.connection.close();
  });

  it.each([undefined, new Refused("DP-405")])(
    "asks for the password where nothing beside it helps",
    async (refused) => {
      const host = new FakeHost();
      if (refused) host.lent = { connectionId: new Uint8Array(16), key: new Uint8Array(32) };
      if (refused) host.answers.push(refused);
      await host.connection.connectBeside();
      expect(host.lastState).toEqual({ at: "idle" });
      await host.connection.connect("winter garden");
      expect(host.proofs.at(-1)?.mode).toBe("password");
      host.connection.close();
    },
  );

  it("presses nothing late: while the PC is silent, only what was pressed before is let go", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    await host.showPicture(1);
    const key = (down: boolean) => ({ type: "Key", scan: 30, extended: false, down }) as const;
    host.connection.input(key(true));
    host.nowMs += 4_000;
    host.connection.input(key(false));
    host.connection.input(key(true));
    host.connection.input({ type: "TextTyped", text: "late" });
    await host.say({ type: "Notice", dp: "DP-409" });
    host.connection.input({ type: "TextTyped", text: "heard" });
    expect(host.sent.filter(({ type }) => type === "Key" || type === "TextTyped")).toEqual([
      key(true),
      key(false),
      { type: "TextTyped", text: "heard" },
    ]);
    host.connection.close();
  });

  it("comes back by itself with the key to resume when the line breaks", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    await host.showPicture(1);
    host.answers.push(new LineBroken(), "accept");
    host.events?.lost(undefined);
    await settled();
    await host.showPicture(1);
    expect(host.states).toEqual(["connecting", "connected", "reconnecting", "reconnecting", "connected"]);
    expect(host.proofs.map((proof) => proof.mode)).toEqual(["password", "resume", "resume"]);
    host.connection.close();
  });

  it("tells its wishes to a host that knows them, and again when the line has healed", async () => {
    const host = new FakeHost();
    const wishes = () =>
      host.sent.filter((message) => message.type === "ChooseQuality" || message.type === "ShowFigures");
    host.connection.wish({ type: "ChooseQuality", quality: "fast" });
    host.connection.wish({ type: "ChooseQuality", quality: "sharp" });
    await host.connection.connect("winter garden");
    expect(wishes()).toEqual([]);
    await host.say({ type: "HostAbilities", known: ["ChooseQuality"] });
    host.connection.wish({ type: "ShowFigures", on: true });
    expect(wishes()).toEqual([{ type: "ChooseQuality", quality: "sharp" }]);
    host.events?.lost(undefined);
    await settled();
    await host.say({ type: "HostAbilities", known: ["ShowFigures", "ChooseQuality"] });
    expect(wishes().slice(1)).toEqual([
      { type: "ChooseQuality", quality: "sharp" },
      { type: "ShowFigures", on: true },
    ]);
    host.connection.close();
  });

  it("asks for the password when the host refuses to resume, and when five minutes are over", async () => {
    const refused = new FakeHost();
    await refused.connection.connect("winter garden");
    refused.answers.push(new Refused("DP-405"));
    refused.events?.lost(undefined);
    await settled();
    expect(refused.lastState).toMatchObject({ at: "password", dp: "DP-405" });

    const away = new FakeHost();
    await away.connection.connect("winter garden");
    away.offer = { dp: "DP-406", final: false };
    away.events?.lost(undefined);
    await settled();
    expect(away.lastState).toMatchObject({ at: "password", dp: "DP-208" });
    expect(away.nowMs).toBeGreaterThan(290_000);
    expect(away.nowMs).toBeLessThanOrEqual(300_000);
  });

  it("ends when the session is over, whoever says so", async () => {
    const byServer = new FakeHost();
    byServer.offer = { dp: "DP-601", final: true };
    await byServer.connection.connect("winter garden");
    expect(byServer.lastState).toMatchObject({ at: "ended", dp: "DP-601" });

    const byHost = new FakeHost();
    await byHost.connection.connect("winter garden");
    await byHost.say({ type: "Bye", dp: "DP-601" });
    expect(byHost.lastState).toMatchObject({ at: "ended", dp: "DP-601" });
  });

  it("ends when a colleague has the session, and does not come back by itself", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    host.events?.lost(new Refused("DP-606"));
    await settled();
    expect(host.lastState).toMatchObject({ at: "ended", dp: "DP-606" });
    expect(host.proofs).toHaveLength(1);
  });

  it("ends at a malformed picture and never shows it", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    let cause: unknown;
    try {
      await host.events?.frame(PICTURE, new Uint8Array(12).fill(255));
    } catch (thrown) {
      cause = thrown;
    }
    host.events?.lost(cause);
    await settled();
    expect(host.lastState).toMatchObject({ at: "ended", dp: "DP-205" });
    expect(host.told.some((message) => message.type === "drawn")).toBe(false);
  });

  it.each([
    ["no map", new Uint8Array([0x93, 1, 2, 3])],
    ["noise", new Uint8Array([0xc1, 0xff, 0x00])],
    ["a field of another kind", encode({ type: "Notice", dp: 7 })],
    ["a screen nobody can draw", encode({ type: "Screen", width: 70_000, height: 1, monitors: [] })],
    ["more than a message holds", new Uint8Array(600 * 1024)],
  ])("ends with words at a message that cannot be read: %s; a new line would bring the same", async (_, plain) => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    await host.showPicture(1);
    const hear = async () => host.events?.frame(MESSAGE, plain);
    const cause = await hear().catch((thrown: unknown) => thrown);
    host.events?.lost(cause);
    await settled();
    expect(host.lastState).toMatchObject({ at: "ended", dp: "DP-205" });
    expect(host.proofs).toHaveLength(1);
  });

  it("says that the versions differ, and asks for no password", async () => {
    const host = new FakeHost();
    host.answers.push(new Refused("DP-204"));
    await host.connection.connect("winter garden");
    expect(host.lastState).toMatchObject({ at: "ended", dp: "DP-204" });
  });

  it("hands over what the host said before it hung up on a malformed frame of ours", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    await host.say({ type: "Bye", dp: "DP-205" });
    expect(host.lastState).toMatchObject({ at: "password", dp: "DP-205" });
  });

  it("hears nothing from a line it has given up", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    const old = host.events;
    old?.lost(undefined);
    await settled();
    const before = host.told.length;
    await old?.frame(MESSAGE, encode({ type: "Bye", dp: "DP-601" }));
    expect(host.told.length).toBe(before);
    host.connection.close();
  });

  it("asks for everything when a video breaks, and does without videos where they keep breaking", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    await settled();
    host.videoBreaks = true;
    for (let seq = 1; seq <= 4; seq++) {
      await host.showPicture(seq);
      host.nowMs += 40_000;
    }
    const said = () => host.sent.filter(({ type }) => type === "ViewerShows" || type === "RefreshPicture");
    const refresh = { type: "RefreshPicture" };
    expect(said(), "now and then").toEqual([
      { type: "ViewerShows", video: true, photos: true },
      refresh,
      refresh,
      refresh,
      refresh,
    ]);
    for (let seq = 5; seq <= 8; seq++) await host.showPicture(seq);
    const without = { type: "ViewerShows", video: false, photos: true };
    expect(said().slice(5)).toEqual([refresh, without, refresh, refresh, refresh]);
    host.events?.lost(undefined);
    await settled();
    expect(said().at(-1), "on the next line too").toEqual(without);
    host.connection.close();
  });

  it("asks for everything when a photograph breaks, and does without photographs from then on", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    await settled();
    host.photoBreaks = true;
    await host.showPicture(1);
    const without = { type: "ViewerShows", video: true, photos: false };
    const said = () => host.sent.filter(({ type }) => type === "ViewerShows" || type === "RefreshPicture");
    expect(said().slice(1)).toEqual([without, { type: "RefreshPicture" }]);
    host.events?.lost(undefined);
    await settled();
    expect(said().at(-1), "on the next line too").toEqual(without);
    host.connection.close();
  });

  it("says goodbye when the page closes it, and skips what it does not know", async () => {
    const host = new FakeHost();
    await host.connection.connect("winter garden");
    await host.say({ type: "SomethingNewer", value: 1 });
    host.connection.input({ type: "PointerMoved", x: 1, y: 2 });
    host.connection.close();
    host.connection.input({ type: "PointerMoved", x: 3, y: 4 });
    expect(host.sent.map((message) => message.type)).toEqual(["Ping", "ViewerShows", "PointerMoved", "ViewerEnd"]);
  });
});

/** The technician's side against what Python's host said, byte for byte. */
import { describe, expect, it } from "vitest";
import { encodeMessage } from "../../src/protocol/codec.ts";
import { TechnicianConnecting } from "../../src/protocol/connecting.ts";
import type { Mode, Tool } from "../../src/protocol/messages.gen.ts";
import { type PairingEvent, TechnicianPairing } from "../../src/protocol/pairing.ts";
import { ProtocolError } from "../../src/protocol/protocol-error.ts";
import { Kind } from "../../src/protocol/sealing.ts";
import { isSigned, makeIdentity, publicKeyBytes, sign } from "../../src/protocol/signed.ts";
import { passwordVerifier } from "../../src/protocol/verifier.ts";
import { hex, identityOf, recorded, unhex, vectors } from "./vectors.ts";

interface Connection {
  secret: string;
  tool: Tool;
  technician_name: string;
  connection_id: string | null;
  technician_random: string[];
  frames: { hello: string; reply: string; confirm: string; accept: string };
  transcript: string;
  new_connection_id: string;
  resume_secret: string;
  channel_secret: string;
  from_technician: string;
  from_host: string;
}

interface Handshakes extends Record<Mode, Connection> {
  server_address: string;
  session_id: string;
  technician_seed: string;
  technician_key: string;
  host_key: string;
  code: string;
  verifier: string;
  salt: string;
  passwords: { typed: string; verifier: string }[];
  pairing: {
    now: number;
    technician_random: string[];
    frames: { from: "host" | "technician"; bytes: string }[];
    transcript: string;
    technician_signature: string;
    host_signature: string;
  };
}

const golden = vectors<Handshakes>("handshakes");
const place = { serverAddress: golden.server_address, sessionId: golden.session_id };

async function pairing(drawn: string[] = golden.pairing.technician_random): Promise<TechnicianPairing> {
  const identity = await identityOf(golden.technician_seed, golden.technician_key);
  const { verifier, salt } = golden;
  const side = new TechnicianPairing({
    ...place,
    identity,
    verifier: unhex(verifier),
    salt: unhex(salt),
    random: recorded(drawn),
  });
  side.useCode({ digits: golden.code, madeAt: golden.pairing.now, triesLeft: 5 });
  return side;
}

describe("pairing", () => {
  it("says what Python's technician says, wrong code first, and ends in the same proof", async () => {
    const side = await pairing();
    const said: string[] = [];
    const happened: PairingEvent[] = [];
    for (const { from, bytes } of golden.pairing.frames) {
      if (from === "technician") expect(said.shift()).toBe(bytes);
      else {
        for (const event of await side.receive(unhex(bytes), golden.pairing.now)) {
          if (event.type === "send") said.push(hex(event.data));
          else happened.push(event);
        }
      }
    }
    expect(said).toEqual([]);
    expect(happened[0]).toEqual({ type: "code_wrong", triesLeft: 4 });
    expect(happened[1]).toEqual({
      type: "paired",
      transcript: unhex(golden.pairing.transcript),
      technicianKey: unhex(golden.technician_key),
      technicianSignature: unhex(golden.pairing.technician_signature),
      hostKey: unhex(golden.host_key),
      hostSignature: unhex(golden.pairing.host_signature),
      computerName: "RECEPTION-PC",
      system: {
        platform: "windows",
        edition: "Windows 11 Pro",
        build: "26100",
        language: "pt-BR",
        architecture: "x86_64",
        computer_name: "",
      },
    });
    await expect(side.receive(unhex(golden.pairing.frames[0]?.bytes ?? ""), 0)).rejects.toThrow(ProtocolError);
    expect(() => side.useCode({ digits: "000000", madeAt: 0, triesLeft: 5 })).toThrow("paired");
  });

  it("judges no guess after five tries, nor after fifteen minutes, and says which of the two", async () => {
    const attempt = encodeMessage({ type: "PairingAttempt", number: 1 });
    const refusal = [{ type: "send", data: encodeMessage({ type: "PairingWrong", tries_left: 0 }) }];
    const { now } = golden.pairing;
    expect(await (await pairing()).receive(attempt, now + 15 * 60_000)).toEqual([
      { type: "send", data: encodeMessage({ type: "PairingWrong", tries_left: 0, expired: true }) },
      { type: "code_expired" },
    ]);
    const spent = await pairing();
    spent.useCode({ digits: "417902", madeAt: now, triesLeft: 0 });
    expect(await spent.receive(attempt, now)).toEqual(refusal);
  });

  it("refuses messages out of place and spends a try on an invalid share", async () => {
    const side = await pairing();
    const reply = encodeMessage({
      type: "PairingReply",
      share: new Uint8Array(32),
      identity: new Uint8Array(32),
      tag: new Uint8Array(64),
    });
    await expect(side.receive(reply, golden.pairing.now)).rejects.toThrow("belong");
    await side.receive(encodeMessage({ type: "PairingAttempt", number: 1 }), golden.pairing.now);
    await expect(side.receive(reply, golden.pairing.now)).rejects.toThrow("share");
    await expect(side.receive(encodeMessage({ type: "Ping", number: 1 }), 0)).rejects.toThrow(ProtocolError);
  });
});

describe("connecting", () => {
  const begin = (mode: Mode, change: Partial<{ secret: string; hostKey: string }> = {}) => {
    const run = golden[mode];
    return TechnicianConnecting.begin({
      ...place,
      mode,
      secret: unhex(change.secret ?? run.secret),
      hostKey: unhex(change.hostKey ?? golden.host_key),
      tool: run.tool,
      technicianName: run.technician_name,
      random: recorded(run.technician_random),
      ...(run.connection_id === null ? {} : { connectionId: unhex(run.connection_id) }),
    });
  };

  it.each(["password", "resume", "channel"] as const)("by %s makes the keys that Python makes", async (mode) => {
    const run = golden[mode];
    const side = await begin(mode);
    expect(hex(side.hello)).toBe(run.frames.hello);
    expect(await side.receive(unhex(run.frames.reply))).toEqual({ type: "send", data: unhex(run.frames.confirm) });
    const connection = await side.receive(unhex(run.frames.accept));
    if (connection.type !== "secured") throw new Error("not secured");
    expect(hex(connection.transcript)).toBe(run.transcript);
    expect(hex(connection.connectionId)).toBe(run.new_connection_id);
    expect(hex(connection.resumeSecret)).toBe(run.resume_secret);
    expect(hex(connection.channelSecret)).toBe(run.channel_secret);
    const ping = encodeMessage({ type: "Ping", number: 1 });
    expect(hex(await connection.sealer.seal(Kind.message, ping))).toBe(run.from_technician);
    const { plain } = await connection.opener.open(unhex(run.from_host));
    expect(plain).toEqual(encodeMessage({ type: "Pong", number: 1 }));
    await expect(side.receive(unhex(run.frames.accept))).rejects.toThrow("over");
  });

  it("hands over a refusal", async () => {
    const side = await begin("password");
    const refused = { type: "ConnectRefused", dp: "DP-402", retry_after_s: 60, tries_left: null } as const;
    expect(await side.receive(encodeMessage(refused))).toEqual({ type: "refused", refused });
  });

  it("proves nothing to a host that is not the pinned one", async () => {
    const side = await begin("password", { hostKey: golden.technician_key });
    await expect(side.receive(unhex(golden.password.frames.reply))).rejects.toMatchObject({ dp: "DP-407" });
  });

  it("takes no acceptance before the host's half, nor one without the password", async () => {
    const accept = unhex(golden.password.frames.accept);
    await expect((await begin("password")).receive(accept)).rejects.toThrow("belong");
    const side = await begin("password");
    await side.receive(unhex(golden.password.frames.reply));
    const forged = encodeMessage({ type: "ConnectAccept", tag: new Uint8Array(64), connection_id: new Uint8Array(16) });
    await expect(side.receive(forged)).rejects.toMatchObject({ dp: "DP-407" });
  });
});

describe("signatures and verifiers", () => {
  it("serve one context only, and a key that is none signs nothing", async () => {
    const identity = await makeIdentity();
    const key = await publicKeyBytes(identity);
    const signature = await sign(identity, "pairing", key);
    expect(await isSigned(key, "pairing", key, signature)).toBe(true);
    expect(await isSigned(key, "connection", key, signature)).toBe(false);
    expect(await isSigned(new Uint8Array(3), "pairing", key, signature)).toBe(false);
    await expect(crypto.subtle.exportKey("pkcs8", identity.privateKey)).rejects.toThrow();
  });

  it.each(golden.passwords)("stretch “$typed” as Python does", async ({ typed, verifier }) => {
    expect(hex(await passwordVerifier(typed, unhex(golden.salt)))).toBe(verifier);
  });

  it("refuse a password too short or too long", async () => {
    for (const typed of ["short", "   1234567 ", "x".repeat(129)]) {
      await expect(passwordVerifier(typed, unhex(golden.salt))).rejects.toThrow(RangeError);
    }
  });
});

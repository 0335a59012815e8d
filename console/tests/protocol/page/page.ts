/**
 * A page that plays the technician against a host in Python, in a real browser under the console's content security policy:
 * password to verifier in a worker, pairing, connecting by password, resuming, sealed messages. tests/protocol drives it.
 */
import "../../../src/app/trusted-types.ts";
import { randomBytes } from "../../../src/protocol/bytes.ts";
import { encodeMessage, readMessage } from "../../../src/protocol/codec.ts";
import { type Secured, TechnicianConnecting } from "../../../src/protocol/connecting.ts";
import type { Bytes, Mode } from "../../../src/protocol/messages.gen.ts";
import { type Paired, TechnicianPairing } from "../../../src/protocol/pairing.ts";
import { Kind } from "../../../src/protocol/sealing.ts";
import { makeIdentity } from "../../../src/protocol/signed.ts";

const violations: string[] = [];
document.addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.violatedDirective} ${event.blockedURI}`),
);

const place = { serverAddress: "https://support.example.org", sessionId: "in-a-browser" };

/** One frame after the other from a WebSocket. */
class Frames {
  readonly #socket: WebSocket;
  readonly #arrived: Bytes[] = [];
  #wake: (() => void) | undefined;

  constructor(path: string) {
    this.#socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")));
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = (event: MessageEvent<ArrayBuffer>) => {
      this.#arrived.push(new Uint8Array(event.data));
      this.#wake?.();
    };
  }

  open(): Promise<unknown> {
    return new Promise((resolve) => (this.#socket.onopen = resolve));
  }

  send(data: Bytes): void {
    this.#socket.send(data);
  }

  async next(): Promise<Bytes> {
    while (this.#arrived.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#arrived.shift() ?? new Uint8Array();
  }
}

function stretch(password: string, salt: Bytes): Promise<Bytes> {
  const worker = new Worker(new URL("./stretch.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<Bytes>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ password, salt });
  });
}

async function pair(verifier: Bytes, salt: Bytes): Promise<Paired & { triesLeft: number | undefined }> {
  const side = new TechnicianPairing({ ...place, identity: await makeIdentity(), verifier, salt });
  side.useCode({ digits: "417902", madeAt: Date.now(), triesLeft: 5 });
  const mailbox = new Frames("/pairing");
  await mailbox.open();
  let triesLeft: number | undefined;
  for (;;) {
    for (const event of await side.receive(await mailbox.next(), Date.now())) {
      if (event.type === "send") mailbox.send(event.data);
      else if (event.type === "code_wrong") triesLeft = event.triesLeft;
      else if (event.type === "paired") return { ...event, triesLeft };
    }
  }
}

async function connect(
  mode: Mode,
  secret: Bytes,
  hostKey: Bytes,
  connectionId?: Bytes,
): Promise<[Secured, Frames] | string> {
  const relay = new Frames("/relay");
  await relay.open();
  const options = { ...place, mode, secret, hostKey, tool: "remote_control", technicianName: "Técnico Um" } as const;
  const side = await TechnicianConnecting.begin(connectionId ? { ...options, connectionId } : options);
  relay.send(side.hello);
  for (;;) {
    const outcome = await side.receive(await relay.next());
    if (outcome.type === "secured") return [outcome, relay];
    if (outcome.type === "refused") return outcome.refused.dp;
    relay.send(outcome.data);
  }
}

async function ping([connection, relay]: [Secured, Frames], number: number): Promise<number> {
  relay.send(await connection.sealer.seal(Kind.message, encodeMessage({ type: "Ping", number })));
  const { plain } = await connection.opener.open(await relay.next());
  return readMessage(["Pong"], plain, 4096).number;
}

async function play(): Promise<Record<string, unknown>> {
  const salt = randomBytes(16);
  const started = performance.now();
  const verifier = await stretch("K7MQ-3F9X-TW2B-8HCE", salt);
  const stretchedMs = performance.now() - started;
  const paired = await pair(verifier, salt);
  const wrong = await connect("password", await stretch("not the password", salt), paired.hostKey);
  const first = await connect("password", verifier, paired.hostKey);
  if (typeof first === "string") throw new Error(first);
  const [{ connectionId, resumeSecret }] = first;
  const second = await connect("resume", resumeSecret, paired.hostKey, connectionId);
  if (typeof second === "string") throw new Error(second);
  return {
    triesLeft: paired.triesLeft,
    computerName: paired.computerName,
    wrong,
    pong: await ping(first, 41),
    resumedPong: await ping(second, 42),
    stretchedMs,
    violations,
  };
}

play().then(
  (result) => (document.title = JSON.stringify(result)),
  (error: unknown) => (document.title = JSON.stringify({ error: String(error), violations })),
);

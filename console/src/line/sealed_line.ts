/** A line through the relay: ticket, handshake, then sealed frames both ways (docs/protocol.md §6). Nothing here knows what a tool does. */
import { fromBase64url } from "../protocol/bytes.ts";
import { encodeMessage } from "../protocol/codec.ts";
import { type Secured, TechnicianConnecting } from "../protocol/connecting.ts";
import type { Bytes, Message } from "../protocol/messages.gen.ts";
import { ProtocolError } from "../protocol/protocol-error.ts";
import { Kind, type Opened } from "../protocol/sealing.ts";
import { passwordVerifier } from "../protocol/verifier.ts";
import { hostsCode, type Line, LineBroken, type LineEvents, type OpenLine, type Proof, Refused } from "./line.ts";
import { OrderedQueue } from "./ordered_queue.ts";
import type { ConnectionOffer } from "./states.ts";

/** Two pictures of the largest size may be under way, and a little more. */
const MAX_WAITING_BYTES = 48 * 1024 * 1024;
/** What a waiting frame takes beside its bytes, rounded up: a million tiny ones take half a gigabyte. */
const FRAME_BYTES = 512;
/** With so much unsent the pointer's way is left out: only where it ends counts. */
const SLOW_BYTES = 64 * 1024;
/** Pairing is bounded by the relay (60 s), then two round trips. */
const OPEN_WITHIN_MS = 75_000;
/** Closes of the relay that say why no try will help. */
const FINAL_CLOSES: Readonly<Record<number, string>> = { 4025: "DP-606", 4026: "DP-607" };
/** What the relay's close codes say before the line stands. */
const CLOSE_CODES: Readonly<Record<number, string>> = {
  4020: "DP-209",
  4022: "DP-601",
  4023: "DP-206",
  4024: "DP-210",
};

type Arrival =
  | { readonly frame: Bytes }
  | { readonly opening: Promise<Opened> }
  | { readonly text: string }
  | { readonly closed: number };

/** Opens a line and proves the technician to the pinned host. Rejects with `Refused` or `LineBroken`. */
export const openSealedLine: OpenLine = async ({ offer, proof, tool, technician, events }) => {
  const secret = await secretOf(proof, offer);
  const handshake = await TechnicianConnecting.begin({
    mode: proof.mode,
    secret,
    ...(proof.mode !== "password" ? { connectionId: proof.secret.connectionId } : {}),
    hostKey: fromBase64url(offer.host_key),
    serverAddress: offer.server_address,
    sessionId: offer.session_id,
    tool,
    technicianName: technician,
  });
  return new Promise((resolve, reject) => {
    new SealedLine(socketTo(offer), handshake, events, resolve, reject);
  });
};

async function secretOf(proof: Proof, offer: ConnectionOffer): Promise<Bytes> {
  if (proof.mode !== "password") return proof.secret.key;
  try {
    return await passwordVerifier(proof.password, fromBase64url(offer.verifier_salt));
  } catch (cause) {
    // Too short or too long to be any session's password: no try is spent on it.
    if (cause instanceof RangeError) throw new Refused("DP-401");
    throw cause;
  }
}

function socketTo(offer: ConnectionOffer): WebSocket {
  const address = new URL(offer.relay_url, location.href);
  address.searchParams.set("ticket", offer.ticket);
  const socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  return socket;
}

class SealedLine {
  readonly #socket: WebSocket;
  readonly #handshake: TechnicianConnecting;
  readonly #events: LineEvents;
  readonly #opened: (line: Line) => void;
  readonly #failed: (problem: Refused | LineBroken) => void;
  readonly #queue: OrderedQueue<Arrival>;
  readonly #timer: ReturnType<typeof setTimeout>;
  #secured: Secured | undefined;
  /** Frames that came before the handshake was over and are still to be handled: those that follow must not be opened before them. */
  #unopened = 0;
  #sending: Promise<void> = Promise.resolve();
  #over = false;

  constructor(
    socket: WebSocket,
    handshake: TechnicianConnecting,
    events: LineEvents,
    opened: (line: Line) => void,
    failed: (problem: Refused | LineBroken) => void,
  ) {
    this.#socket = socket;
    this.#handshake = handshake;
    this.#events = events;
    this.#opened = opened;
    this.#failed = failed;
    this.#queue = new OrderedQueue({
      handle: (arrival) => this.#handle(arrival),
      failed: (cause) => this.#break(cause),
      maxBytes: MAX_WAITING_BYTES,
    });
    this.#timer = setTimeout(() => this.#break(new LineBroken("DP-210")), OPEN_WITHIN_MS);
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === "string") this.#queue.push({ text: data }, FRAME_BYTES + data.length);
      else this.#queue.push(this.#arrival(new Uint8Array(data)), FRAME_BYTES + data.byteLength);
    };
    socket.onclose = ({ code }) => this.#queue.push({ closed: code }, 0);
  }

  /** Frames are opened as they come, on another thread, while those before them are handled. */
  #arrival(frame: Bytes): Arrival {
    if (!this.#secured || this.#unopened > 0) {
      this.#unopened++;
      return { frame };
    }
    const opening = this.#secured.opener.open(frame);
    // Told where it is awaited; a line that is closed before waits for none.
    opening.catch(() => undefined);
    return { opening };
  }

  async #handle(arrival: Arrival): Promise<void> {
    if ("closed" in arrival) {
      // Who gave the session away does not come back by themselves, though owner and admins might.
      const why = FINAL_CLOSES[arrival.closed];
      this.#break(why ? new Refused(why) : new LineBroken(CLOSE_CODES[arrival.closed]));
    } else if ("text" in arrival) this.#serverSays(arrival.text);
    else if ("opening" in arrival) await this.#say(await arrival.opening);
    else {
      this.#unopened--;
      if (this.#secured) await this.#say(await this.#secured.opener.open(arrival.frame));
      else await this.#shakeHands(arrival.frame);
    }
  }

  /** Text frames are the server's: both sides are there. */
  #serverSays(text: string): void {
    if (text.length < 256 && text.includes('"paired"') && !this.#secured) this.#socket.send(this.#handshake.hello);
  }

  async #shakeHands(frame: Bytes): Promise<void> {
    const outcome = await this.#handshake.receive(frame);
    if (outcome.type === "send") this.#socket.send(outcome.data);
    else if (outcome.type === "refused") {
      const { dp, retry_after_s, tries_left } = outcome.refused;
      this.#break(new Refused(hostsCode(dp), retry_after_s ?? 0, tries_left ?? undefined));
    } else {
      clearTimeout(this.#timer);
      this.#secured = outcome;
      this.#opened({
        ...this.#ways(outcome),
        resume: { connectionId: outcome.connectionId, key: outcome.resumeSecret },
        channel: { connectionId: outcome.connectionId, key: outcome.channelSecret },
      });
    }
  }

  #ways(secured: Secured): Pick<Line, "send" | "sendBulk" | "close" | "unsent"> {
    const socket = this.#socket;
    return {
      send: (message) => this.#send(secured, message),
      sendBulk: (bytes) => this.#seal(secured, Kind.bulk, bytes),
      close: () => this.#close(),
      get unsent() {
        return socket.bufferedAmount;
      },
    };
  }

  async #say({ kind, plain }: Opened): Promise<void> {
    await this.#events.frame(kind, plain);
  }

  #send(secured: Secured, message: Message): void {
    if (message.type === "PointerMoved" && this.#socket.bufferedAmount > SLOW_BYTES) return;
    this.#seal(secured, Kind.message, encodeMessage(message));
  }

  #seal(secured: Secured, kind: Kind, plain: Bytes): void {
    if (this.#over) return;
    const sealed = secured.sealer.seal(kind, plain);
    // Sealing counts in the order of calls; sending keeps that order.
    this.#sending = this.#sending.then(async () => {
      const frame = await sealed;
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
    });
  }

  /** By our own wish: what was said last still leaves. */
  #close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#queue.close();
    void this.#sending.finally(() => this.#socket.close(1000));
  }

  #break(cause: unknown): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#queue.close();
    this.#socket.close();
    if (this.#secured) this.#events.lost(cause instanceof LineBroken ? undefined : cause);
    else this.#failed(asProblem(cause));
  }
}

function asProblem(cause: unknown): Refused | LineBroken {
  if (cause instanceof Refused || cause instanceof LineBroken) return cause;
  if (cause instanceof ProtocolError) return new Refused(cause.dp);
  return new LineBroken("DP-900", { cause });
}

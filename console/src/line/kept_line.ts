/**
 * A line to one host for one tool, from the first proof on: it connects, asks for the password where that is needed, pings, and comes back by
 * itself when it breaks. What is said on it is its owner's. Ending it ends no support session.
 */
import type { Bytes, Message, Tool } from "../protocol/messages.gen.ts";
import {
  hostsCode,
  type Line,
  LineBroken,
  type LineSecret,
  MESSAGE,
  type OpenLine,
  type Proof,
  Refused,
} from "./line.ts";
import { Malformed } from "./malformed.ts";
import { nextStep } from "./reconnection.ts";
import { type RoundTrip, RoundTripMeter, silence } from "./round_trip.ts";
import type { ConnectionOffer, ConnectionState, OfferRefused } from "./states.ts";

const PING_EVERY_MS = 2_000;
/** A line on which nothing came for so long is told as silent: what the technician sees is old, what they do may come late. */
const SAID_SILENT_MS = 3_500;
/** A line on which nothing came for so long, not even answers to pings, is gone though nobody closed it. */
const SILENT_MS = 10_000;
/** Codes after which asking for the password makes no sense. */
const FINAL = new Set(["DP-601", "DP-606", "DP-607", "DP-604", "DP-505", "DP-407", "DP-408", "DP-204"]);

/** What every host says on every line, whatever the tool. */
export const SAID_BY_EVERY_HOST = [
  "ConsentAsked",
  "ConsentGiven",
  "ConnectRefused",
  "Bye",
  "Pong",
  "Restarting",
] as const;
type SaidByEveryHost = Extract<Message, { type: (typeof SAID_BY_EVERY_HOST)[number] }>;

export interface KeptLineParts<Heard extends Message> {
  readonly tool: Tool;
  /** Name the customer sees. */
  readonly technician: string;
  readonly openLine: OpenLine;
  /** A fresh way to the host for every try. */
  readonly obtainOffer: () => Promise<ConnectionOffer | OfferRefused>;
  /** What another tool of the same technician gives, when one is connected in this browser. */
  readonly borrowChannel: () => Promise<LineSecret | undefined>;
  /** One message of the host; undefined for a type nobody here knows. Throws `Malformed`. */
  readonly read: (plain: Bytes) => Heard | SaidByEveryHost | undefined;
  readonly owner: LineOwner<Heard>;
  /** Says goodbye when the technician closes the tool. */
  readonly goodbye?: Message;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface LineOwner<Heard extends Message> {
  /** A new line is being opened: what the last one brought counts no more. */
  begins(): void;
  /** The line stands; the customer may still be asked. What is sent now arrives once they agree. */
  stands(): void;
  /** The customer agreed, or need not be asked. */
  agreed(): void;
  message(message: Heard): void;
  /** A frame that is no message. `current()` is false as soon as its line is given up. */
  frame(kind: number, plain: Bytes, current: () => boolean): Promise<void> | void;
  state(state: ConnectionState): void;
  roundTrip(roundTrip: RoundTrip): void;
}

export class KeptLine<Heard extends Message> {
  readonly #parts: KeptLineParts<Heard>;
  #line: Line | undefined;
  #resume: LineSecret | undefined;
  #meter = new RoundTripMeter();
  #pinger: ReturnType<typeof setInterval> | undefined;
  #closed = false;
  #heardAtMs = 0;
  #connected = false;
  /** The PC restarts: so long its host keeps the key to resume. */
  #backWithinMs: number | undefined;
  /** Counts lines; what an older line still says is not heard. */
  #attempt = 0;

  constructor(parts: KeptLineParts<Heard>) {
    this.#parts = parts;
  }

  /** Connects with what another tool of this browser gives; else, at `idle`, the password must be asked for. */
  async connectBeside(): Promise<void> {
    this.#state({ at: "looking" });
    const attempt = this.#attempt;
    const secret = await this.#parts.borrowChannel();
    if (attempt !== this.#attempt || this.#closed) return;
    if (!secret) {
      this.#state({ at: "idle" });
      return;
    }
    this.#state({ at: "connecting" });
    const problem = await this.#open({ mode: "channel", secret });
    if (problem?.dp === "DP-405") this.#state({ at: "idle" });
    else if (problem) this.#stop(problem);
  }

  /** Proves the session password; the outcome is told as a state. */
  async connect(password: string): Promise<void> {
    this.#state({ at: "connecting" });
    const problem = await this.#open({ mode: "password", password });
    if (problem) this.#stop(problem);
  }

  /** Without a line it goes nowhere: nothing is late. */
  send(message: Message): void {
    this.#line?.send(message);
  }

  /** Nothing came for long: what is said now may be heard late, or never. */
  get silent(): boolean {
    return this.#silentMs(this.#parts.now()) > SAID_SILENT_MS;
  }

  sendBulk(bytes: Bytes): void {
    this.#line?.sendBulk(bytes);
  }

  /** The tool works now: the owner decides what shows that. */
  connected(): void {
    if (!this.#connected) this.#state({ at: "connected" });
  }

  /** What opens further tools, while this one is connected. */
  get channel(): LineSecret | undefined {
    return this.#connected ? this.#line?.channel : undefined;
  }

  /** Says goodbye and stops for good. */
  close(): void {
    this.#closed = true;
    this.#line?.send(this.#parts.goodbye ?? { type: "ViewerEnd" });
    this.#drop();
  }

  /** Opens a line; answers what went wrong, if something did. */
  async #open(proof: Proof): Promise<Refused | LineBroken | undefined> {
    const { openLine, obtainOffer, tool, technician, owner } = this.#parts;
    const attempt = ++this.#attempt;
    const offer = await obtainOffer();
    if (!("ticket" in offer))
      return offer.final ? new Refused(offer.dp ?? "DP-601") : new LineBroken(offer.dp ?? "DP-201");
    owner.begins();
    const events = {
      frame: (kind: number, plain: Bytes) => this.#frame(attempt, kind, plain),
      lost: (cause: unknown) => void this.#lost(attempt, cause),
    };
    try {
      const line = await openLine({ offer, proof, tool, technician, events });
      if (this.#closed) line.close();
      else this.#begin(line);
      return undefined;
    } catch (cause) {
      if (cause instanceof Refused || cause instanceof LineBroken) return cause;
      return new LineBroken("DP-900", { cause });
    }
  }

  #begin(line: Line): void {
    this.#line = line;
    this.#resume = line.resume;
    this.#backWithinMs = undefined;
    this.#meter = new RoundTripMeter();
    const attempt = this.#attempt;
    this.#heardAtMs = this.#parts.now();
    this.#parts.owner.stands();
    const ping = () => {
      const nowMs = this.#parts.now();
      const silentMs = this.#silentMs(nowMs);
      if (silentMs > SILENT_MS) {
        void this.#lost(attempt, undefined);
        return;
      }
      if (silentMs > SAID_SILENT_MS) this.#parts.owner.roundTrip(silence(silentMs));
      line.send({ type: "Ping", number: this.#meter.ping(nowMs) });
    };
    ping();
    this.#pinger = setInterval(ping, PING_EVERY_MS);
  }

  #silentMs(nowMs: number): number {
    return this.#connected ? nowMs - this.#heardAtMs : 0;
  }

  async #frame(attempt: number, kind: number, plain: Bytes): Promise<void> {
    const current = () => attempt === this.#attempt && !this.#closed;
    if (!current()) return;
    this.#heardAtMs = this.#parts.now();
    if (kind === MESSAGE) this.#message(this.#parts.read(plain));
    else await this.#parts.owner.frame(kind, plain, current);
  }

  #message(message: Heard | SaidByEveryHost | undefined): void {
    if (message === undefined) return;
    if (!isSaidByEveryHost(message)) {
      this.#parts.owner.message(message);
      return;
    }
    switch (message.type) {
      case "ConsentAsked":
        this.#state({ at: "asking_customer", timeoutS: message.timeout_s });
        break;
      case "ConsentGiven":
        this.#parts.owner.agreed();
        break;
      case "ConnectRefused":
      case "Bye":
        this.#stop(new Refused(hostsCode(message.dp)));
        break;
      case "Restarting":
        this.#backWithinMs = message.back_within_s * 1000;
        break;
      case "Pong": {
        const roundTrip = this.#meter.pong(message.number, this.#parts.now());
        if (roundTrip) this.#parts.owner.roundTrip(roundTrip);
        break;
      }
    }
  }

  /** The line is gone: malformed bytes and a refusal end the connection, everything else is tried again with the key to resume. */
  async #lost(attempt: number, cause: unknown): Promise<void> {
    if (attempt !== this.#attempt || this.#closed) return;
    this.#drop();
    if (cause instanceof Malformed) {
      this.#state({ at: "ended", dp: "DP-205", detail: cause.message });
      return;
    }
    const secret = this.#resume;
    if (cause instanceof Refused) this.#stop(cause);
    else if (!secret) this.#stop(new LineBroken());
    else await this.#comeBack(secret, this.#parts.now());
  }

  async #comeBack(secret: LineSecret, lostAtMs: number): Promise<void> {
    for (let tries = 0; ; tries++) {
      const next = nextStep(lostAtMs, this.#parts.now(), tries, this.#backWithinMs);
      if (next.step === "password") {
        this.#stop(new LineBroken());
        return;
      }
      const attempt = this.#attempt;
      const restarting = this.#backWithinMs === undefined ? {} : { restarting: true as const };
      this.#state({ at: "reconnecting", inMs: next.inMs, lostForMs: this.#parts.now() - lostAtMs, ...restarting });
      await this.#parts.sleep(next.inMs);
      if (this.#closed || attempt !== this.#attempt) return;
      const problem = await this.#open({ mode: "resume", secret });
      if (!problem) return;
      if (problem instanceof Refused) {
        this.#stop(problem);
        return;
      }
    }
  }

  /** Asks for the password again, or ends where a password cannot help. */
  #stop(problem: Refused | LineBroken): void {
    this.#drop();
    this.#resume = undefined;
    const { dp } = problem;
    if (FINAL.has(dp)) this.#state({ at: "ended", dp, detail: undefined });
    else if (problem instanceof Refused) {
      this.#state({ at: "password", dp, retryAfterS: problem.retryAfterS, triesLeft: problem.triesLeft });
    } else this.#state({ at: "password", dp, retryAfterS: 0, triesLeft: undefined });
  }

  #drop(): void {
    this.#attempt++;
    clearInterval(this.#pinger);
    this.#line?.close();
    this.#line = undefined;
  }

  #state(state: ConnectionState): void {
    this.#connected = state.at === "connected";
    this.#parts.owner.state(state);
  }
}

function isSaidByEveryHost(message: Message): message is SaidByEveryHost {
  return SAID_BY_EVERY_HOST.some((type) => type === message.type);
}

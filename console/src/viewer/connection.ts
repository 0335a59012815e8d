/**
 * One technician's connection to one host, from the password to the last picture: connects, draws, answers, and comes back by itself when the
 * line breaks. The picture stays on the page meanwhile. Ending it ends no support session.
 */
import { type HostMessage, readHostMessage } from "./host_messages.ts";
import type { ViewerInput } from "./input.ts";
import {
  type Line,
  LineBroken,
  MESSAGE,
  type OpenLine,
  PICTURE,
  type Proof,
  Refused,
  type ResumeSecret,
} from "./line.ts";
import { MalformedPicture } from "./malformed.ts";
import type { PictureCanvas } from "./picture_canvas.ts";
import { nextStep } from "./reconnection.ts";
import { RoundTripMeter } from "./round_trip.ts";
import { type ViewerWish, Wishes } from "./wishes.ts";
import type { ConnectionOffer, ConnectionState, FromWorker, OfferRefused } from "./worker_messages.ts";

const PING_EVERY_MS = 2_000;
/** A line on which nothing came for so long, not even answers to pings, is gone though nobody closed it. */
const SILENT_MS = 10_000;
/** So many broken videos within so long: this browser does not play them, whatever it says of itself. */
const BROKEN_VIDEOS = 3;
const BROKEN_WITHIN_MS = 60_000;
/** Codes after which asking for the password makes no sense. */
const FINAL = new Set(["DP-601", "DP-606", "DP-607", "DP-604", "DP-505", "DP-407", "DP-204"]);

export interface ConnectionParts {
  readonly technician: string;
  readonly openLine: OpenLine;
  readonly obtainOffer: () => Promise<ConnectionOffer | OfferRefused>;
  readonly canvas: Pick<PictureCanvas, "startConnection" | "draw">;
  /** This browser decodes H.264. */
  readonly showsVideos: Promise<boolean>;
  readonly tell: (message: FromWorker) => void;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export class Connection {
  readonly #parts: ConnectionParts;
  #line: Line | undefined;
  #resume: ResumeSecret | undefined;
  #meter = new RoundTripMeter();
  readonly #wishes = new Wishes();
  #pinger: ReturnType<typeof setInterval> | undefined;
  #closed = false;
  #heardAtMs = 0;
  /** When videos broke lately. */
  #brokenAtMs: number[] = [];
  #givesUpVideos = false;
  /** The page knows that pictures come. */
  #shown = false;
  /** Counts lines; what an older line still says is not heard. */
  #attempt = 0;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  /** Proves the session password; the outcome is told as a state. */
  async connect(password: string): Promise<void> {
    this.#state({ at: "connecting" });
    const problem = await this.#open({ mode: "password", password });
    if (problem) this.#stop(problem);
  }

  /** Sends the technician's mouse or keyboard; without a line it goes nowhere: input is never late. */
  input(input: ViewerInput): void {
    this.#line?.send(input);
  }

  /** How the technician wants the picture, on this line and those that follow it. */
  wish(wish: ViewerWish): void {
    this.#wishes.wish(wish, (message) => this.#line?.send(message));
  }

  /** Says goodbye and stops for good. */
  close(): void {
    this.#closed = true;
    this.#line?.send({ type: "ViewerEnd" });
    this.#drop();
  }

  /** Opens a line; answers what went wrong, if something did. */
  async #open(proof: Proof): Promise<Refused | LineBroken | undefined> {
    const { openLine, obtainOffer, technician, canvas } = this.#parts;
    const attempt = ++this.#attempt;
    const offer = await obtainOffer();
    if (!("ticket" in offer))
      return offer.final ? new Refused(offer.dp ?? "DP-601") : new LineBroken(offer.dp ?? "DP-201");
    canvas.startConnection();
    this.#wishes.begin();
    const events = {
      frame: (kind: number, plain: Uint8Array) => this.#frame(attempt, kind, plain),
      lost: (cause: unknown) => void this.#lost(attempt, cause),
    };
    try {
      const line = await openLine({ offer, proof, technician, events });
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
    this.#meter = new RoundTripMeter();
    this.#wishes.tellAll((wish) => {
      line.send(wish);
    });
    const attempt = this.#attempt;
    this.#heardAtMs = this.#parts.now();
    const ping = () => {
      const nowMs = this.#parts.now();
      if (this.#shown && nowMs - this.#heardAtMs > SILENT_MS) void this.#lost(attempt, undefined);
      else line.send({ type: "Ping", number: this.#meter.ping(nowMs) });
    };
    void this.#parts.showsVideos.then((video) => {
      line.send({ type: "ViewerShows", video: video && !this.#givesUpVideos });
    });
    ping();
    this.#pinger = setInterval(ping, PING_EVERY_MS);
  }

  async #frame(attempt: number, kind: number, plain: Uint8Array): Promise<void> {
    if (attempt !== this.#attempt || this.#closed) return;
    this.#heardAtMs = this.#parts.now();
    if (kind === PICTURE) return this.#picture(attempt, plain);
    if (kind === MESSAGE) this.#message(readHostMessage(plain));
  }

  async #picture(attempt: number, plain: Uint8Array): Promise<void> {
    const { seq, resized, incomplete } = await this.#parts.canvas.draw(plain);
    if (attempt !== this.#attempt || this.#closed) return;
    if (incomplete) this.#videoBroke();
    if (resized) this.#parts.tell({ type: "resized", size: resized });
    this.#line?.send({ type: "PictureAck", seq });
    if (!this.#shown) this.#state({ at: "connected" });
    this.#parts.tell({ type: "drawn", seq });
  }

  /** Everything must come again; without videos where they keep breaking, for else it would come again and again. */
  #videoBroke(): void {
    const nowMs = this.#parts.now();
    this.#brokenAtMs = [...this.#brokenAtMs.filter((atMs) => nowMs - atMs < BROKEN_WITHIN_MS), nowMs];
    if (this.#brokenAtMs.length >= BROKEN_VIDEOS && !this.#givesUpVideos) {
      this.#givesUpVideos = true;
      this.#line?.send({ type: "ViewerShows", video: false });
    }
    this.#line?.send({ type: "RefreshPicture" });
  }

  #message(message: HostMessage | undefined): void {
    const { tell } = this.#parts;
    switch (message?.type) {
      case undefined:
      case "ConsentGiven":
        break;
      case "Screen":
        tell({ type: "screen", screen: message });
        break;
      case "CursorShape":
        tell({ type: "cursor_shape", shape: message });
        break;
      case "CursorMoved":
        tell({ type: "cursor_moved", moved: message });
        break;
      case "ClipboardText":
        tell({ type: "clipboard_text", text: message.text });
        break;
      case "Notice":
        tell({ type: "notice", dp: message.dp });
        break;
      case "Pong": {
        const roundTrip = this.#meter.pong(message.number, this.#parts.now());
        if (roundTrip) tell({ type: "round_trip", roundTrip });
        break;
      }
      case "HostAbilities":
        this.#wishes.hostKnows(message.known, (wish) => this.#line?.send(wish));
        tell({ type: "host_knows", known: message.known });
        break;
      case "HandsHeld":
        tell({ type: "hands", hands: message });
        break;
      case "Figures":
        tell({ type: "figures", figures: message });
        break;
      case "ConsentAsked":
        this.#state({ at: "asking_customer", timeoutS: message.timeout_s });
        break;
      case "ConnectRefused":
      case "Bye":
        this.#stop(new Refused(message.dp));
        break;
    }
  }

  /** The line is gone: a malformed picture and a refusal end the connection, everything else is tried again with the key to resume. */
  async #lost(attempt: number, cause: unknown): Promise<void> {
    if (attempt !== this.#attempt || this.#closed) return;
    this.#drop();
    if (cause instanceof MalformedPicture) {
      this.#state({ at: "ended", dp: "DP-205", detail: cause.message });
      return;
    }
    const secret = this.#resume;
    if (cause instanceof Refused) this.#stop(cause);
    else if (!secret) this.#stop(new LineBroken());
    else await this.#comeBack(secret, this.#parts.now());
  }

  async #comeBack(secret: ResumeSecret, lostAtMs: number): Promise<void> {
    for (let tries = 0; ; tries++) {
      const next = nextStep(lostAtMs, this.#parts.now(), tries);
      if (next.step === "password") {
        this.#stop(new LineBroken());
        return;
      }
      const attempt = this.#attempt;
      this.#state({ at: "reconnecting", inMs: next.inMs, lostForMs: this.#parts.now() - lostAtMs });
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
    this.#shown = state.at === "connected";
    this.#parts.tell({ type: "state", state });
  }
}

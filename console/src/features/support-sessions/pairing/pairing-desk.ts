/**
 * The technician's end of pairing, from the page being open to the host being paired: holds the mailbox socket, the code
 * and its life, and answers the host in order. One desk per session and browser (the caller holds the Web Lock).
 */
import { waitBeforeAttempt } from "../../../foundation/live/live-stream.ts";
import { Watched } from "../../../foundation/watching/watched.ts";
import { codeToShow, expiresAt, isBurned, makeCode, type Random, type SecurityCode } from "./security-code.ts";
import type { SavedPairing } from "./pairing-storage.ts";

/** What the protocol's half needs from us and tells us; the real one is `protocol/pairing.ts`. */
export type PairingEvent =
  | { type: "send"; data: Uint8Array<ArrayBuffer> }
  | { type: "code_wrong"; triesLeft: number }
  | { type: "code_expired" }
  | { type: "paired" };

export interface PairingSide {
  useCode(code: SecurityCode): void;
  receive(data: Uint8Array<ArrayBuffer>, now: number): Promise<PairingEvent[]>;
}

export interface DeskView {
  /** `replaced`: another page answers for this session now; `over`: the session ended. */
  line: "connecting" | "open" | "lost" | "replaced" | "over";
  hostPresent: boolean;
  code: SecurityCode | null;
  phase: "waiting" | "paired";
  /** Tries left after the newest wrong one of this code; null when none was wrong. */
  wrong: number | null;
  /** The customer typed a code that this one has replaced, and was told so. */
  oldTyped: boolean;
}

export interface DeskSurroundings {
  openSocket: () => WebSocket;
  /** A fresh side of the protocol for this session. */
  makeSide: () => PairingSide;
  /** The first text: who answers here. */
  introduction: { technician_key: string; verifier_salt: string };
  /** Remembers that this browser has said who answers: from now on another key at the server is a take-over. */
  keepIntroduced: () => Promise<void>;
  keep: (code: SecurityCode | null) => Promise<void>;
  now: () => number;
  random: Random;
  codeDigits: number;
}

const REPLACED = 4001;
/** The mailbox counted five guesses of one code. */
const NEW_CODE_NEEDED = 4003;
const SESSION_OVER = 4010;
/** The largest message of the protocol; what is longer is not read. */
const MESSAGE_CAP_BYTES = 4096;

export class PairingDesk extends Watched<DeskView> {
  private side: PairingSide;
  private socket: WebSocket | null = null;
  private work: Promise<void> = Promise.resolve();
  private failures = 0;
  private reconnect: ReturnType<typeof setTimeout> | undefined;
  private renewal: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private atCodeWindow = false;

  constructor(
    saved: Pick<SavedPairing, "code">,
    private readonly around: DeskSurroundings,
  ) {
    super({
      line: "connecting",
      hostPresent: false,
      code: saved.code,
      phase: "waiting",
      wrong: null,
      oldTyped: false,
    });
    this.side = around.makeSide();
    if (saved.code) this.side.useCode(saved.code);
  }

  /** Opens the mailbox and keeps it open until `stop`. */
  start(): void {
    const socket = this.around.openSocket();
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => this.inOrder(() => this.introduce());
    socket.onmessage = (event: MessageEvent<unknown>) => this.inOrder(() => this.take(event.data));
    socket.onclose = (event) => {
      if (this.socket === socket) this.lineEnded(event.code);
    };
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.reconnect);
    clearTimeout(this.renewal);
    this.socket?.close();
    this.socket = null;
  }

  /** The session says whether the host stands at its code window. */
  hostAtCodeWindow(there: boolean): void {
    if (there === this.atCodeWindow) return;
    this.atCodeWindow = there;
    if (!there) return clearTimeout(this.renewal);
    // A host that stands there again after pairing was rolled back: everything starts anew.
    if (this.state.phase === "paired") this.startAnew();
    this.inOrder(() => this.showCode());
  }

  /** The technician asks for another code. */
  makeNewCode(): void {
    this.inOrder(() => this.takeCode(makeCode(this.around.codeDigits, this.around.now(), this.around.random)));
  }

  private startAnew(): void {
    this.side = this.around.makeSide();
    this.change({ phase: "waiting", code: null, wrong: null, oldTyped: false });
  }

  private async showCode(): Promise<void> {
    if (!this.atCodeWindow || this.state.phase === "paired") return;
    const { codeDigits, now, random } = this.around;
    const code = codeToShow(this.state.code, codeDigits, now(), random);
    if (code === this.state.code) this.scheduleRenewal(code);
    else await this.takeCode(code);
  }

  private async takeCode(code: SecurityCode): Promise<void> {
    // Kept first: a code that was read out must survive a reload.
    await this.around.keep(code);
    this.side.useCode(code);
    // Said again, this tells the mailbox that the tries of a code begin anew.
    this.sayWhoAnswers();
    this.change({ code, wrong: null, oldTyped: false });
    this.scheduleRenewal(code);
  }

  private sayWhoAnswers(): void {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(this.around.introduction));
  }

  private scheduleRenewal(code: SecurityCode): void {
    clearTimeout(this.renewal);
    if (isBurned(code)) return;
    this.renewal = setTimeout(
      () => this.inOrder(() => this.showCode()),
      Math.max(0, expiresAt(code) - this.around.now()) + 50,
    );
  }

  private async introduce(): Promise<void> {
    this.sayWhoAnswers();
    await this.around.keepIntroduced();
    this.failures = 0;
    this.change({ line: "open" });
  }

  private async take(data: unknown): Promise<void> {
    if (typeof data === "string") return this.takeWord(data);
    if (!(data instanceof ArrayBuffer) || data.byteLength > MESSAGE_CAP_BYTES) return;
    for (const event of await this.side.receive(new Uint8Array(data), this.around.now())) await this.follow(event);
  }

  private takeWord(text: string): void {
    const word = JSON.parse(text) as { event?: string; present?: boolean };
    if (word.event === "peer") this.change({ hostPresent: word.present === true });
    if (word.event === "ended") this.change({ line: "over" });
  }

  private async follow(event: PairingEvent): Promise<void> {
    if (event.type === "send") {
      this.socket?.send(event.data);
    } else if (event.type === "code_wrong") {
      const code = this.state.code && { ...this.state.code, triesLeft: event.triesLeft };
      this.change({ code, wrong: event.triesLeft, oldTyped: false });
      await this.around.keep(code);
    } else if (event.type === "code_expired") {
      // Told first, renewed then: the customer must not spend a try of a code that nobody has read out.
      await this.showCode();
      this.change({ oldTyped: true });
    } else {
      clearTimeout(this.renewal);
      this.change({ phase: "paired", code: null, wrong: null });
      await this.around.keep(null);
    }
  }

  private async burnCode(): Promise<void> {
    const code = this.state.code && { ...this.state.code, triesLeft: 0 };
    if (code) this.side.useCode(code);
    this.change({ code });
    await this.around.keep(code);
  }

  private lineEnded(code: number): void {
    this.socket = null;
    if (this.stopped) return;
    if (code === REPLACED || code === SESSION_OVER || this.state.line === "over") {
      return this.change({ line: code === REPLACED ? "replaced" : "over", hostPresent: false });
    }
    this.change({ line: "lost", hostPresent: false });
    if (code === NEW_CODE_NEEDED) this.inOrder(() => this.burnCode());
    this.reconnect = setTimeout(() => this.start(), waitBeforeAttempt(this.failures++, Math.random()));
  }

  /** One thing after the other; a message that breaks the protocol ends the line, and the line heals. */
  private inOrder(task: () => Promise<void> | void): void {
    this.work = this.work.then(task).catch(() => this.socket?.close());
  }
}

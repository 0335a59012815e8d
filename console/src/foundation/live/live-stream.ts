/**
 * One live stream per browser, however many tabs are open: the tab that holds a Web Lock owns the WebSocket and passes
 * what it hears to the others over a BroadcastChannel. When that tab closes, the lock and the work go to another.
 * The stream heals by itself; whoever listens is told when to fetch again what may have been missed.
 */

export type LiveStatus = "connecting" | "open" | "lost";

export type LiveNews =
  | { kind: "message"; data: unknown }
  | { kind: "status"; status: LiveStatus }
  /** The stream is back after a gap: what was fetched before may be stale. */
  | { kind: "gap" };

type Whisper = LiveNews | { kind: "status-please" };

/** What the stream needs from the browser; tests pass their own. */
export interface LiveSurroundings {
  openSocket: () => WebSocket;
  locks: Pick<LockManager, "request">;
  openChannel: () => BroadcastChannel;
  /** A share of the waiting time, 0 to 1, so that many browsers do not return in the same moment. */
  random: () => number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const LOCK = "daypass-live";

/** How long to wait before the attempt after `failures` failed ones: doubling, at most 10 s, with a quarter of chance. */
export function waitBeforeAttempt(failures: number, chance: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
  return full * (0.75 + 0.25 * chance);
}

export class LiveStream {
  private readonly listeners = new Set<(news: LiveNews) => void>();
  private readonly stopped = new AbortController();
  private readonly channel: BroadcastChannel;
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private everOpen = false;
  private leading = false;
  status: LiveStatus = "connecting";

  constructor(private readonly around: LiveSurroundings) {
    this.channel = around.openChannel();
    this.channel.onmessage = (event: MessageEvent<Whisper>) => this.hear(event.data);
  }

  /** Joins the browser's tabs; returns at once. */
  start(): void {
    this.channel.postMessage({ kind: "status-please" });
    const until = new Promise<void>((resolve) => this.stopped.signal.addEventListener("abort", () => resolve()));
    this.around.locks
      .request(LOCK, { signal: this.stopped.signal }, async () => {
        this.leading = true;
        this.connect();
        await until;
      })
      .catch((failure: unknown) => {
        if (!this.stopped.signal.aborted) throw failure;
      });
  }

  /** Leaves; another tab takes over when this one was leading. */
  stop(): void {
    this.stopped.abort();
    clearTimeout(this.timer);
    this.socket?.close();
    this.channel.close();
    this.listeners.clear();
  }

  /** Calls `listener` for every piece of news until the returned function is called. */
  listen(listener: (news: LiveNews) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tries at once instead of waiting: the network is back, or a person pressed the button. */
  retryNow(): void {
    if (!this.leading || this.socket) return;
    clearTimeout(this.timer);
    this.connect();
  }

  private connect(): void {
    const socket = this.around.openSocket();
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      if (this.everOpen) this.tell({ kind: "gap" });
      this.everOpen = true;
      this.tell({ kind: "status", status: "open" });
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data === "string") this.tell({ kind: "message", data: parsedOrNothing(event.data) });
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (this.stopped.signal.aborted) return;
      this.tell({ kind: "status", status: "lost" });
      this.timer = setTimeout(() => this.connect(), waitBeforeAttempt(this.failures++, this.around.random()));
    };
  }

  private tell(news: LiveNews): void {
    this.channel.postMessage(news);
    this.deliver(news);
  }

  private hear(whisper: Whisper): void {
    if (whisper.kind !== "status-please") this.deliver(whisper);
    else if (this.leading) this.channel.postMessage({ kind: "status", status: this.status } satisfies Whisper);
  }

  private deliver(news: LiveNews): void {
    if (news.kind === "status") this.status = news.status;
    for (const listener of this.listeners) listener(news);
  }
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

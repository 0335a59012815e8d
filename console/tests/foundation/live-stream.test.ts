import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStream, type LiveNews, waitBeforeAttempt } from "../../src/foundation/live/live-stream.ts";

/** A browser's tabs: one lock, one channel, sockets that the test opens and closes. */
class Tabs {
  readonly sockets: FakeSocket[] = [];
  private readonly ports = new Set<FakeChannel>();
  private queue: Promise<unknown> = Promise.resolve();

  readonly locks = {
    request: (_name: string, options: { signal: AbortSignal }, work: () => Promise<unknown>) => {
      const turn = this.queue.then(() => (options.signal.aborted ? undefined : work()));
      this.queue = turn;
      return turn;
    },
  } as unknown as LockManager;

  openSocket = () => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  };

  openChannel = () => {
    const port = new FakeChannel(this.ports);
    this.ports.add(port);
    return port as unknown as BroadcastChannel;
  };

  tab(): { stream: LiveStream; heard: LiveNews[] } {
    const stream = new LiveStream({
      openSocket: this.openSocket,
      locks: this.locks,
      openChannel: this.openChannel,
      random: () => 1,
    });
    const heard: LiveNews[] = [];
    stream.listen((news) => heard.push(news));
    stream.start();
    return { stream, heard };
  }
}

class FakeSocket {
  onopen: () => void = () => undefined;
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onclose: () => void = () => undefined;
  close(): void {
    this.onclose();
  }
}

class FakeChannel {
  onmessage: (event: { data: unknown }) => void = () => undefined;
  constructor(private readonly ports: Set<FakeChannel>) {}
  postMessage(data: unknown): void {
    for (const port of this.ports) if (port !== this) port.onmessage({ data });
  }
  close(): void {
    this.ports.delete(this);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("the live stream of one browser", () => {
  it("opens one socket for all tabs, and each tab hears the news", async () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.tab(), tabs.tab()];
    await settle();
    expect(tabs.sockets).toHaveLength(1);
    tabs.sockets[0]?.onopen();
    tabs.sockets[0]?.onmessage({ data: '{"type":"session"}' });
    for (const { heard, stream } of [first, second]) {
      expect(heard).toContainEqual({ kind: "message", data: { type: "session" } });
      expect(stream.status).toBe("open");
    }
  });

  it("moves to another tab when the leading one closes", async () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.tab(), tabs.tab()];
    await settle();
    tabs.sockets[0]?.onopen();
    first.stream.stop();
    await settle();
    expect(tabs.sockets).toHaveLength(2);
    tabs.sockets[1]?.onopen();
    expect(second.stream.status).toBe("open");
  });

  it("comes back by itself, and says that something may have been missed", async () => {
    const tabs = new Tabs();
    const { heard, stream } = tabs.tab();
    await settle();
    tabs.sockets[0]?.onopen();
    tabs.sockets[0]?.onclose();
    expect(stream.status).toBe("lost");
    await vi.advanceTimersByTimeAsync(600);
    expect(tabs.sockets).toHaveLength(2);
    tabs.sockets[1]?.onopen();
    expect(heard.slice(-2)).toEqual([{ kind: "gap" }, { kind: "status", status: "open" }]);
  });

  it("tells a tab that comes later how things stand", async () => {
    const tabs = new Tabs();
    tabs.tab();
    await settle();
    tabs.sockets[0]?.onopen();
    expect(tabs.tab().stream.status).toBe("open");
  });

  it("waits longer after each failure, never more than ten seconds", () => {
    expect(waitBeforeAttempt(0, 1)).toBe(500);
    expect(waitBeforeAttempt(3, 1)).toBe(4000);
    expect(waitBeforeAttempt(50, 1)).toBe(10_000);
    expect(waitBeforeAttempt(50, 0)).toBe(7_500);
  });
});

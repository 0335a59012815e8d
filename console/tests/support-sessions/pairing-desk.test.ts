import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type DeskSurroundings,
  PairingDesk,
  type PairingEvent,
  type PairingSide,
} from "../../src/features/support-sessions/pairing/pairing-desk.ts";
import { CODE_LIFE_MS, type SecurityCode } from "../../src/features/support-sessions/pairing/security-code.ts";

class FakeSocket {
  binaryType = "";
  readyState = 1;
  readonly sent: unknown[] = [];
  onopen: () => void = () => undefined;
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;
  send(data: unknown): void {
    this.sent.push(data);
  }
  close(): void {
    this.onclose({ code: 1000 });
  }
}

/** A protocol side that answers what the test has laid ready. */
class FakeSide implements PairingSide {
  codes: SecurityCode[] = [];
  answers: PairingEvent[] = [];
  useCode(code: SecurityCode): void {
    this.codes.push(code);
  }
  receive(): Promise<PairingEvent[]> {
    return Promise.resolve(this.answers.splice(0));
  }
}

function desk(code: SecurityCode | null = null) {
  const sockets: FakeSocket[] = [];
  const sides: FakeSide[] = [];
  const kept: (SecurityCode | null)[] = [];
  let digit = 0;
  const around: DeskSurroundings = {
    openSocket: () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1) as unknown as WebSocket;
    },
    makeSide: () => {
      sides.push(new FakeSide());
      return sides.at(-1) as FakeSide;
    },
    introduction: { technician_key: "key", verifier_salt: "salt" },
    keepIntroduced: () => Promise.resolve(),
    keep: (newest) => {
      kept.push(newest);
      return Promise.resolve();
    },
    now: Date.now,
    random: (into) => {
      into[0] = Math.floor(digit++ / 6) + 1;
    },
    codeDigits: 6,
  };
  const made = new PairingDesk({ code }, around);
  made.start();
  sockets[0]?.onopen();
  return { desk: made, sockets, sides, kept };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const frame = { data: new ArrayBuffer(8) };

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("the technician's end of pairing", () => {
  it("says who answers, and makes a code only when the host stands at the code window", async () => {
    const { desk: it_, sockets, kept } = desk();
    await settle();
    expect(sockets[0]?.sent).toEqual(['{"technician_key":"key","verifier_salt":"salt"}']);
    expect(it_.state.code).toBeNull();
    it_.hostAtCodeWindow(true);
    await settle();
    expect(it_.state.code?.digits).toBe("111111");
    expect(kept.at(-1)?.digits).toBe("111111");
  });

  it("renews the code by itself after fifteen minutes while the host waits", async () => {
    const { desk: it_ } = desk();
    it_.hostAtCodeWindow(true);
    await vi.advanceTimersByTimeAsync(CODE_LIFE_MS - 1000);
    expect(it_.state.code?.digits).toBe("111111");
    await vi.advanceTimersByTimeAsync(2000);
    expect(it_.state.code?.digits).toBe("222222");
    it_.hostAtCodeWindow(false);
    await vi.advanceTimersByTimeAsync(2 * CODE_LIFE_MS);
    expect(it_.state.code?.digits).toBe("222222");
  });

  it("shows a new code when the customer typed one that ran out meanwhile, and says so until the next try", async () => {
    const { desk: it_, sockets, sides } = desk();
    it_.hostAtCodeWindow(true);
    await settle();
    vi.setSystemTime(Date.now() + CODE_LIFE_MS); // the browser slept through the renewal
    sides[0]?.answers.push({ type: "code_expired" });
    sockets[0]?.onmessage(frame);
    await settle();
    expect(it_.state).toMatchObject({ code: { digits: "222222", triesLeft: 5 }, wrong: null, oldTyped: true });
    sides[0]?.answers.push({ type: "code_wrong", triesLeft: 4 });
    sockets[0]?.onmessage(frame);
    await settle();
    expect(it_.state).toMatchObject({ wrong: 4, oldTyped: false });
  });

  it("takes up a kept code with its tries after a reload", async () => {
    const kept = { digits: "417902", madeAt: 1_000_000 - 60_000, triesLeft: 3 };
    const { desk: it_, sides } = desk(kept);
    it_.hostAtCodeWindow(true);
    await settle();
    expect(it_.state.code).toEqual(kept);
    expect(sides[0]?.codes).toEqual([kept]);
  });

  it("counts wrong tries, keeps the count, and burns the code when the mailbox has counted five", async () => {
    const { desk: it_, sockets, sides, kept } = desk();
    it_.hostAtCodeWindow(true);
    await settle();
    sides[0]?.answers.push({ type: "code_wrong", triesLeft: 4 });
    sockets[0]?.onmessage(frame);
    await settle();
    expect(it_.state.wrong).toBe(4);
    expect(kept.at(-1)?.triesLeft).toBe(4);
    sockets[0]?.onclose({ code: 4003 });
    await settle();
    expect(it_.state.code?.triesLeft).toBe(0);
    it_.makeNewCode();
    await settle();
    expect(it_.state.code).toMatchObject({ digits: "222222", triesLeft: 5 });
  });

  it("comes back after a lost line, and stays away once another page answers", async () => {
    const { desk: it_, sockets } = desk();
    await settle();
    sockets[0]?.onclose({ code: 1006 });
    expect(it_.state.line).toBe("lost");
    await vi.advanceTimersByTimeAsync(600);
    expect(sockets).toHaveLength(2);
    sockets[1]?.onclose({ code: 4001 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(it_.state.line).toBe("replaced");
    expect(sockets).toHaveLength(2);
  });

  it("starts anew with another code when a paired host was rolled back", async () => {
    const { desk: it_, sockets, sides } = desk();
    it_.hostAtCodeWindow(true);
    await settle();
    sides[0]?.answers.push({ type: "paired" });
    sockets[0]?.onmessage(frame);
    await settle();
    expect(it_.state).toMatchObject({ phase: "paired", code: null });
    it_.hostAtCodeWindow(false);
    it_.hostAtCodeWindow(true);
    await settle();
    expect(sides).toHaveLength(2);
    expect(it_.state).toMatchObject({ phase: "waiting", code: { digits: "222222" } });
  });

  it("does not read what is larger than the protocol allows", async () => {
    const { desk: it_, sockets, sides } = desk();
    await settle();
    sides[0]?.answers.push({ type: "paired" });
    sockets[0]?.onmessage({ data: new ArrayBuffer(5000) });
    await settle();
    expect(it_.state.phase).toBe("waiting");
  });
});

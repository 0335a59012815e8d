/** The pairing of one session in this tab: what is kept here, whether this tab answers, and the desk itself. */
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { pairingAddress, readSession } from "../../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { isAtCodeWindow } from "../follow/steps.ts";
import { type DeskView, PairingDesk } from "./pairing-desk.ts";
import { PairingStorage, type SavedPairing } from "./pairing-storage.ts";

export type PairingState =
  | { at: "looking" }
  /** Nothing is kept here: prepared by the API, or in another browser. */
  | { at: "not_here" }
  /** Another tab of this browser answers; this one takes over when it closes. */
  | { at: "other_tab" }
  | { at: "here"; view: DeskView; makeNewCode: () => void };

type Found = { at: "looking" } | { at: "not_here" } | { at: "other_tab" } | { at: "here"; desk: PairingDesk };

const LOOKING: Found = { at: "looking" };
const NO_VIEW: DeskView = {
  line: "connecting",
  hostPresent: false,
  code: null,
  phase: "waiting",
  wrong: null,
  oldTyped: false,
};

const NEVER = () => () => undefined;

/** What the server says of itself that pairing needs. */
export interface ServerFacts {
  /** The public address, as the host knows it: this page may have been opened at another spelling of it. */
  address: string;
  codeDigits: number;
}

/**
 * Follows pairing while `wanted`: of a session that is prepared, or of a new password for an active one. `again` makes it
 * look anew after a take-over.
 */
export function usePairing(
  session: SupportSession,
  server: ServerFacts,
  wanted: boolean,
): PairingState & { again: () => void } {
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((count) => count + 1), []);
  const { id } = session;
  const { address, codeDigits } = server;
  // What was found belongs to one session and one look; what another look found is not shown for it.
  const look = `${id} ${session.new_password?.technician_key ?? ""} ${String(round)}`;
  const [newest, setNewest] = useState<{ look: string; found: Found } | null>(null);
  const found = newest?.look === look ? newest.found : LOOKING;
  useEffect(() => {
    if (!wanted) return;
    return followPairing(id, { address, codeDigits }, (seen) => setNewest({ look, found: seen }));
  }, [id, address, codeDigits, wanted, look]);

  const desk = found.at === "here" ? found.desk : null;
  const atCodeWindow = isAtCodeWindow(session);
  useEffect(() => desk?.hostAtCodeWindow(atCodeWindow), [desk, atCodeWindow]);
  const view = useSyncExternalStore(desk?.subscribe ?? NEVER, () => desk?.state ?? NO_VIEW);
  const state: PairingState =
    found.at === "here" ? { at: "here", view, makeNewCode: () => found.desk.makeNewCode() } : { at: found.at };
  return { ...state, again };
}

/** Starts a desk in the one tab that holds the session's lock; returns what ends it. */
function followPairing(sessionId: string, server: ServerFacts, report: (found: Found) => void): () => void {
  const over = new AbortController();
  const end = new Promise<void>((resolve) => over.signal.addEventListener("abort", () => resolve()));
  const answer = async () => {
    const storage = await PairingStorage.open();
    const saved = await storage.load(sessionId);
    if (over.signal.aborted) return;
    if (!saved || (await isAnsweredElsewhere(saved))) return report({ at: "not_here" });
    if (over.signal.aborted) return;
    const desk = await makeDesk(saved, storage, server);
    if (over.signal.aborted) return;
    desk.start();
    report({ at: "here", desk });
    await end;
    desk.stop();
  };
  const lock = `daypass-pairing-${sessionId}`;
  void navigator.locks.request(lock, { ifAvailable: true }, async (held) => {
    if (held) return answer();
    report({ at: "other_tab" });
    // Not awaited: this request must end before the waiting one can be granted.
    void navigator.locks.request(lock, { signal: over.signal }, answer).catch(() => undefined);
  });
  return () => over.abort();
}

/** Whether another browser has taken the session over since this one introduced itself. */
async function isAnsweredElsewhere(saved: SavedPairing): Promise<boolean> {
  if (!saved.introduced) return false;
  const { introductionOf } = await import("./technician-side.ts");
  const session = await readSession(saved.sessionId);
  const answering = (session.state === "active" ? session.new_password : session)?.technician_key ?? null;
  return answering !== null && answering !== (await introductionOf(saved)).technician_key;
}

async function makeDesk(saved: SavedPairing, storage: PairingStorage, server: ServerFacts): Promise<PairingDesk> {
  // Loaded when it is needed: the cryptography is the largest part of the console.
  const { introductionOf, technicianSide } = await import("./technician-side.ts");
  const introduction = await introductionOf(saved);
  let kept = saved;
  const keep = (part: Partial<SavedPairing>) => storage.save((kept = { ...kept, ...part }));
  return new PairingDesk(saved, {
    openSocket: () => new WebSocket(pairingAddress(saved.sessionId)),
    makeSide: () => technicianSide(saved, server.address),
    introduction,
    keepIntroduced: () => keep({ introduced: true }),
    keep: (code) => keep({ code }),
    now: Date.now,
    random: (into) => crypto.getRandomValues(into),
    codeDigits: server.codeDigits,
  });
}

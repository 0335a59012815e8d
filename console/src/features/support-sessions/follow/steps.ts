/**
 * From what the server knows of a session to what the technician sees: the list of steps, the one that waits, and what
 * to say now. Pure: the present moment is an argument.
 */
import type { Milestone, SessionMail, SupportSession } from "../../../foundation/api/types.ts";

export const STEPS = ["mail", "visited", "downloaded", "code", "installing", "active"] as const;
export type StepId = (typeof STEPS)[number];

export interface Step {
  id: StepId;
  state: "done" | "now" | "later";
  /** When it was reached. */
  at: number | null;
}

/** What there is to say on the phone; each has a sentence in the customer's language. */
export type Situation =
  | "open_mail"
  | "type_number"
  | "download"
  | "open_file"
  | "starting"
  | "asking"
  | "elevating"
  | "elevation_refused"
  | "stopped"
  | "read_code"
  | "installing"
  | "install_failed"
  | "ready";

/** After this long without a visit the page offers the number and a look into the spam folder. */
export const LONG_WITHOUT_VISIT_MS = 90_000;

type Facts = Pick<
  SupportSession,
  "state" | "customer_email" | "milestones" | "host_stage" | "host_stage_dp" | "created_at" | "activated_at"
>;

/** The milestones that show a step to be done: its own, or any that can only come later. */
const REACHED_BY: Record<StepId, Milestone[]> = {
  mail: ["mail", "visited", "downloaded", "started", "code", "installing", "active"],
  visited: ["visited", "downloaded", "started", "code", "installing", "active"],
  downloaded: ["started", "code", "installing", "active"],
  code: ["installing", "active"],
  installing: ["active"],
  active: ["active"],
};

/** The steps of a session in order. A mail step is there only for a mail that this server sent, or is about to. */
export function stepsOf(session: Facts, mailIsOurs = true): Step[] {
  const wanted = STEPS.filter((id) => id !== "mail" || (mailIsOurs && isMailStep(session)));
  let waiting = session.state !== "ended";
  return wanted.map((id) => {
    if (REACHED_BY[id].some((milestone) => session.milestones[milestone] !== undefined)) {
      return { id, state: "done", at: reachedAt(session, id) };
    }
    const state = waiting ? "now" : "later";
    waiting = false;
    return { id, state, at: null };
  });
}

/** Not without an address, and not when the customer came another way before any mail went out. */
function isMailStep(session: Facts): boolean {
  if (session.customer_email === "") return false;
  return session.milestones.mail !== undefined || !hasCome(session);
}

/** Whether the customer found the way to us, by link or by number. */
export function hasCome(session: Pick<SupportSession, "milestones">): boolean {
  const { visited, downloaded, started } = session.milestones;
  return visited !== undefined || downloaded !== undefined || started !== undefined;
}

/** Whether a try to send the mail failed and the next one is still to come. */
export function mailWaits(mail: Pick<SessionMail, "state" | "last_error"> | undefined): boolean {
  return mail?.state === "queued" && mail.last_error !== null;
}

function reachedAt(session: Facts, id: StepId): number | null {
  if (id === "code") return session.milestones.installing ?? null;
  if (id === "installing") return session.milestones.active ?? null;
  if (id === "downloaded") return session.milestones.downloaded ?? session.milestones.started ?? null;
  return session.milestones[id] ?? null;
}

/** What to say now. */
export function situationOf(session: Facts): Situation {
  if (session.state === "active") return "ready";
  const told = situationToldByHost(session.host_stage);
  if (told) return told;
  if (session.milestones.started !== undefined) return "starting";
  if (session.milestones.downloaded !== undefined) return "open_file";
  if (session.milestones.visited !== undefined) return "download";
  return session.customer_email === "" || session.milestones.mail === undefined ? "type_number" : "open_mail";
}

function situationToldByHost(stage: string | null): Situation | null {
  switch (stage) {
    case "checking":
      return "starting";
    case "code":
      return "read_code";
    case "asking":
    case "elevating":
    case "elevation_refused":
    case "stopped":
    case "installing":
    case "install_failed":
      return stage;
    default:
      return null;
  }
}

/** Whether the host stands at its code window, so that there must be a code to read out. */
export function isAtCodeWindow(session: Pick<SupportSession, "state" | "host_stage" | "new_password">): boolean {
  if (session.state === "active") return session.new_password?.stage === "code";
  return session.state === "prepared" && session.host_stage === "code";
}

/** Whether the customer has been silent for so long that the number is the better way. */
export function isLongWithoutVisit(session: Facts, now: number): boolean {
  if (session.state !== "prepared" || situationOf(session) !== "open_mail") return false;
  return now - (session.milestones.mail ?? session.created_at) >= LONG_WITHOUT_VISIT_MS;
}

/** Whether news about a session says that somebody has just been invited to it. */
import type { SupportSession } from "../foundation/api/types.ts";

/** News of an older invitation says something else. Clocks of browser and server may differ a little. */
const NEW_FOR_MS = 120_000;

export interface NewInvitation {
  readonly session: SupportSession;
  readonly inviter: string;
  readonly invitedAt: number;
}

export function invitationIn(session: SupportSession, technicianId: string, nowMs: number): NewInvitation | undefined {
  const own = session.colleagues.find((colleague) => colleague.technician.id === technicianId);
  if (!own || session.state !== "active" || Math.abs(nowMs - own.invited_at) > NEW_FOR_MS) return undefined;
  return { session, inviter: own.invited_by, invitedAt: own.invited_at };
}

/** Whether there is nothing to come to any more: the invitation was taken back, or the session has ended. */
export function isOver(session: SupportSession, technicianId: string): boolean {
  return session.state !== "active" || !session.colleagues.some(({ technician }) => technician.id === technicianId);
}

/** Who joins a session by invitation, and what is not offered to them: everything but seeing it and connecting. */
import { useMe } from "../api/me.ts";
import type { SupportSession } from "../api/types.ts";

/** The own invitation to a colleague's session; undefined for one's own, and for what an admin sees anyway. */
export function useOwnInvitation(session: SupportSession) {
  const me = useMe().technician;
  return session.colleagues.find((colleague) => colleague.technician.id === me.id);
}

/** Whether this person may only see the session and connect. */
export function useIsOnlyInvited(session: SupportSession): boolean {
  const me = useMe().technician;
  return me.role === "technician" && session.technician.id !== me.id;
}

/** A session's page with what was said in its chat: two features that know nothing of one another. */
import { KeptTranscript } from "../features/chat/KeptTranscript.tsx";
import { SessionPage } from "../features/support-sessions/follow/SessionPage.tsx";

export function FollowedSession() {
  return <SessionPage transcript={(session) => <KeptTranscript session={session} />} />;
}

/** Over a tool, whatever it is: the password, the line that heals, and how it ended. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { isGone, Problem } from "../api/problem.ts";
import { sessionQuery } from "../api/support-sessions.ts";
import type { SupportSession } from "../api/types.ts";
import { ProblemPanel } from "../design/ProblemPanel.tsx";
import type { RoundTrip } from "../../line/round_trip.ts";
import type { ConnectionState } from "../../line/states.ts";
import type { Tool } from "../../protocol/messages.gen.ts";
import { ConnectDialog } from "./ConnectDialog.tsx";
import { EndedPanel } from "./EndedPanel.tsx";
import { ReconnectingStrip, SilentStrip } from "./ReconnectingStrip.tsx";
import { SessionOverPanel } from "./SessionOverPanel.tsx";
import "./tools.css";

export interface FollowedSession {
  readonly session: SupportSession | undefined;
  /** The session is over: whoever heard of it first, the line or the live stream. */
  readonly over: boolean;
  /** The page works: connected, and the session goes on. */
  readonly works: boolean;
  readonly error: unknown;
  readonly fetching: boolean;
  readonly retry: () => void;
  readonly handedOver: boolean;
}

/** The session beside its line: live news, and what the line heard before them. */
export function useFollowedSession(sessionId: string, state: ConnectionState): FollowedSession {
  const session = useQuery(sessionQuery(sessionId));
  const over = session.data?.state === "ended" || (state.at === "ended" && state.dp === "DP-601");
  // A colleague has it now: the line hears of it, or the live stream; the server knows the name.
  const handedOver = state.at === "ended" && state.dp === "DP-606";
  const { refetch } = session;
  useEffect(() => {
    if (handedOver) void refetch();
  }, [handedOver, refetch]);
  return {
    session: session.data,
    over,
    works: state.at === "connected" && !over,
    error: session.error,
    fetching: session.isFetching,
    retry: () => void refetch(),
    handedOver,
  };
}

interface Props {
  readonly sessionId: string;
  readonly followed: FollowedSession;
  readonly line: {
    readonly tool: Tool;
    readonly state: ConnectionState;
    readonly roundTrip: RoundTrip | undefined;
    readonly connect: (password: string, chatAfter: boolean) => void;
  };
}

const ASKING: readonly ConnectionState["at"][] = ["idle", "connecting", "asking_customer", "password"];

export function LineDialogs({ sessionId, followed, line }: Props) {
  const { session, over, error, handedOver } = followed;
  const { state, tool, roundTrip, connect } = line;
  const gone = isGone(error) ? error : undefined;
  const asking = !over && !gone && ASKING.includes(state.at);
  return (
    <>
      {state.at === "reconnecting" && !over && (
        <ReconnectingStrip inMs={state.inMs} lostForMs={state.lostForMs} restarting={state.restarting ?? false} />
      )}
      {followed.works && roundTrip?.quality === "silent" && <SilentStrip roundTrip={roundTrip} />}
      {error !== null && !gone && state.at !== "ended" && (
        <div className="tool-panel">
          <ProblemPanel problem={error} onRetry={followed.retry} />
        </div>
      )}
      {asking && session && <ConnectDialog session={session} tool={tool} state={state} connect={connect} />}
      {over && session && <SessionOverPanel session={session} />}
      {!over && gone && <EndedPanel sessionId={sessionId} problem={gone} />}
      {!over && !gone && state.at === "ended" && !(handedOver && followed.fetching) && (
        <EndedPanel sessionId={sessionId} problem={endedBy(state.dp ?? "DP-900", session?.technician.name)} />
      )}
    </>
  );
}

/** Why the tool stopped, with what the sentences may name. */
function endedBy(dp: string, technician = ""): Problem {
  return new Problem(409, { code: dp === "DP-607" ? "invitation_withdrawn" : dp, dp, technician });
}

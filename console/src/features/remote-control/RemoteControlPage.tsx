/** The remote screen to the edges of the window, one thin bar, and the dialog that asks for the password. Closing it ends no session. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../foundation/api/me.ts";
import { isGone, Problem } from "../../foundation/api/problem.ts";
import { sessionQuery } from "../../foundation/api/support-sessions.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { ConnectDialog } from "./ConnectDialog.tsx";
import { EndedPanel } from "./EndedPanel.tsx";
import { FiguresPanel } from "./FiguresPanel.tsx";
import { Notices } from "./Notices.tsx";
import { SessionOverPanel } from "./SessionOverPanel.tsx";
import { ReconnectingStrip } from "./ReconnectingStrip.tsx";
import { TouchBar } from "./TouchBar.tsx";
import { useViewer } from "./use-viewer.ts";
import { ViewerBar } from "./ViewerBar.tsx";
import "./remote-control.css";

export function RemoteControlPage() {
  const { id } = useParams({ from: "/signed-in/sessions/$id/remote-control" });
  const { t } = useTranslation();
  const me = useMe();
  const session = useQuery(sessionQuery(id));
  const room = useRef<HTMLDivElement>(null);
  const viewer = useViewer(room, id, me.technician);
  const computer = session.data?.computer_name ?? "";
  useEffect(() => {
    document.title = t("console.remote_control.page_title", { computer });
  }, [t, computer]);
  const { state } = viewer;
  // The line may hear of the end before the live stream does.
  const over = session.data?.state === "ended" || (state.at === "ended" && state.dp === "DP-601");
  // A colleague has it now: the line hears of it, or the live stream; the server knows the name.
  const handedOver = state.at === "ended" && state.dp === "DP-606";
  const { refetch } = session;
  useEffect(() => {
    if (handedOver) void refetch();
  }, [handedOver, refetch]);
  const gone = isGone(session.error) ? session.error : undefined;
  const asking = !over && !gone && ["idle", "connecting", "asking_customer", "password"].includes(state.at);
  return (
    <main className="viewer-page" data-state={over ? "ended" : state.at}>
      <h1 className="viewer-heading">{t("console.remote_control.page_title", { computer })}</h1>
      <div
        ref={room}
        className="viewer-room"
        data-greyed={state.at !== "connected" || undefined}
        data-scale={viewer.scale}
      />
      {state.at === "connected" && !over && session.data && (
        <ViewerBar session={session.data} technician={me.technician.name} viewer={viewer} />
      )}
      {state.at === "connected" && !over && viewer.figuresShown && (
        <FiguresPanel figures={viewer.figures} close={() => viewer.showFigures(false)} />
      )}
      {state.at === "reconnecting" && !over && <ReconnectingStrip inMs={state.inMs} lostForMs={state.lostForMs} />}
      {state.at === "connected" && !over && <TouchBar viewer={viewer} />}
      <Notices
        notices={viewer.notices}
        dismiss={viewer.dismissNotice}
        recordingFailed={viewer.recordingFailed}
        dismissRecordingFailed={viewer.dismissRecordingFailed}
      />
      {session.isError && !gone && state.at !== "ended" && (
        <div className="viewer-panel">
          <ProblemPanel problem={session.error} onRetry={() => void session.refetch()} />
        </div>
      )}
      {asking && session.data && <ConnectDialog session={session.data} state={state} connect={viewer.connect} />}
      {over && session.data && <SessionOverPanel session={session.data} />}
      {!over && gone && <EndedPanel sessionId={id} problem={gone} />}
      {!over && !gone && state.at === "ended" && !(handedOver && session.isFetching) && (
        <EndedPanel sessionId={id} problem={endedBy(state.dp ?? "DP-900", session.data?.technician.name)} />
      )}
    </main>
  );
}

/** Why the viewer stopped, with what the sentences may name. */
function endedBy(dp: string, technician = ""): Problem {
  return new Problem(409, { code: dp === "DP-607" ? "invitation_withdrawn" : dp, dp, technician });
}

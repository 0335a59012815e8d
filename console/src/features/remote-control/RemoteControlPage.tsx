/** The remote screen to the edges of the window, one thin bar, and the dialog that asks for the password. Closing it ends no session. */
import { useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../foundation/api/me.ts";
import { LineDialogs, useFollowedSession } from "../../foundation/tools/LineDialogs.tsx";
import { FiguresPanel } from "./FiguresPanel.tsx";
import { Notices } from "./Notices.tsx";
import { TouchBar } from "./TouchBar.tsx";
import { useViewer } from "./use-viewer.ts";
import { ViewerBar } from "./ViewerBar.tsx";
import "./remote-control.css";

export function RemoteControlPage() {
  const { id } = useParams({ from: "/signed-in/sessions/$id/remote-control" });
  const { t } = useTranslation();
  const me = useMe();
  const room = useRef<HTMLDivElement>(null);
  const viewer = useViewer(room, id, me.technician);
  const followed = useFollowedSession(id, viewer.state);
  const { session, works } = followed;
  const computer = session?.computer_name ?? "";
  const title = t("console.tools.page_title", { tool: t("console.tools.name_remote_control"), computer });
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className="viewer-page" data-state={followed.over ? "ended" : viewer.state.at}>
      <h1 className="viewer-heading">{title}</h1>
      <div
        ref={room}
        className="viewer-room"
        data-greyed={viewer.state.at !== "connected" || undefined}
        data-scale={viewer.scale}
      />
      {works && session && <ViewerBar session={session} technician={me.technician.name} viewer={viewer} />}
      {works && viewer.figuresShown && (
        <FiguresPanel figures={viewer.figures} close={() => viewer.showFigures(false)} />
      )}
      {works && <TouchBar viewer={viewer} />}
      <Notices
        notices={viewer.notices}
        dismiss={viewer.dismissNotice}
        recordingFailed={viewer.recordingFailed}
        dismissRecordingFailed={viewer.dismissRecordingFailed}
      />
      <LineDialogs sessionId={id} followed={followed} line={{ ...viewer, tool: "remote_control" }} />
    </main>
  );
}

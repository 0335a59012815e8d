/** The remote screen to the edges of the window, one thin bar, and the dialog that asks for the password. Closing it ends no session. */
import { useParams } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../foundation/api/types.ts";
import { useMe } from "../../foundation/api/me.ts";
import { LineDialogs, useFollowedSession } from "../../foundation/tools/LineDialogs.tsx";
import { FiguresPanel } from "./FiguresPanel.tsx";
import { Notices } from "./Notices.tsx";
import { TouchBar } from "./TouchBar.tsx";
import { useSideChat } from "./use-side-chat.ts";
import { useViewer } from "./use-viewer.ts";
import { ViewerBar } from "./ViewerBar.tsx";
import "./remote-control.css";

export interface BesideScreen {
  readonly session: SupportSession;
  readonly shown: boolean;
  readonly hide: () => void;
  readonly onUnread: (count: number) => void;
}

interface Props {
  /** The chat beside the screen; it is another feature's. */
  readonly chatPanel?: (beside: BesideScreen) => ReactNode;
}

export function RemoteControlPage({ chatPanel }: Props) {
  const { id } = useParams({ from: "/signed-in/sessions/$id/remote-control" });
  const { t } = useTranslation();
  const me = useMe();
  const room = useRef<HTMLDivElement>(null);
  const viewer = useViewer(room, id, me.technician);
  const followed = useFollowedSession(id, viewer.state);
  const { session, works } = followed;
  const computer = session?.computer_name ?? "";
  const chat = useSideChat(chatPanel !== undefined && (session?.rights.includes("chat") ?? false));
  const [chatWanted, wantChat] = useState(false);
  if (works && chatWanted) {
    wantChat(false);
    chat.open();
  }
  const title = t("console.tools.page_title", { tool: t("console.tools.name_remote_control"), computer });
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main
      className="viewer-page"
      data-state={followed.over ? "ended" : viewer.state.at}
      data-chat={chat.shown || undefined}
    >
      <h1 className="viewer-heading">{title}</h1>
      <div
        ref={room}
        className="viewer-room"
        data-greyed={viewer.state.at !== "connected" || undefined}
        data-scale={viewer.scale}
      />
      {works && session && <ViewerBar session={session} technician={me.technician.name} viewer={viewer} chat={chat} />}
      {session &&
        chat.opened &&
        !followed.over &&
        chatPanel?.({ session, shown: chat.shown, hide: chat.hide, onUnread: chat.setUnread })}
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
      <LineDialogs
        sessionId={id}
        followed={followed}
        line={{
          tool: "remote_control",
          state: viewer.state,
          roundTrip: viewer.roundTrip,
          connect: (password, chatAfter) => {
            wantChat(chatAfter);
            viewer.connect(password, chatAfter);
          },
        }}
      />
    </main>
  );
}

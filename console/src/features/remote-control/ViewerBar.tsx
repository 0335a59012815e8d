/** The one thin bar at the top: it hides while the technician works and comes back at the upper edge or with the keyboard. */
import { ActionIcon, Button, Group, Text, Tooltip } from "@mantine/core";
import { useFullscreenDocument } from "@mantine/hooks";
import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconCamera,
  IconLayoutNavbarCollapse,
  IconUserPlus,
  IconX,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { endSession } from "../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../foundation/api/types.ts";
import { InviteColleagueDialog } from "../../foundation/support-sessions/InviteColleagueDialog.tsx";
import { useIsOnlyInvited } from "../../foundation/support-sessions/invited.ts";
import { OtherTools } from "../../foundation/tools/OtherTools.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { ClipboardSwitch } from "./ClipboardSwitch.tsx";
import { KeysMenu } from "./KeysMenu.tsx";
import { ControlButton } from "./ControlButton.tsx";
import { DrawButton } from "./DrawButton.tsx";
import { HoldMenu } from "./HoldMenu.tsx";
import { LatencyDot } from "../../foundation/tools/LatencyDot.tsx";
import { MonitorChoice } from "./MonitorChoice.tsx";
import { RecordButton } from "./RecordButton.tsx";
import { ScreenMenu } from "./ScreenMenu.tsx";
import { useBarShown } from "./use-bar-shown.ts";
import { ChatToggle } from "./ChatToggle.tsx";
import type { SideChat } from "./use-side-chat.ts";
import type { ShownViewer } from "./use-viewer.ts";

interface Props {
  readonly session: SupportSession;
  /** Name of whoever is signed in. */
  readonly technician: string;
  readonly viewer: ShownViewer;
  readonly chat: SideChat;
}

export function ViewerBar({ session, technician, viewer, chat }: Props) {
  const computer = session.computer_name ?? "";
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const bar = useBarShown(element, viewer.controlling);
  const [ending, setEnding] = useState(false);
  const [inviting, setInviting] = useState(false);
  const onlyInvited = useIsOnlyInvited(session);
  return (
    <>
      <div
        ref={element}
        className="viewer-bar"
        data-shown={bar.shown}
        role="toolbar"
        aria-label={t("console.remote_control.bar")}
      >
        <Text fw={600} size="sm" className="viewer-computer">
          {computer}
        </Text>
        <ControlButton viewer={viewer} me={technician} />
        <MonitorChoice viewer={viewer} />
        <ScreenMenu viewer={viewer} />
        <FullScreenButton />
        <BarIcon label={t("console.remote_control.screenshot")} onClick={() => viewer.saveScreenshot(computer)}>
          <IconCamera size={18} aria-hidden />
        </BarIcon>
        <RecordButton viewer={viewer} computer={computer} />
        <KeysMenu viewer={viewer} />
        <DrawButton viewer={viewer} />
        <HoldMenu viewer={viewer} />
        <ClipboardSwitch viewer={viewer} />
        {chat.offered && <ChatToggle chat={chat} />}
        <OtherTools session={session} without={chat.offered ? ["remote_control", "chat"] : ["remote_control"]} />
        <LatencyDot roundTrip={viewer.roundTrip} />
        {!onlyInvited && (
          <>
            <BarIcon label={t("console.colleagues.action")} onClick={() => setInviting(true)}>
              <IconUserPlus size={18} aria-hidden />
            </BarIcon>
            <Button size="compact-sm" color="red" variant="light" onClick={() => setEnding(true)}>
              {t("console.remote_control.end_session")}
            </Button>
          </>
        )}
        <BarIcon label={t("console.remote_control.hide")} onClick={bar.hide}>
          <IconLayoutNavbarCollapse size={18} aria-hidden />
        </BarIcon>
        <Tooltip label={t("console.remote_control.close_hint")} openDelay={300}>
          <ActionIcon
            variant="subtle"
            color="gray"
            component={Link}
            to={`/sessions/${session.id}`}
            aria-label={t("console.remote_control.close_hint")}
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <EndDialog opened={ending} close={() => setEnding(false)} sessionId={session.id} />
      <InviteColleagueDialog session={session} opened={inviting} close={() => setInviting(false)} />
    </>
  );
}

function FullScreenButton() {
  const { t } = useTranslation();
  const { fullscreen, toggle } = useFullscreenDocument();
  const label = t(fullscreen ? "console.remote_control.leave_full_screen" : "console.remote_control.full_screen");
  return (
    <BarIcon label={label} onClick={() => void toggle()}>
      {fullscreen ? <IconArrowsMinimize size={18} aria-hidden /> : <IconArrowsMaximize size={18} aria-hidden />}
    </BarIcon>
  );
}

function BarIcon({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label} openDelay={300}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** *End session now* removes the host from the PC, so it asks once. */
function EndDialog({ opened, close, sessionId }: { opened: boolean; close: () => void; sessionId: string }) {
  const { t } = useTranslation();
  const end = useMutation({ mutationFn: () => endSession(sessionId), onSuccess: close });
  return (
    <Dialog
      opened={opened}
      onClose={close}
      title={t("console.remote_control.end_session")}
      transitionProps={{ duration: 0 }}
    >
      <Text mb="md">{t("console.remote_control.end_question")}</Text>
      {end.isError && <ProblemPanel problem={end.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {t("console.remote_control.keep")}
        </Button>
        <Button color="red" loading={end.isPending} onClick={() => end.mutate()}>
          {t("console.remote_control.end_session")}
        </Button>
      </Group>
    </Dialog>
  );
}

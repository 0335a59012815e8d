/** The page around a tool: its head with the PC and the other tools, the tool below, and over it whatever the line has to say. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { EndSessionButton } from "../support-sessions/EndSessionButton.tsx";
import { useIsOnlyInvited } from "../support-sessions/invited.ts";
import { LatencyDot } from "./LatencyDot.tsx";
import { LineDialogs, useFollowedSession } from "./LineDialogs.tsx";
import { OtherTools } from "./OtherTools.tsx";
import type { SupportSession } from "../api/types.ts";
import type { ShownLine } from "./use-tool-line.ts";

interface Props {
  readonly sessionId: string;
  readonly line: ShownLine;
  /** In the head, between the name and the other tools. */
  readonly actions?: ReactNode;
  /** The tool itself; it stays, greyed, while the line heals. */
  readonly children: ReactNode;
}

export function ToolPage({ sessionId, line, actions, children }: Props) {
  const { t } = useTranslation();
  const followed = useFollowedSession(sessionId, line.state);
  const { session, works } = followed;
  const [begun, setBegun] = useState(false);
  if (works && !begun) setBegun(true);
  const computer = session?.computer_name ?? "";
  const tool = t(`console.tools.name_${line.tool}`);
  useEffect(() => {
    document.title = t("console.tools.page_title", { tool, computer });
  }, [t, tool, computer]);
  return (
    <div className="tool-page" data-state={followed.over ? "ended" : line.state.at}>
      <header className="tool-head">
        <h1>
          {tool}
          {computer !== "" && (
            <span className="tool-computer" title={computer}>
              {computer}
            </span>
          )}
        </h1>
        <div className="tool-actions">
          {begun && actions}
          {works && <LatencyDot roundTrip={line.roundTrip} />}
          {session && <OtherTools session={session} without={[line.tool]} />}
          {session && works && <EndButton session={session} />}
          <Tooltip label={t("console.tools.close_hint", { tool })} openDelay={300}>
            <ActionIcon
              variant="subtle"
              color="gray"
              component={Link}
              to={`/sessions/${sessionId}`}
              aria-label={t("console.tools.close_hint", { tool })}
            >
              <IconX size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      </header>
      <main className="tool-body" data-greyed={!works || undefined} inert={!works}>
        {begun && children}
      </main>
      <LineDialogs sessionId={sessionId} followed={followed} line={line} />
    </div>
  );
}

function EndButton({ session }: { session: SupportSession }) {
  return useIsOnlyInvited(session) ? null : <EndSessionButton session={session} quiet />;
}

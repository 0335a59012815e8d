import { Group, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { clockTime, isTomorrow, longDuration, useNow } from "../../../foundation/texts/times.ts";
import { useIsOnlyInvited } from "../../../foundation/support-sessions/invited.ts";
import { PresenceLine } from "../../../foundation/support-sessions/PresenceLine.tsx";
import { ToolButtons } from "../../../foundation/tools/ToolButtons.tsx";
import { NewPasswordButton, NewPasswordOutcome } from "./NewPasswordDialog.tsx";
import { NewPasswordPanel } from "./NewPasswordPanel.tsx";

/** While the session is active: the tools, how long it lasts, whether the PC answers. */
export function ActivePanel({ session }: { session: SupportSession }) {
  const { t, i18n } = useTranslation();
  const now = useNow(30_000);
  const deadline = session.deadline_at ?? now;
  const until = new Intl.DateTimeFormat(i18n.language, { hour: "2-digit", minute: "2-digit" }).format(deadline);
  const onlyInvited = useIsOnlyInvited(session);
  const reachable = session.presence !== "offline";
  return (
    <>
      {!onlyInvited && <NewPasswordPanel session={session} />}
      <Paper withBorder shadow="sm" p={{ base: "lg", sm: "xl" }} component="section">
        <Stack gap="md">
          <div>
            <Text fw={600} fz="lg">
              {session.computer_name || t("console.active.the_pc")}
            </Text>
            <PresenceLine session={session} />
          </div>
          <ToolButtons session={session} name={session.computer_name || t("console.active.the_pc")} size="md" />
          {!onlyInvited && (
            <Group gap="sm">
              <NewPasswordButton session={session} reachable={reachable} />
            </Group>
          )}
          {!onlyInvited && <NewPasswordOutcome session={session} />}
          {onlyInvited && <Text>{t("console.colleagues.ask_password", { name: session.technician.name })}</Text>}
          {!reachable && (
            <Text className="quiet">
              {t("console.active.offline_explains", {
                time: session.seen_at === null ? "–" : clockTime(session.seen_at, now, i18n.language),
              })}
            </Text>
          )}
          <Text className="quiet">
            {t(isTomorrow(deadline, now) ? "console.active.until_tomorrow" : "console.active.until_today", {
              time: until,
              left: longDuration(deadline - now),
            })}
          </Text>
        </Stack>
      </Paper>
    </>
  );
}

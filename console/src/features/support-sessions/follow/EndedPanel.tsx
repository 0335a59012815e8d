import { Alert, Paper, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "../../../foundation/design/links.tsx";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { dayAndTime, longDuration } from "../../../foundation/texts/times.ts";
import { useIsOnlyInvited } from "../../../foundation/support-sessions/invited.ts";
import { RemovalLine } from "../../../foundation/support-sessions/RemovalLine.tsx";
import { ClosingNote } from "./ClosingNote.tsx";
import { LogLine } from "./LogLine.tsx";
import { ReceiptLine } from "./ReceiptLine.tsx";

/** A session that is over: how it ended, and whether the host is gone from the PC. */
export function EndedPanel({ session }: { session: SupportSession }) {
  const { t, i18n } = useTranslation();
  const onlyInvited = useIsOnlyInvited(session);
  const lasted =
    session.activated_at !== null && session.ended_at !== null
      ? longDuration(session.ended_at - session.activated_at)
      : null;
  return (
    <Paper withBorder shadow="sm" p={{ base: "lg", sm: "xl" }} component="section">
      <Stack gap="md">
        <div role="status">
          <Text fw={600} fz="lg">
            {session.ending && t(`console.session.ending_${session.ending}`)}
          </Text>
          <Text className="quiet">
            {session.ended_at !== null && dayAndTime(session.ended_at, i18n.language)}
            {lasted !== null && ` · ${t("console.ended.lasted", { time: lasted })}`}
          </Text>
        </div>
        {session.link_reported_at !== null && (
          <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
            {t("console.session.link_reported")}
          </Alert>
        )}
        <RemovalLine session={session} />
        {session.removal === "pending" && <Text className="quiet">{t("console.ended.removal_pending_explains")}</Text>}
        {session.leftovers !== null && session.leftovers > 0 && (
          <Text role="alert">{t("console.ended.leftovers", { count: session.leftovers })}</Text>
        )}
        <ReceiptLine session={session} />
        <LogLine session={session} />
        {session.activated_at !== null && !onlyInvited && <ClosingNote session={session} />}
        <div>
          <ButtonLink to="/sessions/new">{t("console.list.new_session")}</ButtonLink>
        </div>
      </Stack>
    </Paper>
  );
}

import { Alert, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { dayAndTime } from "../../../foundation/texts/times.ts";

/** What is known of the activity log on the PC: with its fingerprint a saved copy is checked. The lines are not here. */
export function LogLine({ session }: { session: SupportSession }) {
  const { t, i18n } = useTranslation();
  const when = (at: number) => dayAndTime(at, i18n.language);
  if (session.log_head === null || session.log_at === null) return null;
  return (
    <Stack gap={2}>
      <Text>{t("console.ended.log", { count: session.log_lines, when: when(session.log_at) })}</Text>
      <Text className="quiet" fz="sm" style={{ overflowWrap: "anywhere" }}>
        {session.log_head}
      </Text>
      {session.log_differs_at !== null && (
        <Alert color="red" variant="light" role="alert" mt="xs" icon={<IconAlertTriangle aria-hidden />}>
          {t("console.ended.log_differs", { when: when(session.log_differs_at) })}
        </Alert>
      )}
    </Stack>
  );
}

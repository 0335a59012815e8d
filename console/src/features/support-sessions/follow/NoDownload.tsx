import { Alert, Text } from "@mantine/core";
import { IconDownloadOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { hostProgramQuery } from "../../../foundation/api/host-program.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";

/** Customers would find no download: said before anybody reads a number aloud. */
export function NoDownload({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const program = useQuery({ ...hostProgramQuery, enabled: session.milestones.started === undefined }).data;
  if (!program?.trouble || session.milestones.started !== undefined) return null;
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconDownloadOff aria-hidden />}
      title={t("console.no_download.title")}
    >
      <Text>{t(`console.no_download.${program.trouble}`)}</Text>
    </Alert>
  );
}

import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../../foundation/api/types.ts";

/** Whether the link opens nothing any more, so that whatever is said on the phone will not work. */
export function isRevoked(session: SupportSession): boolean {
  return session.link_revoked_at !== null && session.milestones.started === undefined;
}

/** Says so. */
export function LinkRevoked({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  if (!isRevoked(session)) return null;
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      {t("console.session.link_revoked")}
    </Alert>
  );
}

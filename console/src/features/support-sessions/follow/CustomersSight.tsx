import { Alert } from "@mantine/core";
import { IconAlertTriangle, IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../../foundation/api/types.ts";

/** What the customer pressed under "What do you see?" when the app did not start, and what to answer. */
export function CustomersSight({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  if (session.sight === null || session.milestones.started !== undefined) return null;
  return (
    <Alert color="yellow" variant="light" role="alert" icon={<IconEye aria-hidden />} title={t("console.sight.title")}>
      {t(`console.sight.${session.sight}`, { defaultValue: session.sight })}
    </Alert>
  );
}

/** The link opens nothing any more: whatever is said on the phone, it will not work. */
export function LinkRevoked({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  if (session.link_revoked_at === null || session.milestones.started !== undefined) return null;
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      {t("console.session.link_revoked")}
    </Alert>
  );
}

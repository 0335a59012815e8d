import { Alert, Text } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../../foundation/api/types.ts";

/** What the customer pressed under "What do you see?" when the app did not start, and what to answer. */
export function CustomersSight({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  if (session.sight === null || session.milestones.started !== undefined) return null;
  const pressed = t(`customer.sees.${session.sight}.label`, { defaultValue: session.sight });
  return (
    <Alert
      color="yellow"
      variant="light"
      role="alert"
      icon={<IconEye aria-hidden />}
      title={t("console.sight.title", { pressed })}
    >
      <Text>{t(`console.sight.${session.sight}`, { defaultValue: "" })}</Text>
    </Alert>
  );
}

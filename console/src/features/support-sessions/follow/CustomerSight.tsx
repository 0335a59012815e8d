import { Alert, Text } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../../foundation/api/types.ts";

/** The picture the customer pressed on their page because the app did not start, with what the page told them to do. */
export function CustomerSight({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  if (!session.sight || session.milestones.started !== undefined) return null;
  const sight = `customer.sees.${session.sight}`;
  return (
    <Alert
      color="yellow"
      variant="light"
      role="alert"
      icon={<IconEye aria-hidden />}
      title={`${t("console.session.customer_sees")}: ${t(`${sight}.label`)}`}
    >
      <Text>{t(`${sight}.advice`, { technician: session.technician.name })}</Text>
    </Alert>
  );
}

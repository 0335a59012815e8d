import { Text } from "@mantine/core";
import { IconCircleCheck, IconClockPause } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../api/types.ts";

/** Removal confirmed, or not yet: never a guess. */
export function RemovalLine({ session }: { session: Pick<SupportSession, "removal"> }) {
  const { t } = useTranslation();
  if (session.removal === "none") return <Text className="quiet">{t("console.session.removal_none")}</Text>;
  const confirmed = session.removal === "confirmed";
  const Icon = confirmed ? IconCircleCheck : IconClockPause;
  return (
    <span className="with-icon">
      <Icon size={18} aria-hidden className={confirmed ? "good" : "quiet"} />
      {t(confirmed ? "console.session.removal_confirmed" : "console.session.removal_pending")}
    </span>
  );
}

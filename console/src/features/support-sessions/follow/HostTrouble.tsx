import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../../foundation/api/problem.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { problemText } from "../../../foundation/texts/problem-text.ts";

const TROUBLED_STAGES = ["elevation_refused", "install_failed", "stopped"];

/** What the host told that it could not go on with: the same words the customer reads, with the code. */
export function HostTrouble({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const stage = session.host_stage ?? "";
  const dp = session.host_stage_dp ?? (stage === "elevation_refused" ? "DP-102" : null);
  if (dp === null && !TROUBLED_STAGES.includes(stage)) return null;
  if (dp === null) {
    return (
      <Alert color="yellow" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
        {t(stage === "stopped" ? "console.session.host_stopped" : "console.session.host_failed")}
      </Alert>
    );
  }
  const text = problemText(t, new Problem(0, { dp, code: "host" }));
  return (
    <Alert
      color="yellow"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("console.session.customer_sees")}
    >
      <Text>
        {text.happened} {text.why} {text.next}
      </Text>
      <Text size="sm" mt="xs" className="quiet">
        {dp}
      </Text>
    </Alert>
  );
}

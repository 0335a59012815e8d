import { Text } from "@mantine/core";
import { type ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TextLink } from "../foundation/design/links.tsx";
import { EntrancePage } from "../foundation/design/EntrancePage.tsx";
import { ProblemPanel } from "../foundation/design/ProblemPanel.tsx";

/** An address that leads nowhere. */
export function LostPage() {
  const { t } = useTranslation();
  return (
    <EntrancePage title={t("console.lost.title")}>
      <Text>{t("console.lost.why")}</Text>
      <TextLink className="standing-link" to="/">
        {t("console.lost.back")}
      </TextLink>
    </EntrancePage>
  );
}

/** A page that could not be shown at all: the server is away, or a fault of ours. */
export function FailedPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <EntrancePage title={t("console.failed.title")}>
      <ProblemPanel
        problem={error}
        onRetry={() => {
          reset();
          location.reload();
        }}
      />
    </EntrancePage>
  );
}

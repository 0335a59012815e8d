import { Alert, Button, Code, Group, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../foundation/design/CopyButton.tsx";
import "../../foundation/design/records.css";

/** A webhook's secret, the one time it can be seen. */
export function SecretOnce({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      role="status"
      color="yellow"
      variant="light"
      icon={<IconKey aria-hidden />}
      title={t("console.webhooks.secret_title")}
    >
      <Text>{t("console.webhooks.secret_why")}</Text>
      <Code block mt="sm" className="breakable secret-once">
        {secret}
      </Code>
      <Group mt="sm" gap="sm">
        <CopyButton text={secret} label={t("console.webhooks.secret_copy")} />
        <Button variant="subtle" onClick={onDone}>
          {t("console.webhooks.secret_done")}
        </Button>
      </Group>
    </Alert>
  );
}

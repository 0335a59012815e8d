import { Alert, Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Delivery, Webhook } from "../../foundation/api/types.ts";
import {
  changeWebhook,
  deliveriesQuery,
  removeWebhook,
  renewSecret,
  testWebhook,
  webhooksQuery,
} from "../../foundation/api/webhooks.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { AskedButton } from "./AskedButton.tsx";
import { Deliveries, failureWords } from "./Deliveries.tsx";
import { WebhookForm } from "./WebhookForm.tsx";

interface Props {
  webhook: Webhook;
  onSecret: (secret: string) => void;
}

/** One receiver: where, what, whether it works, and what can be done with it. */
export function WebhookCard({ webhook, onSecret }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [changing, change] = useState(false);
  const [log, showLog] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  const test = useMutation({
    mutationFn: () => testWebhook(webhook.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: deliveriesQuery(webhook.id).queryKey }),
  });
  const toggle = useMutation({
    mutationFn: () => changeWebhook(webhook.id, { enabled: !webhook.enabled }),
    onSuccess: refresh,
  });
  return (
    <Paper withBorder shadow="sm" p="lg" component="article" aria-label={webhook.url}>
      <Stack gap="md">
        <Head webhook={webhook} />
        {changing ? (
          <WebhookForm
            url={webhook.url}
            events={webhook.events}
            submit={t("console.webhooks.save")}
            onCancel={() => change(false)}
            onSubmit={async (url, events) => {
              await changeWebhook(webhook.id, { url, events });
              await refresh();
              change(false);
            }}
          />
        ) : (
          <Group gap="sm">
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
              {t("console.webhooks.test")}
            </Button>
            <Button variant="default" onClick={() => change(true)}>
              {t("console.webhooks.change")}
            </Button>
            <Button variant="default" loading={toggle.isPending} onClick={() => toggle.mutate()}>
              {t(webhook.enabled ? "console.webhooks.disable" : "console.webhooks.enable")}
            </Button>
            <AskedButton
              label={t("console.webhooks.new_secret")}
              question={t("console.webhooks.new_secret_question")}
              run={async () => onSecret((await renewSecret(webhook.id)).secret)}
            />
            <AskedButton
              danger
              label={t("console.webhooks.remove")}
              question={t("console.webhooks.remove_question")}
              run={async () => {
                await removeWebhook(webhook.id);
                await refresh();
              }}
            />
            <Button variant="subtle" aria-expanded={log} onClick={() => showLog(!log)}>
              {t("console.webhooks.log")}
            </Button>
          </Group>
        )}
        {test.data && <Tested delivery={test.data} />}
        {test.isError && <ProblemPanel problem={test.error} />}
        {toggle.isError && <ProblemPanel problem={toggle.error} />}
        {log && <Deliveries webhook={webhook} />}
      </Stack>
    </Paper>
  );
}

function Head({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  return (
    <div>
      <Group gap="sm">
        <Text fw={600} className="breakable">
          {webhook.url}
        </Text>
        <Badge radius="md" color={webhook.enabled ? "teal" : "gray"} variant={webhook.enabled ? "filled" : "light"}>
          {t(webhook.enabled ? "console.webhooks.on" : "console.webhooks.off")}
        </Badge>
        {webhook.queued > 0 && <Text size="sm">{t("console.webhooks.waiting", { count: webhook.queued })}</Text>}
        {webhook.failed > 0 && (
          <Text size="sm" c="red">
            {t("console.webhooks.failed", { count: webhook.failed })}
          </Text>
        )}
      </Group>
      <Text size="sm" className="quiet" mt={4}>
        {webhook.events.map((event) => t(`console.webhooks.told_${event.replace(".", "_")}`)).join(" · ")}
      </Text>
    </div>
  );
}

function Tested({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const took = delivery.failure === null;
  return (
    <Alert
      role={took ? "status" : "alert"}
      color={took ? "teal" : "red"}
      variant="light"
      title={took ? undefined : t("console.webhooks.test_failed")}
    >
      <Text>{took ? t("console.webhooks.test_worked", { status: delivery.status }) : failureWords(t, delivery)}</Text>
    </Alert>
  );
}

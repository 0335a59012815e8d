import { Button, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { createWebhook, EVENTS, webhooksQuery } from "../../foundation/api/webhooks.ts";
import { TextLink } from "../../foundation/design/links.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { SecretOnce } from "./SecretOnce.tsx";
import { WebhookCard } from "./WebhookCard.tsx";
import { WebhookForm } from "./WebhookForm.tsx";

/** The company's own systems that are told what becomes of sessions. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const found = useQuery(webhooksQuery);
  const [making, make] = useState(false);
  const [secret, showSecret] = useState<string | null>(null);
  return (
    <Stack gap="lg">
      <TextLink to="/company" className="with-icon" w="fit-content">
        <IconArrowLeft size={18} aria-hidden />
        {t("console.company.title")}
      </TextLink>
      <Group justify="space-between" align="flex-start" gap="md">
        <div className="webhooks-intro">
          <PageTitle fz={26}>{t("console.webhooks.title")}</PageTitle>
          <Text className="quiet" mt={4}>
            {t("console.webhooks.intro")}
          </Text>
        </div>
        {!making && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => make(true)}>
            {t("console.webhooks.add")}
          </Button>
        )}
      </Group>
      {secret !== null && <SecretOnce secret={secret} onDone={() => showSecret(null)} />}
      {making && (
        <Paper withBorder shadow="sm" p="lg">
          <WebhookForm
            url=""
            events={[...EVENTS]}
            submit={t("console.webhooks.create")}
            onCancel={() => make(false)}
            onSubmit={async (url, events) => {
              const made = await createWebhook(url, events);
              showSecret(made.secret);
              make(false);
              await queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
            }}
          />
        </Paper>
      )}
      {found.isPending && <Skeleton height={160} role="status" aria-busy aria-label={t("console.common.loading")} />}
      {found.isError && <ProblemPanel problem={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.items.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} onSecret={showSecret} />
      ))}
      {found.data?.items.length === 0 && !making && (
        <Paper withBorder p="xl">
          <Text fw={600} fz="lg">
            {t("console.webhooks.none")}
          </Text>
          <Text className="quiet">{t("console.webhooks.none_next")}</Text>
        </Paper>
      )}
    </Stack>
  );
}

import { Badge, Button, Code, Group, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Delivery, Webhook } from "../../foundation/api/types.ts";
import { deliveriesQuery, sendAgain } from "../../foundation/api/webhooks.ts";
import { MoreButton } from "../../foundation/design/MoreButton.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { dayAndTime } from "../../foundation/texts/times.ts";
import "../../foundation/design/records.css";

const COLOURS = { sent: "teal", queued: "gray", failed: "red" } as const;

/** Why the last try failed, in a sentence. */
export function failureWords(t: TFunction, delivery: Delivery): string {
  return t(`console.webhooks.failure_${delivery.failure}`, { status: delivery.status });
}

/** What one receiver was told in the last 30 days, and what waits. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery({ ...deliveriesQuery(webhook.id), refetchInterval: 5000 });
  if (found.isPending)
    return <Skeleton height={120} role="status" aria-busy aria-label={t("console.common.loading")} />;
  if (found.isError) return <ProblemPanel problem={found.error} onRetry={() => void found.refetch()} />;
  const deliveries = found.data.pages.flatMap((page) => page.items);
  if (deliveries.length === 0) return <Text className="quiet">{t("console.webhooks.log_empty")}</Text>;
  return (
    <Stack gap="sm">
      <Table className="card-table" verticalSpacing="xs" aria-label={t("console.webhooks.log")}>
        <Table.Tbody>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} webhook={webhook} delivery={delivery} onSent={() => void found.refetch()} />
          ))}
        </Table.Tbody>
      </Table>
      <MoreButton query={found} />
    </Stack>
  );
}

function Row({ webhook, delivery, onSent }: { webhook: Webhook; delivery: Delivery; onSent: () => void }) {
  const { t, i18n } = useTranslation();
  const again = useMutation({ mutationFn: () => sendAgain(webhook.id, delivery.id), onSuccess: onSent });
  const waits = delivery.state === "queued" && delivery.failure !== null;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600} component="div">
          {t(`console.webhooks.told_${delivery.kind.replace(".", "_")}`, { defaultValue: delivery.kind })}
        </Text>
        <Text size="sm" className="quiet figures" component="div">
          {dayAndTime(delivery.created_at, i18n.language)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap="xs">
          <Badge radius="md" variant="light" color={COLOURS[delivery.state]}>
            {t(`console.webhooks.state_${delivery.state}`)}
          </Badge>
          <Text size="sm" className="quiet">
            {t("console.webhooks.tries", { count: delivery.attempts })}
          </Text>
        </Group>
        {delivery.failure !== null && <Text size="sm">{failureWords(t, delivery)}</Text>}
        {waits && (
          <Text size="sm" className="quiet">
            {t("console.webhooks.next_try", { when: dayAndTime(delivery.next_at, i18n.language) })}
          </Text>
        )}
        <details>
          <summary className="quiet">{t("console.webhooks.body")}</summary>
          <Code block className="breakable delivery-body">
            {delivery.body}
          </Code>
        </details>
        {again.isError && <ProblemPanel problem={again.error} />}
      </Table.Td>
      <Table.Td>
        <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          {t("console.webhooks.again")}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

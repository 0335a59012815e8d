import { Badge, Group, Paper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usageQuery } from "../../foundation/api/support-sessions.ts";
import type { CompanyStanding } from "../../foundation/api/types.ts";
import { day, useNow } from "../../foundation/texts/times.ts";

const A_MINUTE_MS = 60_000;

/** The plan, its seats and its time: to read; the operator changes them. */
export function SubscriptionPanel({ subscription }: { subscription: CompanyStanding["subscription"] }) {
  const { t, i18n } = useTranslation();
  const now = useNow(A_MINUTE_MS);
  const inForce = subscription.started_at <= now && (subscription.ends_at === null || now < subscription.ends_at);
  return (
    <Paper withBorder p={{ base: "lg", sm: "xl" }} component="section" aria-labelledby="company-subscription">
      <Group gap="sm">
        <Title order={2} fz={20} id="company-subscription">
          {t("console.company.subscription")}
        </Title>
        {!inForce && (
          <Badge color="red" variant="light" size="lg" radius="md">
            {t("console.company.over")}
          </Badge>
        )}
      </Group>
      <Text className="quiet" mb="md">
        {t("console.company.subscription_explain")}
      </Text>
      <dl className="facts">
        <Fact name={t("console.company.plan")}>{t(`console.company.plan_${subscription.plan}`)}</Fact>
        <Fact name={t("console.company.seats")}>
          <Seats seats={subscription.seats} />
        </Fact>
        <Fact name={t("console.company.since")}>{day(subscription.started_at, i18n.language)}</Fact>
        <Fact name={t("console.company.until")}>
          {subscription.ends_at === null ? t("console.company.no_end") : day(subscription.ends_at, i18n.language)}
        </Fact>
        <Fact name={t("console.company.tools")}>
          {subscription.tools.map((tool) => t(`console.company.tool_${tool}`)).join(" · ") ||
            t("console.company.tool_none")}
        </Fact>
      </dl>
    </Paper>
  );
}

function Seats({ seats }: { seats: number | null }) {
  const { t } = useTranslation();
  const usage = useQuery(usageQuery).data;
  if (!usage) return null;
  const used = usage.company;
  return (
    <>
      {seats === null
        ? t("console.company.seats_unlimited", { used })
        : t("console.company.seats_used", { used, seats })}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="quiet">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

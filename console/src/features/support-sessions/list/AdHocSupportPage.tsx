import { Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "../../../foundation/design/links.tsx";
import { sessionsQuery } from "../../../foundation/api/support-sessions.ts";
import type { SessionList, Usage } from "../../../foundation/api/types.ts";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { EarlierSessions } from "./EarlierSessions.tsx";
import { LiveSessionCard } from "./LiveSessionCard.tsx";

/** The first page: what is live now against its limits, and what was before. */
export function AdHocSupportPage() {
  const { t } = useTranslation();
  const sessions = useQuery(sessionsQuery);
  return (
    <Stack gap="xl">
      <Group justify="space-between" gap="md">
        <Title order={1} fz={28}>
          {t("console.list.title")}
        </Title>
        <ButtonLink to="/sessions/new" size="md" leftSection={<IconPlus size={18} aria-hidden />}>
          {t("console.list.new_session")}
        </ButtonLink>
      </Group>
      {sessions.isPending && <ListShape />}
      {sessions.isError && !sessions.data && (
        <ProblemPanel problem={sessions.error} onRetry={() => void sessions.refetch()} />
      )}
      {sessions.data && <Sessions list={sessions.data} />}
    </Stack>
  );
}

function Sessions({ list }: { list: SessionList }) {
  const { t } = useTranslation();
  const live = list.sessions.filter((session) => session.state !== "ended");
  const earlier = list.sessions.filter((session) => session.state === "ended");
  return (
    <>
      <section aria-labelledby="live-now">
        <Group justify="space-between" align="baseline" mb="sm" gap="xs">
          <Title order={2} fz={20} id="live-now">
            {t("console.list.live_now")}
          </Title>
          <UsageLine usage={list.usage} />
        </Group>
        {live.length === 0 ? (
          <NothingLive first={earlier.length === 0} />
        ) : (
          <Stack gap="md">
            {live.map((session) => (
              <LiveSessionCard key={session.id} session={session} />
            ))}
          </Stack>
        )}
      </section>
      {earlier.length > 0 && <EarlierSessions sessions={earlier} />}
    </>
  );
}

function UsageLine({ usage }: { usage: Usage }) {
  const { t } = useTranslation();
  const parts = [
    t("console.list.usage_mine", { used: usage.mine, limit: usage.mine_limit }),
    t("console.list.usage_company", { used: usage.company, limit: usage.company_limit }),
  ];
  if (usage.seats !== null) parts.push(t("console.list.usage_seats", { used: usage.company, limit: usage.seats }));
  return (
    <Text size="sm" className="quiet">
      {parts.join(" · ")}
    </Text>
  );
}

/** Nobody is being helped: says what to do next, with the five steps for somebody who is new. */
function NothingLive({ first }: { first: boolean }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="xl">
      <Text fw={600} fz="lg">
        {t("console.list.nothing_live")}
      </Text>
      <Text className="quiet">{t("console.list.nothing_live_next")}</Text>
      {first && (
        <SimpleGrid component="ol" cols={{ base: 1, sm: 2 }} spacing="sm" mt="lg" className="five-steps">
          {(["prepare", "mail", "download", "code", "gone"] as const).map((step, index) => (
            <li key={step}>
              <span className="five-steps-number" aria-hidden>
                {index + 1}
              </span>
              {t(`console.list.how_${step}`)}
            </li>
          ))}
        </SimpleGrid>
      )}
    </Paper>
  );
}

/** The page's shape while it loads. */
function ListShape() {
  const { t } = useTranslation();
  return (
    <Stack gap="md" aria-busy aria-label={t("console.common.loading")}>
      <Skeleton height={24} width={180} />
      <Skeleton height={132} />
      <Skeleton height={24} width={140} mt="lg" />
      <Skeleton height={44} />
      <Skeleton height={44} />
    </Stack>
  );
}

import { Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../../foundation/design/PageTitle.tsx";
import { ButtonLink } from "../../../foundation/design/links.tsx";
import { earlierSessionsQuery, liveSessionsQuery, usageQuery } from "../../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { EarlierSessions } from "./EarlierSessions.tsx";
import { LiveSessionCard } from "./LiveSessionCard.tsx";

/** The first page: what is live now against its limits, and what was before. */
export function AdHocSupportPage() {
  const { t } = useTranslation();
  const live = useQuery(liveSessionsQuery);
  const earlier = useInfiniteQuery(earlierSessionsQuery);
  const failed = [live, earlier].find((query) => query.isError && !query.data);
  return (
    <Stack gap="xl">
      <Group justify="space-between" gap="md">
        <PageTitle>{t("console.list.title")}</PageTitle>
        <ButtonLink to="/sessions/new" size="md" leftSection={<IconPlus size={18} aria-hidden />}>
          {t("console.list.new_session")}
        </ButtonLink>
      </Group>
      {failed && <ProblemPanel problem={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && (live.isPending || earlier.isPending) && <ListShape />}
      {live.data && earlier.data && (
        <>
          <LiveNow sessions={live.data.items} first={earlier.data.pages.every((page) => page.items.length === 0)} />
          <EarlierSessions
            sessions={earlier.data.pages.flatMap((page) => page.items)}
            onMore={earlier.hasNextPage ? () => void earlier.fetchNextPage() : undefined}
            loadingMore={earlier.isFetchingNextPage}
          />
        </>
      )}
    </Stack>
  );
}

function LiveNow({ sessions, first }: { sessions: SupportSession[]; first: boolean }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="live-now">
      <Group justify="space-between" align="baseline" mb="sm" gap="xs">
        <Title order={2} fz={20} id="live-now">
          {t("console.list.live_now")}
        </Title>
        <UsageLine />
      </Group>
      {sessions.length === 0 ? (
        <NothingLive first={first} />
      ) : (
        <Stack gap="md">
          {sessions.map((session) => (
            <LiveSessionCard key={session.id} session={session} />
          ))}
        </Stack>
      )}
    </section>
  );
}

function UsageLine() {
  const { t } = useTranslation();
  const usage = useQuery(usageQuery).data;
  if (!usage) return null;
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
    <Stack gap="md" role="status" aria-busy aria-label={t("console.common.loading")}>
      <Skeleton height={24} width={180} />
      <Skeleton height={132} />
      <Skeleton height={24} width={140} mt="lg" />
      <Skeleton height={44} />
      <Skeleton height={44} />
    </Stack>
  );
}

import { Button, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../../foundation/api/problem.ts";
import {
  earlierComputersQuery,
  liveComputersQuery,
  type SoughtSessions,
} from "../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../foundation/api/types.ts";
import { ButtonLink } from "../../foundation/design/links.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { type Asked, type ComputerFilter, filtersSet } from "./computer-filter.ts";
import { EarlierComputers } from "./EarlierComputers.tsx";
import { LiveComputer } from "./LiveComputer.tsx";

interface Props {
  asked: Asked;
  filter: ComputerFilter;
  onClear: () => void;
}

const NEVER: SoughtSessions = { state: "ended" };

/** The group of ad hoc sessions: computers under support now, and earlier ones. */
export function FoundComputers({ asked, filter, onClear }: Props) {
  const { t } = useTranslation();
  const live = useQuery({ ...liveComputersQuery(asked.live ?? NEVER), enabled: asked.live !== undefined });
  const earlier = useInfiniteQuery({
    ...earlierComputersQuery(asked.earlier ?? NEVER),
    enabled: asked.earlier !== undefined,
  });
  const now = (asked.live && live.data?.items) ?? [];
  const before = (asked.earlier && earlier.data?.pages.flatMap((page) => page.items)) ?? [];
  const failed = [asked.live && live, asked.earlier && earlier].filter((query) => query?.isError);
  const pending = (asked.live && live.isPending) || (asked.earlier && earlier.isPending);
  const stale = (asked.live && live.isPlaceholderData) || (asked.earlier && earlier.isPlaceholderData);
  const narrowed = filter.q !== undefined || filtersSet(filter) > 0;
  if (failed[0])
    return (
      <Failed
        problem={failed[0].error}
        onRetry={() => failed.forEach((query) => query && void query.refetch())}
        onClear={narrowed ? onClear : undefined}
      />
    );
  if (pending) return <PageShape />;
  const nothing = now.length + before.length === 0;
  return (
    <section aria-labelledby="ad-hoc-group" aria-busy={stale}>
      <div className="computers-group">
        <Title order={2} fz={20} id="ad-hoc-group">
          {t("console.computers.group")}
        </Title>
        <Counts
          now={asked.live && now.length}
          before={asked.earlier && before.length}
          more={earlier.hasNextPage}
          settled={!stale}
          narrowed={narrowed}
        />
      </div>
      {nothing && (narrowed ? <NothingFound words={filter.q} onClear={onClear} /> : <NoneYet />)}
      {!nothing && (
        <Stack gap="xl" className={stale ? "computers-stale" : undefined}>
          {asked.live && (now.length > 0 || !narrowed) && <UnderSupport sessions={now} />}
          {before.length > 0 && (
            <EarlierComputers
              sessions={before}
              onMore={earlier.hasNextPage ? () => void earlier.fetchNextPage() : undefined}
              loadingMore={earlier.isFetchingNextPage}
            />
          )}
        </Stack>
      )}
    </section>
  );
}

interface CountsProps {
  now: number | undefined;
  before: number | undefined;
  more: boolean;
  settled: boolean;
  /** Words or filters are set: then nothing means that nothing fits. */
  narrowed: boolean;
}

/** How many are shown, read out when that changes. */
function Counts({ now, before, more, settled, narrowed }: CountsProps) {
  const { t } = useTranslation();
  const parts: string[] = [];
  if (now) parts.push(t("console.computers.found_live", { count: now }));
  if (before)
    parts.push(t(more ? "console.computers.found_earlier_more" : "console.computers.found_earlier", { count: before }));
  return (
    <Text size="sm" className="quiet" role="status">
      {settled ? parts.join(" · ") || (narrowed ? t("console.computers.found_nothing") : "") : ""}
    </Text>
  );
}

function UnderSupport({ sessions }: { sessions: SupportSession[] }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="under-support">
      <Title order={3} fz={17} mb="sm" id="under-support">
        {t("console.computers.now")}
      </Title>
      {sessions.length === 0 ? (
        <Text className="quiet">{t("console.computers.none_now")}</Text>
      ) : (
        <ul className="computers">
          {sessions.map((session) => (
            <LiveComputer key={session.id} session={session} />
          ))}
        </ul>
      )}
    </section>
  );
}

function NothingFound({ words, onClear }: { words: string | undefined; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={words === undefined ? t("console.computers.nothing_fits") : t("console.computers.nothing_for", { words })}
      next={t("console.computers.nothing_next")}
    >
      <Button variant="default" onClick={onClear}>
        {t("console.computers.clear")}
      </Button>
    </Panel>
  );
}

function NoneYet() {
  const { t } = useTranslation();
  return (
    <Panel title={t("console.computers.none_yet")} next={t("console.computers.none_yet_next")}>
      <ButtonLink to="/sessions/new">{t("console.list.new_session")}</ButtonLink>
    </Panel>
  );
}

function Panel({ title, next, children }: { title: string; next: string; children: ReactNode }) {
  return (
    <Paper withBorder p="xl">
      <Text fw={600} fz="lg" className="breakable">
        {title}
      </Text>
      <Text className="quiet" mb="md">
        {next}
      </Text>
      {children}
    </Paper>
  );
}

interface FailedProps {
  problem: unknown;
  onRetry: () => void;
  onClear: (() => void) | undefined;
}

/** A search that the server refuses is changed, not tried again. */
function Failed({ problem, onRetry, onClear }: FailedProps) {
  const { t } = useTranslation();
  const refused = asProblem(problem).code === "invalid_request";
  return (
    <>
      <ProblemPanel problem={problem} {...(refused ? {} : { onRetry })}>
        {onClear && (
          <Button variant="default" onClick={onClear}>
            {t("console.computers.clear")}
          </Button>
        )}
      </ProblemPanel>
      {refused && <Text>{t("console.computers.too_odd")}</Text>}
    </>
  );
}

/** The list's shape while it loads. */
function PageShape() {
  const { t } = useTranslation();
  return (
    <Stack gap="md" aria-busy role="status" aria-label={t("console.common.loading")}>
      <Skeleton height={24} width={240} maw="100%" />
      <Skeleton height={190} />
      <Skeleton height={20} width={120} mt="lg" />
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} height={56} />
      ))}
    </Stack>
  );
}

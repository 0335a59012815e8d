import { Badge, Button, Group, Paper, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { csvAddress } from "../../foundation/api/audit.ts";
import type { Opinion, OpinionTally } from "../../foundation/api/types.ts";
import { TextLink } from "../../foundation/design/links.tsx";
import { MoreButton } from "../../foundation/design/MoreButton.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { guidesQuery, opinionsQuery, talliesQuery } from "./guides.ts";
import "./guides.css";

/** What readers said about the guides, for owner and admins. */
export function AnswersPage() {
  const { t } = useTranslation();
  const tallies = useQuery(talliesQuery);
  return (
    <Stack gap="lg">
      <TextLink className="standing-link" to="/guides">
        {t("console.guides.all")}
      </TextLink>
      <Group justify="space-between" gap="md">
        <div>
          <PageTitle>{t("console.guides.answers")}</PageTitle>
          <Text className="quiet" mt={4}>
            {t("console.guides.answers_intro")}
          </Text>
        </div>
        {tallies.data && tallies.data.items.length > 0 && (
          <Button
            component="a"
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            href={csvAddress("/api/guide-opinions", {}, presentLanguage())}
            download
          >
            {t("console.table.csv")}
          </Button>
        )}
      </Group>
      {tallies.isPending && <Skeleton height={200} aria-busy />}
      {tallies.isError && <ProblemPanel problem={tallies.error} onRetry={() => void tallies.refetch()} />}
      {tallies.data?.items.length === 0 && <Text>{t("console.guides.no_answers")}</Text>}
      {tallies.data && tallies.data.items.length > 0 && (
        <>
          <Tallies tallies={tallies.data.items} />
          <Opinions />
        </>
      )}
    </Stack>
  );
}

function reasonWords(t: TFunction, reasons: string[]): string {
  return reasons.map((reason) => t(`guide.reason.${reason}`)).join(" · ");
}

function useTitles(): (slug: string) => string {
  const guides = useQuery(guidesQuery(presentLanguage())).data;
  return (slug) => {
    const title = guides?.items.find((guide) => guide.slug === slug)?.title;
    return title ?? slug;
  };
}

function Tallies({ tallies }: { tallies: OpinionTally[] }) {
  const { t } = useTranslation();
  const titleOf = useTitles();
  return (
    <Paper
      withBorder
      shadow="sm"
      className="guide-tallies"
      role="region"
      tabIndex={0}
      aria-label={t("console.guides.by_article")}
    >
      <Table verticalSpacing="sm" horizontalSpacing="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("console.guides.article")}</Table.Th>
            <Table.Th scope="col">{t("guide.yes")}</Table.Th>
            <Table.Th scope="col">{t("guide.no")}</Table.Th>
            <Table.Th scope="col">{t("console.guides.reasons")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tallies.map((tally) => (
            <Table.Tr key={tally.article}>
              <Table.Th scope="row">
                <TextLink to="/guides/$slug" params={{ slug: tally.article }} className="standing-link">
                  {titleOf(tally.article)}
                </TextLink>
              </Table.Th>
              <Table.Td>{tally.helpful}</Table.Td>
              <Table.Td>{tally.not_helpful}</Table.Td>
              <Table.Td>
                {Object.entries(tally.reasons)
                  .sort(([, one], [, other]) => other - one)
                  .map(([reason, times]) => `${t(`guide.reason.${reason}`)} (${String(times)})`)
                  .join(" · ")}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Opinions() {
  const { t } = useTranslation();
  const titleOf = useTitles();
  const opinions = useInfiniteQuery(opinionsQuery);
  if (opinions.isPending) return <Skeleton height={200} aria-busy />;
  if (opinions.isError && !opinions.data) {
    return <ProblemPanel problem={opinions.error} onRetry={() => void opinions.refetch()} />;
  }
  return (
    <Stack gap="sm">
      <Title order={2} fz={20}>
        {t("console.guides.newest")}
      </Title>
      <Paper withBorder shadow="sm" px="lg" py="xs">
        <ul className="things">
          {opinions.data.pages
            .flatMap((page) => page.items)
            .map((opinion) => (
              <OneOpinion key={opinion.id} opinion={opinion} title={titleOf(opinion.article)} />
            ))}
        </ul>
      </Paper>
      <MoreButton query={opinions} />
    </Stack>
  );
}

function OneOpinion({ opinion, title }: { opinion: Opinion; title: string }) {
  const { t, i18n } = useTranslation();
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <li className="guide-title">
      <Group gap="sm">
        <Badge color={opinion.helpful ? "teal" : "yellow"} variant="light">
          {t(opinion.helpful ? "guide.yes" : "guide.no")}
        </Badge>
        <Text fw={600}>{title}</Text>
        <Text size="sm" className="quiet">
          {when.format(opinion.given_at)} · {opinion.language}
        </Text>
      </Group>
      {opinion.reasons.length > 0 && <Text size="sm">{reasonWords(t, opinion.reasons)}</Text>}
      {opinion.comment !== "" && <Text className="guide-comment">{opinion.comment}</Text>}
    </li>
  );
}

import { Group, Paper, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { useMay } from "../../foundation/api/me.ts";
import type { ListedGuide } from "../../foundation/api/types.ts";
import { ButtonLink, TextLink } from "../../foundation/design/links.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { guidesQuery } from "./guides.ts";
import "./guides.css";

/** Every article: the guides, and one for each error code. */
export function GuidesPage() {
  const { t } = useTranslation();
  const guides = useQuery(guidesQuery(presentLanguage()));
  const mayReport = useMay("reports:read");
  return (
    <Stack gap="xl">
      <Group justify="space-between" gap="md">
        <PageTitle>{t("console.guides.title")}</PageTitle>
        {mayReport && (
          <ButtonLink to="/guides/answers" variant="default">
            {t("console.guides.answers")}
          </ButtonLink>
        )}
      </Group>
      {guides.isPending && <Skeleton height={260} aria-busy />}
      {guides.isError && <ProblemPanel problem={guides.error} onRetry={() => void guides.refetch()} />}
      {guides.data && (
        <>
          <Paper withBorder shadow="sm" px="lg" py="xs">
            <ul className="things">
              {guides.data.items.map((guide) => (
                <li key={guide.slug} className="guide-title">
                  <TextLink className="standing-link" to="/guides/$slug" params={{ slug: guide.slug }} fw={600} fz="lg">
                    {guide.title}
                  </TextLink>
                  <Text className="quiet">{guide.lead}</Text>
                </li>
              ))}
            </ul>
          </Paper>
          <Codes errors={guides.data.errors} />
        </>
      )}
    </Stack>
  );
}

function Codes({ errors }: { errors: ListedGuide[] }) {
  const { t } = useTranslation();
  const [sought, seek] = useState("");
  const words = sought.trim().toLowerCase();
  const found = errors.filter(({ slug, title }) => `${slug} ${title}`.toLowerCase().includes(words));
  return (
    <Stack gap="sm">
      <Title order={2} fz={20}>
        {t("guide.errors.title")}
      </Title>
      <TextInput
        label={t("console.guides.seek")}
        placeholder="DP-301"
        value={sought}
        maxLength={60}
        maw={360}
        onChange={(event) => seek(event.currentTarget.value)}
      />
      <Text className="visually-hidden" role="status">
        {t("console.guides.found", { count: found.length })}
      </Text>
      {found.length === 0 && <Text className="quiet">{t("console.guides.none")}</Text>}
      <ul className="guide-codes">
        {found.map((error) => (
          <li key={error.slug}>
            <TextLink className="standing-link" to="/guides/$slug" params={{ slug: error.slug }}>
              <strong>{error.slug}</strong> {error.title}
            </TextLink>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

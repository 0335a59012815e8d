import { Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import type { GuideBlock, GuideSpan } from "../../foundation/api/types.ts";
import { TextLink } from "../../foundation/design/links.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { guideQuery } from "./guides.ts";
import { OpinionForm } from "./OpinionForm.tsx";
import "./guides.css";

/** One article, and whether it helped. */
export function GuidePage() {
  const { t } = useTranslation();
  const { slug } = useParams({ from: "/signed-in/framed/guides/$slug" });
  const guide = useQuery(guideQuery(slug, presentLanguage()));
  return (
    <Stack gap="lg" className="guide">
      <TextLink to="/guides" className="standing-link" w="fit-content">
        {t("console.guides.all")}
      </TextLink>
      {!guide.data && <PageTitle>{t("console.guides.title")}</PageTitle>}
      {guide.isPending && <Skeleton height={400} aria-busy />}
      {guide.isError && !guide.data && <ProblemPanel problem={guide.error} onRetry={() => void guide.refetch()} />}
      {guide.data && (
        <>
          <article>
            <PageTitle key={slug}>{guide.data.title}</PageTitle>
            {slug.startsWith("DP-") && <Text className="quiet">{slug}</Text>}
            <Text fz="lg" mt="sm">
              <Spans spans={guide.data.lead_spans} />
            </Text>
            {guide.data.blocks.map((block, place) => (
              <Block key={place} block={block} />
            ))}
          </article>
          <Paper withBorder shadow="sm" p="lg">
            <OpinionForm key={slug} guide={guide.data} onNewForm={() => void guide.refetch()} />
          </Paper>
        </>
      )}
    </Stack>
  );
}

/** The server sends blocks and words, never markup: React writes them as text. */
function Block({ block }: { block: GuideBlock }) {
  const [first = []] = block.lines;
  const items = block.lines.map((line, place) => (
    <li key={place}>
      <Spans spans={line} />
    </li>
  ));
  switch (block.kind) {
    case "part":
      return (
        <Title order={2} fz={20} mt="xl" mb="xs">
          <Spans spans={first} />
        </Title>
      );
    case "say":
      return (
        <blockquote>
          <Spans spans={first} />
        </blockquote>
      );
    case "list":
      return <ul>{items}</ul>;
    case "steps":
      return <ol>{items}</ol>;
    case "picture":
      return <img src={block.picture} alt={first.map((span) => span.text).join("")} loading="lazy" />;
    case "paragraph":
      return (
        <p>
          <Spans spans={first} />
        </p>
      );
  }
}

const ARTICLE = /^\/guide\/([A-Za-z0-9-]+)$/;

function Spans({ spans }: { spans: GuideSpan[] }) {
  return spans.map((span, place) => {
    switch (span.kind) {
      case "strong":
        return <strong key={place}>{span.text}</strong>;
      case "named":
        return <em key={place}>{span.text}</em>;
      case "code":
        return <code key={place}>{span.text}</code>;
      case "link": {
        const slug = ARTICLE.exec(span.href)?.[1];
        return slug === undefined || slug === "errors" ? (
          <TextLink key={place} to="/guides">
            {span.text}
          </TextLink>
        ) : (
          <TextLink key={place} to="/guides/$slug" params={{ slug }}>
            {span.text}
          </TextLink>
        );
      }
      default:
        return span.text;
    }
  });
}

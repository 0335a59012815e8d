import { Button, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { useMe } from "../../foundation/api/me.ts";
import { inPages, type Page } from "../../foundation/api/pages.ts";
import { request } from "../../foundation/api/request.ts";
import type { ApiToken } from "../../foundation/api/types.ts";
import { MoreButton } from "../../foundation/design/MoreButton.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { QuestionDialog } from "../../foundation/design/QuestionDialog.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import { NewTokenDialog } from "./NewTokenDialog.tsx";
import { scopeName } from "./scopes.ts";

const tokensQuery = inPages<Page<ApiToken>>(["api-tokens"], "/api/api-tokens");

/** A person's programs: which tokens there are, what each may do, when it was used last. */
export function TokensPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const tokens = useInfiniteQuery(tokensQuery);
  const listed = tokens.data?.pages.flatMap((page) => page.items);
  const [making, make] = useDisclosure(false);
  return (
    <Stack gap="xl">
      <Group justify="space-between" gap="md">
        <PageTitle>{t("console.tokens.title")}</PageTitle>
        <Button size="md" leftSection={<IconPlus size={18} aria-hidden />} onClick={make.open}>
          {t("console.tokens.new")}
        </Button>
      </Group>
      <Text className="quiet" maw={640}>
        {t("console.tokens.explain")}
      </Text>
      {making && (
        <NewTokenDialog
          onMade={() => queries.invalidateQueries({ queryKey: tokensQuery.queryKey })}
          onClose={make.close}
        />
      )}
      {tokens.isPending && <Skeleton height={140} aria-busy />}
      {tokens.isError && !listed && <ProblemPanel problem={tokens.error} onRetry={() => void tokens.refetch()} />}
      {listed?.length === 0 && (
        <Paper withBorder p="xl">
          <Stack align="center" gap="sm">
            <IconKey size={32} stroke={1.5} aria-hidden className="quiet" />
            <Text fw={600}>{t("console.tokens.none")}</Text>
          </Stack>
        </Paper>
      )}
      {listed && listed.length > 0 && (
        <Paper withBorder shadow="sm" px="lg" py="xs">
          <ul className="things">
            {listed.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </ul>
        </Paper>
      )}
      <MoreButton query={tokens} />
    </Stack>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const [asking, ask] = useDisclosure(false);
  const language = presentLanguage();
  const facts = [
    token.technician_id === me.technician.id ? "" : t("console.tokens.of", { name: token.technician_name }),
    token.last_used_at === null
      ? t("console.tokens.unused")
      : t("console.tokens.used", {
          when: dayAndTime(token.last_used_at, language),
          address: token.last_used_from,
        }),
    token.expires_at === null
      ? t("console.tokens.forever")
      : t("console.tokens.until", { when: dayAndTime(token.expires_at, language) }),
  ];
  const revoke = async () => {
    await request<undefined>("DELETE", `/api/api-tokens/${encodeURIComponent(token.id)}`);
    await queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
  };
  return (
    <li className="thing">
      <div className="thing-words">
        <Text fw={600} className="breakable">
          {token.name}
        </Text>
        <Text size="sm">{token.scopes.map((scope) => scopeName(t, scope)).join(" · ")}</Text>
        <Text size="sm" className="quiet">
          {facts.filter(Boolean).join(" · ")}
        </Text>
      </div>
      <Button
        size="sm"
        variant="subtle"
        color="red"
        onClick={ask.open}
        aria-label={t("console.tokens.revoke_label", { name: token.name })}
      >
        {t("console.tokens.revoke")}
      </Button>
      {asking && (
        <QuestionDialog
          title={t("console.tokens.revoke_question", { name: token.name })}
          explains={t("console.tokens.revoke_explains")}
          action={t("console.tokens.revoke")}
          onAction={revoke}
          onClose={ask.close}
        />
      )}
    </li>
  );
}

import { Button, Group, NativeSelect, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { AUDIT, auditChoicesQuery, type AuditFilter, auditQuery, csvAddress } from "../../foundation/api/audit.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { PersonFilter } from "../../foundation/design/PersonFilter.tsx";
import { RangeFilter } from "../../foundation/design/RangeFilter.tsx";
import { kindWords } from "../../foundation/texts/audit-words.ts";
import { ANY_TIME } from "../../foundation/texts/ranges.ts";
import { useRange } from "../../foundation/texts/use-range.ts";
import { AuditTable } from "./AuditTable.tsx";
import { ChainState } from "./ChainState.tsx";
import "../../foundation/design/records.css";

/** What happened in the company, for the people who answer for it. */
export function AuditPage() {
  const { t, i18n } = useTranslation();
  const { session = "" } = useSearch({ from: "/signed-in/framed/audit" });
  const { choice, choose, range: chosen } = useRange();
  const [kind, setKind] = useState("");
  const [technician, setTechnician] = useState("");
  const range = session === "" ? chosen : ANY_TIME;
  const filter: AuditFilter = { since: undefined, until: undefined, ...range, kind, technician, session };
  return (
    <Stack gap="lg">
      <div>
        <PageTitle fz={26}>{t("console.audit.title")}</PageTitle>
        <Text className="quiet" mt={4}>
          {t("console.audit.intro")}
        </Text>
      </div>
      <ChainState />
      <div className="filters">
        {session === "" ? <RangeFilter choice={choice} onChange={choose} /> : <OneSession id={session} />}
        <Choices kind={kind} onKind={setKind} technician={technician} onTechnician={setTechnician} />
        <Button
          component="a"
          href={csvAddress(AUDIT, filter, i18n.language)}
          download
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t("console.table.csv")}
        </Button>
      </div>
      {range !== null && <Entries filter={filter} />}
    </Stack>
  );
}

function OneSession({ id }: { id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Group gap="sm">
      <Text className="breakable">{t("console.audit.of_session", { id })}</Text>
      <Button variant="subtle" onClick={() => void navigate({ to: "/audit", search: {} })}>
        {t("console.audit.clear_session")}
      </Button>
    </Group>
  );
}

interface ChoicesProps {
  kind: string;
  onKind: (kind: string) => void;
  technician: string;
  onTechnician: (id: string) => void;
}

function Choices({ kind, onKind, technician, onTechnician }: ChoicesProps) {
  const { t } = useTranslation();
  const choices = useQuery(auditChoicesQuery).data;
  const kinds = (choices?.kinds ?? []).map((name) => ({ value: name, label: kindWords(t, name) }));
  kinds.sort((one, other) => one.label.localeCompare(other.label));
  return (
    <>
      <NativeSelect
        label={t("console.audit.filter_kind")}
        value={kind}
        onChange={(event) => onKind(event.currentTarget.value)}
        data={[{ value: "", label: t("console.audit.filter_all") }, ...kinds]}
      />
      <PersonFilter
        label={t("console.audit.filter_technician")}
        anyone={t("console.audit.filter_anyone")}
        people={choices?.technicians}
        chosen={technician}
        onChange={onTechnician}
      />
    </>
  );
}

function Entries({ filter }: { filter: AuditFilter }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(auditQuery(filter));
  if (found.isPending)
    return <Skeleton height={320} role="status" aria-busy aria-label={t("console.common.loading")} />;
  if (found.isError) return <ProblemPanel problem={found.error} onRetry={() => void found.refetch()} />;
  const entries = found.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return (
      <Paper withBorder p="xl">
        <Text fw={600} fz="lg">
          {t("console.audit.empty")}
        </Text>
        <Text className="quiet">{t("console.audit.empty_next")}</Text>
      </Paper>
    );
  }
  return (
    <>
      <AuditTable entries={entries} ofOneSession={filter.session !== ""} />
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("console.table.more")}
        </Button>
      )}
    </>
  );
}

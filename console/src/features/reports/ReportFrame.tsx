import { Button, Group, Paper, Skeleton, Text } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { type UseInfiniteQueryResult, useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";

interface Props {
  /** The report's pieces; only its standing is looked at here. */
  found: UseInfiniteQueryResult;
  empty: boolean;
  csv: string;
  children: ReactNode;
}

/** What both reports have around their table: loading, failing, empty, file, paper, more. */
export function ReportFrame({ found, empty, csv, children }: Props) {
  const { t } = useTranslation();
  if (found.isPending)
    return <Skeleton height={320} role="status" aria-busy aria-label={t("console.common.loading")} />;
  if (found.isError) return <ProblemPanel problem={found.error} onRetry={() => void found.refetch()} />;
  if (empty) {
    return (
      <Paper withBorder p="xl">
        <Text fw={600} fz="lg">
          {t("console.reports.empty")}
        </Text>
        <Text className="quiet">{t("console.reports.empty_next")}</Text>
      </Paper>
    );
  }
  return (
    <>
      <Group gap="sm" className="not-printed">
        <Button
          component="a"
          href={csv}
          download
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t("console.table.csv")}
        </Button>
        <PrintButton found={found} />
      </Group>
      {children}
      {found.hasNextPage && (
        <Button
          className="not-printed"
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t("console.table.more")}
        </Button>
      )}
    </>
  );
}

/** Fetches what is not on the screen yet, then prints everything. */
function PrintButton({ found }: { found: UseInfiniteQueryResult }) {
  const { t } = useTranslation();
  const fetchAll = useMutation({
    mutationFn: async () => {
      let sofar = found;
      while (sofar.hasNextPage) sofar = await sofar.fetchNextPage({ throwOnError: true });
    },
    onSuccess: () => requestAnimationFrame(() => print()),
  });
  return (
    <>
      <Button
        variant="default"
        loading={fetchAll.isPending}
        onClick={() => fetchAll.mutate()}
        leftSection={<IconPrinter size={18} aria-hidden />}
      >
        {t("console.table.print")}
      </Button>
      {fetchAll.isError && <ProblemPanel problem={fetchAll.error} />}
    </>
  );
}

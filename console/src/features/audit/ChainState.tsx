import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconLink } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { auditCheckQuery, checkAudit } from "../../foundation/api/audit.ts";
import type { AuditCheck } from "../../foundation/api/types.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { dayAndTime } from "../../foundation/texts/times.ts";

/** Whether the chain holds, as last checked, and the button to check it now. */
export function ChainState() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const last = useQuery(auditCheckQuery);
  const check = useMutation({
    mutationFn: checkAudit,
    onSuccess: async (found) => {
      // The page's question for the last check may still be on its way; its answer is older.
      await queries.cancelQueries(auditCheckQuery);
      queries.setQueryData(auditCheckQuery.queryKey, found);
    },
  });
  if (check.isError) return <ProblemPanel problem={check.error} onRetry={() => check.mutate()} />;
  const found = last.data ?? null;
  const broken = found !== null && found.broken !== null;
  return (
    <Alert
      role={broken ? "alert" : "status"}
      color={broken ? "red" : "teal"}
      variant="light"
      icon={broken ? <IconAlertTriangle aria-hidden /> : <IconLink aria-hidden />}
    >
      <Group justify="space-between" gap="sm">
        <div className="chain-says">
          {found === null ? <Text>{t("console.audit.not_checked")}</Text> : <Verdict found={found} />}
        </div>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {t("console.audit.check_now")}
        </Button>
      </Group>
    </Alert>
  );
}

function Verdict({ found }: { found: AuditCheck }) {
  const { t, i18n } = useTranslation();
  if (found.broken !== null) {
    return (
      <>
        <Text fw={600}>{t("console.audit.broken", { no: found.broken })}</Text>
        <Text>{t("console.audit.broken_why")}</Text>
        <Text>{t("console.audit.broken_next")}</Text>
      </>
    );
  }
  return (
    <>
      <Text fw={600}>
        {t("console.audit.whole", { count: found.entries, when: dayAndTime(found.checked_at, i18n.language) })}
      </Text>
      <Text className="hash quiet">{t("console.audit.head", { no: found.head_no, hash: found.head_hash })}</Text>
    </>
  );
}

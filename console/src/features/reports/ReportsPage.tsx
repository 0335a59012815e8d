import { SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { auditChoicesQuery, type ReportFilter } from "../../foundation/api/audit.ts";
import { useMe } from "../../foundation/api/me.ts";
import { PersonFilter } from "../../foundation/design/PersonFilter.tsx";
import { RangeFilter } from "../../foundation/design/RangeFilter.tsx";
import type { RangeChoice } from "../../foundation/texts/ranges.ts";
import { useRange } from "../../foundation/texts/use-range.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import { AccountAccess } from "./AccountAccess.tsx";
import { RemoteAccess } from "./RemoteAccess.tsx";
import "../../foundation/design/records.css";

const REPORTS = ["remote", "account"] as const;

/** Who accessed which PC, and who signed in: on screen, as a file, on paper. */
export function ReportsPage() {
  const { t } = useTranslation();
  const [report, show] = useState<(typeof REPORTS)[number]>("remote");
  const { choice, choose, range, now } = useRange();
  const [technician, setTechnician] = useState("");
  const people = useQuery(auditChoicesQuery).data?.technicians;
  const filter: ReportFilter = { since: undefined, until: undefined, ...range, technician };
  return (
    <Stack gap="lg">
      <div>
        <PageTitle fz={26}>{t("console.reports.title")}</PageTitle>
        <Printed choice={choice} now={now} />
      </div>
      <div className="filters not-printed">
        <SegmentedControl
          aria-label={t("console.reports.kind_of_report")}
          value={report}
          onChange={(value) => show(value === "account" ? "account" : "remote")}
          data={REPORTS.map((name) => ({ value: name, label: t(`console.reports.${name}`) }))}
        />
        <RangeFilter choice={choice} onChange={choose} />
        <PersonFilter
          label={t("console.audit.filter_technician")}
          anyone={t("console.audit.filter_anyone")}
          people={people}
          chosen={technician}
          onChange={setTechnician}
        />
      </div>
      <div>
        <Title order={2} fz={20}>
          {t(`console.reports.${report}`)}
        </Title>
        <Text className="quiet" mt={4}>
          {t(`console.reports.${report}_intro`)}
        </Text>
      </div>
      {range !== null && (report === "remote" ? <RemoteAccess filter={filter} /> : <AccountAccess filter={filter} />)}
    </Stack>
  );
}

/** What paper must say besides the table: whose report, which time, when it was printed. */
function Printed({ choice, now }: { choice: RangeChoice; now: number }) {
  const { t, i18n } = useTranslation();
  const { company } = useMe();
  const range = choice.name === "own" ? `${choice.from} – ${choice.to}` : t(`console.range.${choice.name}`);
  return (
    <Text className="print-only">
      {t("console.reports.printed", { company: company.name, range, when: dayAndTime(now, i18n.language) })}
    </Text>
  );
}

import { NumberInput, SimpleGrid, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CompanyStanding } from "../../foundation/api/types.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { SaveLine } from "./SaveLine.tsx";
import { useCompanyChange } from "./use-company-change.ts";

const MOST_PER_TECHNICIAN = 50;
const MOST_PER_COMPANY = 1000;

/** How many sessions may be live at one time. */
export function LimitsForm({ limits, mayChange }: { limits: CompanyStanding["limits"]; mayChange: boolean }) {
  const { t } = useTranslation();
  const change = useCompanyChange();
  const [perTechnician, setPerTechnician] = useState<number | string>(limits.sessions_per_technician);
  const [perCompany, setPerCompany] = useState<number | string>(limits.sessions_per_company);
  const shared = { min: 1, required: true, withAsterisk: false, allowDecimal: false, size: "md", disabled: !mayChange };
  return (
    <form
      onChange={() => change.reset()}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({
          limits: { sessions_per_technician: Number(perTechnician), sessions_per_company: Number(perCompany) },
        });
      }}
    >
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          <NumberInput
            {...shared}
            max={MOST_PER_TECHNICIAN}
            value={perTechnician}
            onChange={setPerTechnician}
            label={t("console.company.per_technician")}
          />
          <NumberInput
            {...shared}
            max={MOST_PER_COMPANY}
            value={perCompany}
            onChange={setPerCompany}
            label={t("console.company.per_company")}
          />
        </SimpleGrid>
        {change.isError && <ProblemPanel problem={change.error} />}
        {mayChange && <SaveLine saving={change.isPending} saved={change.isSuccess} />}
      </Stack>
    </form>
  );
}

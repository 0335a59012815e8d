/** Whether technicians may ask to lock a PC's input or hide its screen; whoever is at the PC decides each time. Off for new companies. */
import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { useCompanyChange } from "./use-company-change.ts";

export function HoldingSwitch({ mayHold, mayChange }: { mayHold: boolean; mayChange: boolean }) {
  const { t } = useTranslation();
  const change = useCompanyChange();
  return (
    <>
      <Switch
        size="md"
        checked={mayHold}
        disabled={!mayChange || change.isPending}
        onChange={(event) => change.mutate({ may_hold: event.currentTarget.checked })}
        label={t("console.company.may_hold")}
        description={t("console.company.may_hold_hint")}
      />
      {change.isError && <ProblemPanel problem={change.error} />}
    </>
  );
}

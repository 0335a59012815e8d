import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PANEL_COLUMNS } from "../../protocol/messages.gen.ts";
import { useActions } from "./ActionDialog.tsx";
import { columnsOf } from "./columns.ts";
import type { ShownRow } from "./rows.ts";
import { Table } from "./Table.tsx";
import { type Dashboard, useTable } from "./use-dashboard.ts";

const COLUMNS = columnsOf("startup");
const STATE = PANEL_COLUMNS.startup.indexOf("state");

/** What starts by itself; switched off and on again at once, since either can be taken back. */
export function StartupPanel({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const table = useTable(dashboard, "startup");
  const { doNow, shown } = useActions();
  // Hosts of an earlier version only show them.
  const can = dashboard.ready?.known?.includes("SwitchStartup") ?? false;

  function actions(chosen: ShownRow | undefined) {
    const button = (on: boolean) => (
      <Button
        size="sm"
        variant="default"
        disabled={!chosen || (chosen.cells[STATE] === "enabled") === on}
        onClick={() => chosen && doNow(() => dashboard.act({ type: "SwitchStartup", key: chosen.key, on }))}
      >
        {t(on ? "console.dashboard.switch_on" : "console.dashboard.switch_off")}
      </Button>
    );
    return (
      <>
        {button(true)}
        {button(false)}
      </>
    );
  }

  return (
    <>
      <Table label={t("console.dashboard.panel_startup")} columns={COLUMNS} {...table} {...(can ? { actions } : {})} />
      {shown}
    </>
  );
}

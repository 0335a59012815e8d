import { useTranslation } from "react-i18next";
import { columnsOf } from "./columns.ts";
import { Table } from "./Table.tsx";
import { type Dashboard, useTable } from "./use-dashboard.ts";
import type { TablePanelName } from "./wire.ts";

/** A table that is only looked at. */
export function ListPanel({ dashboard, panel }: { dashboard: Dashboard; panel: TablePanelName }) {
  const { t } = useTranslation();
  const table = useTable(dashboard, panel);
  return (
    <Table
      label={t(`console.dashboard.panel_${panel}`)}
      columns={columnsOf(panel)}
      {...table}
      live={panel === "ports"}
    />
  );
}

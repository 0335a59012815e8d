import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { harmless } from "../../protocol/shown-text.ts";
import { PANEL_COLUMNS, PriorityValues } from "../../protocol/messages.gen.ts";
import { ChoiceMenu, useActions } from "./ActionDialog.tsx";
import { columnsOf } from "./columns.ts";
import type { ShownRow } from "./rows.ts";
import { Table } from "./Table.tsx";
import { type Dashboard, useTable } from "./use-dashboard.ts";

const COLUMNS = columnsOf("processes");
const place = (name: (typeof PANEL_COLUMNS.processes)[number]) => PANEL_COLUMNS.processes.indexOf(name);
const BUSIEST_FIRST = { column: place("cpu"), down: true };

/** The processes, the busiest first; one can be ended or given another priority. */
export function ProcessesPanel({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const table = useTable(dashboard, "processes");
  const { ask, doNow, shown } = useActions();

  function actions(chosen: ShownRow | undefined) {
    const cell = (name: (typeof PANEL_COLUMNS.processes)[number]) => chosen?.cells[place(name)] ?? "";
    const which = { pid: Number(cell("pid")), started_at: Number(cell("started_at")) };
    const name = harmless(cell("name"));
    return (
      <>
        <Button
          size="sm"
          variant="default"
          disabled={!chosen}
          onClick={() =>
            ask({
              title: t("console.dashboard.end_title", { name }),
              explains: t("console.dashboard.end_explains"),
              action: t("console.dashboard.end"),
              work: () => dashboard.act({ type: "EndProcess", ...which }),
            })
          }
        >
          {t("console.dashboard.end")}
        </Button>
        <ChoiceMenu
          label={t("console.dashboard.column_priority")}
          disabled={!chosen}
          choices={PriorityValues.map((priority) => ({
            label: t(`console.dashboard.word_${priority}`),
            onChoose: () => doNow(() => dashboard.act({ type: "SetPriority", ...which, priority })),
          }))}
        />
      </>
    );
  }

  return (
    <>
      <Table
        label={t("console.dashboard.panel_processes")}
        columns={COLUMNS}
        {...table}
        sortedBy={BUSIEST_FIRST}
        actions={actions}
      />
      {shown}
    </>
  );
}

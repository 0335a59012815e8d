import { Button, Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { PANEL_COLUMNS, PriorityValues } from "../../protocol/messages.gen.ts";
import { ChoiceMenu, useActions } from "./ActionDialog.tsx";
import { columnsOf } from "./columns.ts";
import { asTree, withEverythingBelow } from "./process-tree.ts";
import type { ShownRow } from "./rows.ts";
import { Table } from "./Table.tsx";
import { type Dashboard, useTable } from "./use-dashboard.ts";

const COLUMNS = columnsOf("processes");
const place = (name: (typeof PANEL_COLUMNS.processes)[number]) => PANEL_COLUMNS.processes.indexOf(name);
/** Not there any more. */
const GONE = "DP-801";
const BUSIEST_FIRST = { column: place("cpu"), down: true };

/** The processes, the busiest first; one can be ended or given another priority. */
export function ProcessesPanel({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const table = useTable(dashboard, "processes");
  const { ask, doNow, shown } = useActions();
  const [tree, setTree] = useState(false);

  async function endAll(key: string): Promise<void> {
    const rows = [...(table.rows ?? [])].map(([one, cells]) => ({ key: one, cells }));
    for (const { key: one, cells } of withEverythingBelow(rows, key)) {
      const which = { pid: Number(cells[place("pid")]), started_at: Number(cells[place("started_at")]) };
      await dashboard.act({ type: "EndProcess", ...which }).catch((thrown: unknown) => {
        // What is below often goes by itself with what it belongs to.
        if (!(one !== key && thrown instanceof Problem && thrown.code === GONE)) throw thrown;
      });
    }
  }

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
        {tree && (
          <Button
            size="sm"
            variant="default"
            disabled={!chosen}
            onClick={() =>
              chosen &&
              ask({
                title: t("console.dashboard.end_tree_title", { name }),
                explains: t("console.dashboard.end_tree_explains"),
                action: t("console.dashboard.end_tree"),
                work: () => endAll(chosen.key),
              })
            }
          >
            {t("console.dashboard.end_tree")}
          </Button>
        )}
        <ChoiceMenu
          label={t("console.dashboard.column_priority")}
          disabled={!chosen}
          choices={PriorityValues.map((priority) => ({
            label: t(`console.dashboard.word_${priority}`),
            onChoose: () => doNow(() => dashboard.act({ type: "SetPriority", ...which, priority })),
          }))}
        />
        <Switch
          checked={tree}
          label={t("console.dashboard.as_tree")}
          onChange={(event) => setTree(event.currentTarget.checked)}
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
        asTree={tree ? asTree : undefined}
        live
      />
      {shown}
    </>
  );
}

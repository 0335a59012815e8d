import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { harmless } from "../../protocol/shown-text.ts";
import {
  PANEL_COLUMNS,
  type ServiceAction,
  type ServiceStart,
  ServiceStartValues,
} from "../../protocol/messages.gen.ts";
import { ChoiceMenu, useActions } from "./ActionDialog.tsx";
import { columnsOf } from "./columns.ts";
import type { ShownRow } from "./rows.ts";
import { Table } from "./Table.tsx";
import { type Dashboard, useTable } from "./use-dashboard.ts";

const COLUMNS = columnsOf("services");
const STATE = PANEL_COLUMNS.services.indexOf("state");
const SHOWN_NAME = PANEL_COLUMNS.services.indexOf("shown_name");

/** The services; started at once, stopped and restarted after a question. */
export function ServicesPanel({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const table = useTable(dashboard, "services");
  const { ask, doNow, shown } = useActions();

  function actions(chosen: ShownRow | undefined) {
    const runs = chosen?.cells[STATE] === "running";
    const name = chosen?.key ?? "";
    const shownName = harmless(chosen?.cells[SHOWN_NAME] ?? "");
    const control = (order: ServiceAction) => () => dashboard.act({ type: "ControlService", name, order });
    function chooseStart(start: ServiceStart): void {
      const work = () => dashboard.act({ type: "SetServiceStart", name, start });
      if (start !== "disabled") doNow(work);
      else
        ask({
          title: t("console.dashboard.service_disable_title", { name: shownName }),
          explains: t("console.dashboard.service_disable_explains"),
          action: t("console.dashboard.service_disable"),
          work,
        });
    }
    return (
      <>
        <Button size="sm" variant="default" disabled={!chosen || runs} onClick={() => doNow(control("start"))}>
          {t("console.dashboard.start")}
        </Button>
        {(["stop", "restart"] as const).map((order) => (
          <Button
            key={order}
            size="sm"
            variant="default"
            disabled={!chosen || !runs}
            onClick={() =>
              ask({
                title: t(`console.dashboard.service_${order}_title`, { name: shownName }),
                explains: t(`console.dashboard.service_${order}_explains`),
                action: t(`console.dashboard.${order}`),
                work: control(order),
              })
            }
          >
            {t(`console.dashboard.${order}`)}
          </Button>
        ))}
        <ChoiceMenu
          label={t("console.dashboard.column_start")}
          disabled={!chosen}
          choices={ServiceStartValues.map((start) => ({
            label: t(`console.dashboard.word_${start}`),
            onChoose: () => chooseStart(start),
          }))}
        />
      </>
    );
  }

  return (
    <>
      <Table label={t("console.dashboard.panel_services")} columns={COLUMNS} {...table} actions={actions} />
      {shown}
    </>
  );
}

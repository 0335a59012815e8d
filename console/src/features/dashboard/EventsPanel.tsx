/** The system's logs: filtered on the PC, newest first, read on at the end. */
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { harmless } from "../../protocol/shown-text.ts";
import { PANEL_COLUMNS } from "../../protocol/messages.gen.ts";
import { columnsOf } from "./columns.ts";
import { type EventFilter, EVERYTHING, narrowedBy, type WantedEvents, wantedNow } from "./event-filter.ts";
import { EventFilterForm } from "./EventFilterForm.tsx";
import type { ShownRow } from "./rows.ts";
import { Table } from "./Table.tsx";
import type { Dashboard } from "./use-dashboard.ts";
import { useEvents } from "./use-events.ts";

const COLUMNS = columnsOf("events");
const place = (name: (typeof PANEL_COLUMNS.events)[number]) => PANEL_COLUMNS.events.indexOf(name);
const NEWEST_FIRST = { column: place("at"), down: true };
const { log: FIRST_LOG } = EVERYTHING;

export function EventsPanel({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<EventFilter>(EVERYTHING);
  const [wanted, setWanted] = useState<WantedEvents>({ log: FIRST_LOG, levels: [], source: "", text: "" });
  const { rows, older, failed, asking, again } = useEvents(dashboard, wanted);

  function search(changed: EventFilter): void {
    setFilter(changed);
    const asked = wantedNow(changed);
    if (asked) setWanted(asked);
  }

  function detail(chosen: ShownRow) {
    const cell = (name: (typeof PANEL_COLUMNS.events)[number]) => chosen.cells[place(name)] ?? "";
    const only = (label: string, changed: Partial<EventFilter>) => (
      <Button size="compact-sm" variant="default" onClick={() => search({ ...filter, ...changed })}>
        {label}
      </Button>
    );
    return (
      <>
        <Group gap="xs" mb="xs">
          {only(t("console.dashboard.only_source"), { source: cell("source") })}
          {only(t("console.dashboard.only_event", { number: harmless(cell("event")) }), {
            source: cell("source"),
            event: cell("event"),
          })}
        </Group>
        <p className="dash-text">{harmless(cell("text"))}</p>
      </>
    );
  }

  return (
    <>
      <EventFilterForm
        {...{ filter, setFilter, search, asking }}
        withTimes={dashboard.ready?.known?.includes("event_times") ?? false}
      />
      <Table
        label={t("console.dashboard.panel_events")}
        columns={COLUMNS}
        rows={rows}
        failed={failed}
        again={again}
        sortedBy={NEWEST_FIRST}
        unfiltered
        narrowed={narrowedBy(filter) > 0}
        foot={
          older && (
            <Button className="dash-more" size="sm" variant="default" loading={asking} onClick={older}>
              {t("console.dashboard.read_on")}
            </Button>
          )
        }
        detail={detail}
      />
    </>
  );
}

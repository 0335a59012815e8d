/** The system's logs: filtered on the PC, newest first, read on at the end. */
import { Button, MultiSelect, Select, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { harmless } from "../../protocol/shown-text.ts";
import { type EventLevel, EventLevelValues, PANEL_COLUMNS } from "../../protocol/messages.gen.ts";
import { columnsOf } from "./columns.ts";
import { applied, type Rows } from "./rows.ts";
import { Table } from "./Table.tsx";
import type { Dashboard } from "./use-dashboard.ts";

const COLUMNS = columnsOf("events");
const TEXT = PANEL_COLUMNS.events.indexOf("text");
const NEWEST_FIRST = { column: PANEL_COLUMNS.events.indexOf("at"), down: true };
const LOGS = ["System", "Application", "Security", "Setup"];

interface Wanted {
  readonly log: string;
  readonly levels: readonly EventLevel[];
  readonly source: string;
  readonly text: string;
}

export function EventsPanel({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Wanted>({ log: "System", levels: [], source: "", text: "" });
  const { rows, readOn, failed, asking, ask } = useEvents(dashboard, wanted);
  const [levels, setLevels] = useState<readonly EventLevel[]>([]);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setWanted((before) => ({
      ...before,
      levels,
      source: String(form.get("source") ?? ""),
      text: String(form.get("text") ?? ""),
    }));
  }

  return (
    <>
      <form className="dash-bar dash-filters" onSubmit={submit}>
        <Select
          size="sm"
          label={t("console.dashboard.log")}
          data={LOGS.map((log) => ({ value: log, label: t(`console.dashboard.log_${log.toLowerCase()}`) }))}
          value={wanted.log}
          allowDeselect={false}
          onChange={(log) => log !== null && setWanted((before) => ({ ...before, log }))}
        />
        <MultiSelect
          size="sm"
          label={t("console.dashboard.column_level")}
          placeholder={levels.length === 0 ? t("console.dashboard.every_level") : ""}
          data={EventLevelValues.map((level) => ({ value: level, label: t(`console.dashboard.word_${level}`) }))}
          value={[...levels]}
          onChange={(chosen) => setLevels(EventLevelValues.filter((level) => chosen.includes(level)))}
        />
        <TextInput size="sm" name="source" label={t("console.dashboard.column_source")} maxLength={200} />
        <TextInput size="sm" name="text" label={t("console.dashboard.column_text")} maxLength={200} />
        <Button size="sm" type="submit" loading={asking}>
          {t("console.dashboard.search")}
        </Button>
      </form>
      <Table
        label={t("console.dashboard.panel_events")}
        columns={COLUMNS}
        rows={rows}
        failed={failed}
        again={() => ask("")}
        sortedBy={NEWEST_FIRST}
        unfiltered
        foot={
          readOn !== "" && (
            <Button className="dash-more" size="sm" variant="default" loading={asking} onClick={() => ask(readOn)}>
              {t("console.dashboard.read_on")}
            </Button>
          )
        }
        detail={(chosen) => <pre className="dash-detail">{harmless(chosen.cells[TEXT] ?? "")}</pre>}
      />
    </>
  );
}

/** The pages that were read; another filter begins anew. */
function useEvents({ ready, send, listen }: Dashboard, wanted: Wanted) {
  const [rows, setRows] = useState<Rows>();
  const [readOn, setReadOn] = useState("");
  const [failed, setFailed] = useState<string>();
  const [asking, setAsking] = useState(true);
  useEffect(() => {
    if (!ready) return;
    const stop = listen((message) => {
      if (message.type === "TableRows" && message.panel === "events") {
        setRows((before) => applied(before ?? new Map(), message));
        setReadOn(message.read_on ?? "");
        setFailed(undefined);
        setAsking(false);
      } else if (message.type === "PanelFailed" && message.panel === "events") {
        setFailed(message.dp);
        setAsking(false);
      }
    });
    send({ type: "ReadEvents", ...wanted, before: "" });
    return stop;
  }, [ready, send, listen, wanted]);
  function ask(before: string): void {
    setAsking(true);
    send({ type: "ReadEvents", ...wanted, before });
  }
  return { rows, readOn, failed, asking, ask };
}

/** The pages of a log that were read; another filter begins anew. */
import { useEffect, useRef, useState } from "react";
import type { WantedEvents } from "./event-filter.ts";
import { applied, type Rows } from "./rows.ts";
import type { Dashboard } from "./use-dashboard.ts";

/** So often a search goes on by itself that has found nothing: half a minute. */
const MOST_EMPTY = 10;

export interface ReadEventsState {
  /** Undefined until the first rows. */
  readonly rows: Rows | undefined;
  readonly failed: string | undefined;
  readonly asking: boolean;
  /** Where there may be older ones. */
  readonly older: (() => void) | undefined;
  readonly again: () => void;
}

export function useEvents({ ready, send, listen }: Dashboard, wanted: WantedEvents): ReadEventsState {
  const [rows, setRows] = useState<Rows>();
  const [readOn, setReadOn] = useState("");
  const [failed, setFailed] = useState<string>();
  const [asking, setAsking] = useState(true);
  const [tries, setTries] = useState(0);
  const question = useRef(0);
  const [asked, setAsked] = useState(wanted);
  if (asked !== wanted) {
    // What was found by another filter is not shown as if it were found by this one.
    setAsked(wanted);
    setRows(undefined);
    setReadOn("");
    setFailed(undefined);
    setAsking(true);
  }
  // Older hosts answer without saying which question.
  const numbered = ready?.known?.includes("event_times") ?? false;

  useEffect(() => {
    if (!ready) return;
    let empty = 0;
    const stop = listen((message) => {
      if (message.type === "TableRows" && message.panel === "events") {
        if (numbered && message.question !== question.current) return;
        setRows((before) => applied(before ?? new Map(), message));
        setFailed(undefined);
        const further = message.read_on ?? "";
        setReadOn(further);
        empty = message.rows.length === 0 ? empty + 1 : 0;
        if (further !== "" && empty > 0 && empty <= MOST_EMPTY) {
          send({ type: "ReadEvents", ...wanted, question: question.current, before: further });
        } else setAsking(false);
      } else if (message.type === "PanelFailed" && message.panel === "events") {
        setFailed(message.dp);
        setAsking(false);
      }
    });
    question.current += 1;
    send({ type: "ReadEvents", ...wanted, question: question.current, before: "" });
    return stop;
  }, [ready, send, listen, wanted, numbered, tries]);

  function ask(before: string): void {
    setAsking(true);
    send({ type: "ReadEvents", ...wanted, question: question.current, before });
  }
  const again = () => {
    setAsking(true);
    setFailed(undefined);
    setTries((count) => count + 1);
  };
  const found = asking && rows?.size === 0 ? undefined : rows;
  return { rows: found, failed, asking, again, older: readOn === "" ? undefined : () => ask(readOn) };
}

/** The line of Dashboard for its page: what this PC has, who listens, and actions with their outcome. */
import { useDocumentVisibility } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Problem } from "../../foundation/api/problem.ts";
import { type ShownToolLine, useToolLine } from "../../foundation/tools/use-tool-line.ts";
import type { DashboardReady, Panel } from "../../protocol/messages.gen.ts";
import { applied, type Rows } from "./rows.ts";
import { type Action, type FromHost, HEARS, type ToHost } from "./wire.ts";

type Listener = (message: FromHost) => void;
/** An action without the number it gets. */
export type Unnumbered = Action extends infer One ? (One extends Action ? Omit<One, "action"> : never) : never;

export interface Dashboard {
  /** Another object for each new line: whoever watches or has a terminal begins again. */
  readonly ready: DashboardReady | undefined;
  /** Whether what is sent now goes anywhere. */
  readonly standing: boolean;
  readonly send: (message: ToHost) => void;
  /** Hears every message until the returned function is called. */
  readonly listen: (listener: Listener) => () => void;
  /** Resolves once it is carried out; rejects with a Problem. */
  readonly act: (action: Unnumbered) => Promise<void>;
}

export function useDashboard(sessionId: string): { line: ShownToolLine<ToHost>; dashboard: Dashboard } {
  const [ready, setReady] = useState<DashboardReady>();
  const listeners = useRef(new Set<Listener>());
  const waiting = useRef(new Map<number, (dp: string | undefined) => void>());
  const nextAction = useRef(1);

  const line = useToolLine<ToHost, FromHost>({
    sessionId,
    tool: "dashboard",
    hears: HEARS,
    onMessage: (message) => {
      if (message.type === "DashboardReady") setReady(message);
      if (message.type === "ActionDone") {
        waiting.current.get(message.action)?.(message.dp ?? undefined);
        waiting.current.delete(message.action);
      }
      for (const listener of listeners.current) listener(message);
    },
  });

  const { send, state } = line;
  const standing = state.at === "connected";
  useEffect(() => {
    if (standing) return;
    const lost = [...waiting.current.values()];
    waiting.current.clear();
    for (const tell of lost) tell("DP-208");
  }, [standing]);

  const listen = useCallback((listener: Listener) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);
  const act = useCallback(
    (action: Unnumbered) =>
      new Promise<void>((resolve, reject) => {
        const number = nextAction.current++;
        waiting.current.set(number, (dp) =>
          dp === undefined ? resolve() : reject(new Problem(409, { code: dp, dp })),
        );
        send({ ...action, action: number });
      }),
    [send],
  );
  const dashboard = useMemo(() => ({ ready, standing, send, listen, act }), [ready, standing, send, listen, act]);
  return { line, dashboard };
}

/** Streams a panel while the component is there and the tab in sight; `hear` gets its messages. What failed, as a code. */
export function useWatched(
  { ready, send, listen }: Dashboard,
  panel: Panel,
  hear: Listener,
): { failed: string | undefined; again: () => void } {
  const [failed, setFailed] = useState<string>();
  const [tries, setTries] = useState(0);
  const seen = useDocumentVisibility() === "visible";
  useEffect(() => {
    if (!ready || !seen) return;
    const stop = listen((message) => {
      if (message.type === "PanelFailed") {
        if (message.panel === panel) setFailed(message.dp);
      } else hear(message);
    });
    send({ type: "WatchPanel", panel });
    return () => {
      stop();
      send({ type: "UnwatchPanel", panel });
    };
  }, [ready, seen, send, listen, panel, hear, tries]);
  const again = useCallback(() => {
    setFailed(undefined);
    setTries((before) => before + 1);
  }, []);
  return { failed, again };
}

export interface WatchedTable {
  /** Undefined until the first rows. */
  readonly rows: Rows | undefined;
  readonly failed: string | undefined;
  readonly again: () => void;
}

export function useTable(dashboard: Dashboard, panel: Panel): WatchedTable {
  const [rows, setRows] = useState<Rows>();
  const hear = useCallback(
    (message: FromHost) => {
      if (message.type === "TableRows" && message.panel === panel) {
        setRows((before) => applied(before ?? new Map(), message));
      }
    },
    [panel],
  );
  return { rows, ...useWatched(dashboard, panel, hear) };
}

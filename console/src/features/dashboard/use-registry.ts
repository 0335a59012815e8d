/** The key of the registry that is looked at: what it holds, page after page, and going elsewhere. */
import { useCallback, useEffect, useState } from "react";
import { Problem } from "../../foundation/api/problem.ts";
import type { KeyPage, RegistryValue, RegistryView, SubKey } from "../../protocol/messages.gen.ts";
import type { Dashboard } from "./use-dashboard.ts";

export interface KeyHeld {
  readonly keys: readonly SubKey[];
  readonly values: readonly RegistryValue[];
  /** Whose HKEY_CURRENT_USER it is, where that is asked. */
  readonly person?: string;
}

export interface OpenKey {
  readonly path: string;
  readonly view: RegistryView;
  /** Undefined until everything is there. */
  readonly held: KeyHeld | undefined;
  readonly failed: string | undefined;
  readonly go: (path: string) => void;
  readonly look: (view: RegistryView) => void;
  readonly again: () => void;
}

const NOTHING: KeyHeld = { keys: [], values: [] };
let nextQuestion = 1;

export function useRegistry({ ready, send, listen }: Dashboard): OpenKey {
  const [place, setPlace] = useState<{ path: string; view: RegistryView }>({ path: "", view: "64" });
  const [tries, setTries] = useState(0);
  const [held, setHeld] = useState<KeyHeld>();
  const [failed, setFailed] = useState<string>();
  useEffect(() => {
    if (!ready) return;
    return askForKey({ send, listen }, place, (answer) => {
      if (answer.held) setHeld(answer.held);
      setFailed(answer.dp);
    });
  }, [ready, send, listen, place, tries]);
  return {
    ...place,
    held,
    failed,
    go: useCallback((path: string) => {
      setHeld(undefined);
      setPlace((before) => ({ ...before, path }));
    }, []),
    look: useCallback((view: RegistryView) => setPlace((before) => ({ ...before, view })), []),
    again: useCallback(() => setTries((before) => before + 1), []),
  };
}

interface Answer {
  readonly held?: KeyHeld;
  readonly dp: string | undefined;
}

/** Asks for one key; `tell` hears the answer once, unless the returned function is called before. */
function askForKey(
  { send, listen }: Pick<Dashboard, "send" | "listen">,
  place: { path: string; view: RegistryView },
  tell: (answer: Answer) => void,
): () => void {
  const question = nextQuestion++;
  let found = NOTHING;
  const stop = listen((message) => {
    if (message.type === "PanelFailed" && message.panel === "registry") tell({ dp: message.dp });
    if (message.type !== "KeyPage" || message.question !== question) return;
    found = withPage(found, message);
    if (!message.last) return;
    stop();
    tell({ held: found, dp: message.dp ?? undefined });
  });
  send({ type: "ReadKey", question, ...place });
  return stop;
}

/** What a key holds; rejects with a Problem, also when the line is a new one before the answer came. */
export function readKey(dashboard: Dashboard, path: string, view: RegistryView): Promise<KeyHeld> {
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const end = (answer: Answer) => {
      for (const stop of stops) stop();
      const dp = answer.dp ?? (answer.held ? undefined : "DP-208");
      if (dp === undefined && answer.held) resolve(answer.held);
      else reject(new Problem(409, { code: dp ?? "DP-208", dp: dp ?? "DP-208" }));
    };
    stops.push(
      dashboard.listen((message) => {
        if (message.type === "DashboardReady") end({ dp: "DP-208" });
      }),
      askForKey(dashboard, { path, view }, end),
    );
  });
}

const withPage = (before: KeyHeld, page: KeyPage): KeyHeld => ({
  keys: [...before.keys, ...page.keys],
  values: [...before.values, ...page.values],
  ...(page.person ? { person: page.person } : {}),
});

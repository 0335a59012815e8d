/** The key of the registry that is looked at: what it holds, page after page, and going elsewhere. */
import { useCallback, useEffect, useState } from "react";
import type { KeyPage, RegistryValue, RegistryView, SubKey } from "../../protocol/messages.gen.ts";
import type { Dashboard } from "./use-dashboard.ts";

export interface KeyHeld {
  readonly keys: readonly SubKey[];
  readonly values: readonly RegistryValue[];
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
    const question = nextQuestion++;
    let found = NOTHING;
    const stop = listen((message) => {
      if (message.type === "PanelFailed" && message.panel === "registry") setFailed(message.dp);
      if (message.type !== "KeyPage" || message.question !== question) return;
      found = withPage(found, message);
      if (!message.last) return;
      setFailed(message.dp ?? undefined);
      setHeld(found);
    });
    send({ type: "ReadKey", question, ...place });
    return stop;
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

const withPage = (before: KeyHeld, page: KeyPage): KeyHeld => ({
  keys: [...before.keys, ...page.keys],
  values: [...before.values, ...page.values],
});

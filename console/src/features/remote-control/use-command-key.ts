/** What Command does on the PC, as React state: Ctrl, as everybody at a Mac expects, or its Windows key. */
import { type RefObject, useCallback, useState } from "react";
import type { Viewer } from "../../viewer/viewer.ts";
import { keepPreferences, readPreferences } from "./preferences.ts";

export interface CommandKey {
  readonly commandIsControl: boolean;
  readonly useCommandAsControl: (on: boolean) => void;
}

export function useCommandKey(
  viewer: RefObject<Viewer | null>,
  technicianId: string,
): CommandKey & { readonly beginKeys: (viewer: Viewer) => void } {
  const [on, show] = useState(() => readPreferences(technicianId).commandIsControl);
  return {
    commandIsControl: on,
    useCommandAsControl: useCallback(
      (wanted: boolean) => {
        show(wanted);
        keepPreferences(technicianId, { commandIsControl: wanted });
        viewer.current?.takeCommandForControl(wanted);
      },
      [viewer, technicianId],
    ),
    beginKeys: useCallback(
      (made: Viewer) => made.takeCommandForControl(readPreferences(technicianId).commandIsControl),
      [technicianId],
    ),
  };
}

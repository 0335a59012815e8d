/** What of the PC is held from the people there while a technician works, as React state. Only the host says what holds. */
import { type RefObject, useCallback, useMemo, useState } from "react";
import type { Held, PcHeld } from "../../protocol/messages.gen.ts";
import type { Viewer } from "../../viewer/viewer.ts";

export interface Hold {
  readonly held: Held;
  /** What the people at the PC are asked to allow at this moment. */
  readonly holdAsked: Held;
  readonly lockInput: (on: boolean) => void;
  readonly blankScreen: (on: boolean) => void;
}

export function useHold(viewer: RefObject<Viewer | null>): Hold & { readonly heldChanged: (held: PcHeld) => void } {
  const [held, setHeld] = useState<Held>("nothing");
  const [holdAsked, setAsked] = useState<Held>("nothing");
  const heldChanged = useCallback((told: PcHeld) => {
    setHeld(told.held);
    setAsked(told.asked ?? "nothing");
  }, []);
  const lockInput = useCallback((on: boolean) => viewer.current?.hold({ type: "LockInput", on }), [viewer]);
  const blankScreen = useCallback((on: boolean) => viewer.current?.hold({ type: "BlankScreen", on }), [viewer]);
  return useMemo(
    () => ({ held, holdAsked, heldChanged, lockInput, blankScreen }),
    [held, holdAsked, heldChanged, lockInput, blankScreen],
  );
}

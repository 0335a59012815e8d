/** What the bar for fingers shows and does, as React state. */
import { type RefObject, useCallback, useState } from "react";
import type { TouchMode } from "../../viewer/gestures.ts";
import type { Viewer } from "../../viewer/viewer.ts";

export interface TouchTools {
  readonly touchMode: TouchMode;
  readonly setTouchMode: (mode: TouchMode) => void;
  readonly screenKeyboard: boolean;
  readonly showScreenKeyboard: (shown: boolean) => void;
  /** Modifiers that wait for the next key. */
  readonly armed: readonly string[];
  readonly armKey: (code: string) => void;
  readonly pressBarKey: (code: string) => void;
}

export function useTouchTools(
  viewer: RefObject<Viewer | null>,
): TouchTools & { readonly armedChanged: (codes: readonly string[]) => void } {
  const [touchMode, setShownMode] = useState<TouchMode>("direct");
  const [screenKeyboard, setScreenKeyboard] = useState(false);
  const [armed, setArmed] = useState<readonly string[]>([]);
  return {
    touchMode,
    setTouchMode: useCallback(
      (mode: TouchMode) => {
        setShownMode(mode);
        viewer.current?.useTouch(mode);
      },
      [viewer],
    ),
    screenKeyboard,
    showScreenKeyboard: useCallback(
      (shown: boolean) => {
        setScreenKeyboard(shown);
        viewer.current?.showScreenKeyboard(shown);
      },
      [viewer],
    ),
    armed,
    armKey: useCallback((code: string) => viewer.current?.armKey(code), [viewer]),
    pressBarKey: useCallback((code: string) => viewer.current?.pressBarKey(code), [viewer]),
    armedChanged: setArmed,
  };
}

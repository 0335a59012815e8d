import { type RefObject, useCallback, useEffect, useState } from "react";

/** How long the bar stays after the technician took the keyboard. */
const STAYS_MS = 2_500;
/** How near the upper edge, in CSS pixels, and how long the mouse has to rest there to bring the bar back: passing by is work on the PC. */
const EDGE_PX = 4;
const RESTS_MS = 150;

interface BarShown {
  readonly shown: boolean;
  readonly hide: () => void;
}

/**
 * Shown while nobody controls, or while mouse or focus is in it; who takes the keyboard sees it go after a moment. It comes back
 * when the mouse rests at the upper edge, in control too: nothing lies over the picture there, so its first row stays clickable.
 */
export function useBarShown(bar: RefObject<HTMLElement | null>, controlling: boolean): BarShown {
  const [hidden, setHidden] = useState(false);
  const hide = useCallback(() => setHidden(true), []);
  useEffect(() => {
    if (!controlling) return;
    return () => setHidden(false);
  }, [controlling]);
  useEffect(() => {
    if (!controlling || hidden) return;
    const leave = () => {
      if (!bar.current?.matches(":hover, :focus-within")) setHidden(true);
    };
    const timer = setInterval(leave, STAYS_MS);
    return () => clearInterval(timer);
  }, [bar, controlling, hidden]);
  useEffect(() => {
    if (hidden) return whenRestingAtTheEdge(() => setHidden(false));
  }, [hidden]);
  return { shown: !hidden, hide };
}

/** Calls `rests` once the mouse has stayed at the upper edge with no button held; returns what stops watching. */
function whenRestingAtTheEdge(rests: () => void): () => void {
  let timer: number | undefined;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const follow = (event: PointerEvent) => {
    if (event.clientY >= EDGE_PX || event.buttons !== 0) stop();
    else timer ??= window.setTimeout(rests, RESTS_MS);
  };
  window.addEventListener("pointermove", follow, { capture: true });
  return () => {
    stop();
    window.removeEventListener("pointermove", follow, { capture: true });
  };
}

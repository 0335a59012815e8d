import { type RefObject, useCallback, useEffect, useState } from "react";

/** How long the bar stays after the technician took the keyboard. */
const STAYS_MS = 2_500;

interface BarShown {
  readonly shown: boolean;
  readonly show: () => void;
  readonly hide: () => void;
}

/** Shown while nobody controls, or while mouse or focus is in it; who takes the keyboard sees it go after a moment. */
export function useBarShown(bar: RefObject<HTMLElement | null>, controlling: boolean): BarShown {
  const [hidden, setHidden] = useState(false);
  const show = useCallback(() => setHidden(false), []);
  const hide = useCallback(() => setHidden(true), []);
  useEffect(() => {
    if (!controlling) return;
    const leave = () => {
      if (!bar.current?.matches(":hover, :focus-within")) setHidden(true);
    };
    const timer = setInterval(leave, STAYS_MS);
    return () => {
      clearInterval(timer);
      setHidden(false);
    };
  }, [bar, controlling]);
  return { shown: !hidden, show, hide };
}

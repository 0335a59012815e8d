import { useEffect, useState } from "react";

/** Whole seconds left of `seconds`, counted from the moment `since` changes; by the clock, so a sleeping tab is right when it wakes. */
export function useCountdown(seconds: number, since: unknown): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const endsAt = performance.now() + seconds * 1000;
    const count = () => setLeft(Math.max(0, Math.ceil((endsAt - performance.now()) / 1000)));
    count();
    if (seconds <= 0) return;
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [seconds, since]);
  return left;
}

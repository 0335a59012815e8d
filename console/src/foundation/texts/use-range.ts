import { useMemo, useState } from "react";
import { type RangeChoice, rangeOf } from "./ranges.ts";

/** A time range that one page asks for, at first the last 30 days. `range` is `null` while its dates are backwards. */
export function useRange() {
  const [choice, choose] = useState<RangeChoice>({ name: "month", from: "", to: "" });
  // One moment for as long as the page is open: an answer is not asked for again because time goes on.
  const [now] = useState(Date.now);
  const range = useMemo(() => rangeOf(choice, now), [choice, now]);
  return { choice, choose, range, now };
}

/** Rows that change all the time keep still: their order is taken anew now and then, and never under the pointer or the focus. */
import { useEffect, useMemo, useState } from "react";
import type { ShownRow } from "./rows.ts";

/** At first everything costs nothing: what is busy is known after the second reading. */
const FIRST_MS = 1500;
const EVERY_MS = 3000;

/** `keys` and behind them those of `rows` that are not among them; the same array when there are none. */
export function withNewOnes(keys: readonly string[], rows: readonly ShownRow[]): readonly string[] {
  const known = new Set(keys);
  const fresh = rows.filter(({ key }) => !known.has(key)).map(({ key }) => key);
  return fresh.length === 0 ? keys : [...keys, ...fresh];
}

/** The rows in the order of `keys`; those that are gone are left out. */
export function inOrder(keys: readonly string[], rows: readonly ShownRow[]): readonly ShownRow[] {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

/** `rows` are sorted; another `sortedBy` takes effect at once. Not `live`: as they are. */
export function useHeldOrder(
  rows: readonly ShownRow[],
  sortedBy: string,
  live: boolean,
  held: boolean,
): readonly ShownRow[] {
  const [times, setTimes] = useState(0);
  useEffect(() => {
    if (!live || held) return;
    const timer = setTimeout(() => setTimes(times + 1), times === 0 ? FIRST_MS : EVERY_MS);
    return () => clearTimeout(timer);
  }, [live, held, times]);
  const taken = `${String(times)} ${sortedBy}`;
  const [order, setOrder] = useState<{ readonly taken: string; readonly keys: readonly string[] }>({
    taken: "",
    keys: [],
  });
  const keys = order.taken === taken ? withNewOnes(order.keys, rows) : rows.map(({ key }) => key);
  if (live && rows.length > 0 && (order.taken !== taken || keys !== order.keys)) setOrder({ taken, keys });
  return useMemo(() => (live ? inOrder(order.keys, rows) : rows), [live, order.keys, rows]);
}

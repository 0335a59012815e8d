// @vitest-environment happy-dom
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inOrder, useHeldOrder, withNewOnes } from "../../src/features/dashboard/held-order.ts";
import type { ShownRow } from "../../src/features/dashboard/rows.ts";

const rows = (...keys: string[]): readonly ShownRow[] => keys.map((key) => ({ key, cells: [] }));

describe("rows that change all the time", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("keep their places, new ones come behind, and those that are gone leave", () => {
    expect(withNewOnes(["a", "b"], rows("c", "b", "a", "d"))).toEqual(["a", "b", "c", "d"]);
    const keys = ["a", "b"];
    expect(withNewOnes(keys, rows("b"))).toBe(keys);
    expect(inOrder(["a", "b", "c"], rows("c", "a")).map(({ key }) => key)).toEqual(["a", "c"]);
  });

  it("stay under the pointer for as long as it is there, and are sorted again when it leaves or another order is chosen", () => {
    const seen: string[] = [];
    function Shown(props: { sorted: readonly ShownRow[]; by: string; held: boolean }) {
      const shown = useHeldOrder(props.sorted, props.by, true, props.held);
      seen.push(shown.map(({ key }) => key).join(""));
      return null;
    }
    const root = createRoot(document.createElement("div"));
    const show = (sorted: string, by: string, held: boolean) => {
      act(() => root.render(createElement(Shown, { sorted: rows(...sorted), by, held })));
      return seen.at(-1);
    };
    expect(show("abc", "cpu", false)).toBe("abc");
    expect(show("cba", "cpu", false)).toBe("abc");
    act(() => vi.advanceTimersByTime(1500));
    expect(seen.at(-1)).toBe("cba");
    expect(show("abc", "cpu", true)).toBe("cba");
    act(() => vi.advanceTimersByTime(60_000));
    expect(show("dab", "cpu", true)).toBe("bad");
    expect(show("edab", "cpu", true)).toBe("bade");
    expect(show("abde", "name", true)).toBe("abde");
    expect(show("edba", "name", false)).toBe("abde");
    act(() => vi.advanceTimersByTime(3000));
    expect(seen.at(-1)).toBe("edba");
    act(() => root.unmount());
  });
});

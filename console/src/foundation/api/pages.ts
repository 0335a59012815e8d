/** Lists of the API come in pages: `{"items": […], "next"}`; `next` goes into `cursor` of the next request. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { request } from "./request.ts";

export interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

/** As many items as one answer may hold. */
const WHOLE_PAGE = 200;

/** A path with what is set among `values`. */
export function withQuery(path: string, values: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== "" && value !== null) search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** A list that a page shows piece by piece, with *Show more* (`MoreButton`). */
export function inPages<One extends Page<unknown>>(queryKey: readonly unknown[], path: string, filter: object = {}) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      request<One>("GET", withQuery(path, { ...filter, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: One) => last.next,
  });
}

/** Everything of a list that is needed as a whole: to choose from, or to count. */
export async function everyItem<Item>(path: string, signal?: AbortSignal, filter: object = {}): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: string | null = null;
  do {
    const asked = withQuery(path, { ...filter, limit: WHOLE_PAGE, cursor });
    const page: Page<Item> = await request("GET", asked, signal ? { signal } : {});
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

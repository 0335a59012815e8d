/** Who is signed in in this browser. */
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { request } from "./request.ts";
import type { Me } from "./types.ts";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => request<Me>("GET", "/api/me", { signal }),
  staleTime: 5 * 60_000,
});

/** The signed-in technician; only below the page frame, which has made sure there is one. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

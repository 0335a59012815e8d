/** Who is signed in in this browser: null for nobody, which is an answer and no failure. */
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { Problem } from "./problem.ts";
import { request } from "./request.ts";
import type { Me, Right } from "./types.ts";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => request<Me | null>("GET", "/api/sign-in", { signal }),
  staleTime: 5 * 60_000,
});

/** The signed-in technician; only below the page frame, which has made sure there is one. */
export function useMe(): Me {
  const me = useSuspenseQuery(meQuery).data;
  if (!me) throw new Problem(401, { code: "not_signed_in" });
  return me;
}

/** Whether this person may do that; what is not allowed is not offered. */
export function useMay(right: Right): boolean {
  return useMe().rights.includes(right);
}

/** The company wants a second factor that this person has not set up yet: nothing but the own profile is open. */
export function lacksSecondFactor(me: Me): boolean {
  return me.second_factor_required && !me.has_second_factor;
}

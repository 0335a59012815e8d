/** Whether customers can download the host from this server. */
import { queryOptions } from "@tanstack/react-query";
import type { components } from "./api.gen.ts";
import { request } from "./request.ts";

export type HostProgram = components["schemas"]["HostProgramView"];

export const hostProgramQuery = queryOptions({
  queryKey: ["host-program"],
  queryFn: ({ signal }) => request<HostProgram>("GET", "/api/host-program", { signal }),
  staleTime: 60_000,
});

/** Calls about the technician's company. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./request.ts";
import type { CompanyChange, CompanyStanding } from "./types.ts";

export const companyQuery = queryOptions({
  queryKey: ["company"],
  queryFn: ({ signal }) => request<CompanyStanding>("GET", "/api/company", { signal }),
});

/** Changes what is named; the rest stays. */
export function changeCompany(asked: CompanyChange): Promise<CompanyStanding> {
  return request("PATCH", "/api/company", { body: asked });
}

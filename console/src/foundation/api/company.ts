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

/** Shows this picture on customers' pages in the place of the name. */
export function setLogo(file: File): Promise<{ logo: string }> {
  return request("PUT", "/api/company/logo", { file });
}

/** Customers' pages show the name again. */
export function removeLogo(): Promise<undefined> {
  return request("DELETE", "/api/company/logo");
}

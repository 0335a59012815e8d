/** Calls about the audit trail and the reports made from it. */
import { queryOptions } from "@tanstack/react-query";
import type { Range } from "../texts/ranges.ts";
import { ownZone } from "../texts/ranges.ts";
import { inPages, type Page, withQuery } from "./pages.ts";
import { request } from "./request.ts";
import type { AccountAccessReport, AuditCheck, AuditChoices, AuditList, RemoteAccessReport } from "./types.ts";

export interface AuditFilter extends Range {
  kind: string;
  technician: string;
  session: string;
}

export interface ReportFilter extends Range {
  technician: string;
}

/** Where to download what `path` shows, in this reader's language and time zone. */
export function csvAddress(path: string, filter: object, language: string): string {
  return withQuery(`${path}/file.csv`, { ...filter, language, zone: ownZone() });
}

export const AUDIT = "/api/audit";
export const REMOTE_ACCESS = "/api/reports/remote-access";
export const ACCOUNT_ACCESS = "/api/reports/account-access";

/** Shown anew each time: what is in it grows by itself. */
function listed<One extends Page<unknown>>(path: string, filter: object) {
  return { ...inPages<One>([path, filter], path, filter), staleTime: 0 };
}

export const auditQuery = (filter: AuditFilter) => listed<AuditList>(AUDIT, filter);
export const remoteAccessQuery = (filter: ReportFilter) => listed<RemoteAccessReport>(REMOTE_ACCESS, filter);
export const accountAccessQuery = (filter: ReportFilter) => listed<AccountAccessReport>(ACCOUNT_ACCESS, filter);

export const auditChoicesQuery = queryOptions({
  queryKey: [AUDIT, "choices"],
  queryFn: ({ signal }) => request<AuditChoices>("GET", `${AUDIT}/choices`, { signal }),
});

export const auditCheckQuery = queryOptions({
  queryKey: [AUDIT, "check"],
  queryFn: ({ signal }) => request<AuditCheck | null>("GET", `${AUDIT}/check`, { signal }),
});

/** Checks the whole chain now. */
export function checkAudit(): Promise<AuditCheck> {
  return request("POST", `${AUDIT}/check`);
}

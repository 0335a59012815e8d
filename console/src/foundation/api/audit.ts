/** Calls about the audit trail and the reports made from it. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Range } from "../texts/ranges.ts";
import { ownZone } from "../texts/ranges.ts";
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

/** A path with what is set among `values`. */
export function withQuery(path: string, values: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Where to download what `path` shows, in this reader's language and time zone. */
export function csvAddress(path: string, filter: object, language: string): string {
  return withQuery(`${path}/file.csv`, { ...filter, language, zone: ownZone() });
}

function inPieces<Piece extends { next: string | null }>(path: string, filter: object) {
  return infiniteQueryOptions({
    queryKey: [path, filter],
    queryFn: ({ pageParam, signal }) =>
      request<Piece>("GET", withQuery(path, { ...filter, after: pageParam }), { signal }),
    initialPageParam: "",
    getNextPageParam: (last: Piece) => last.next,
    staleTime: 0,
  });
}

export const AUDIT = "/api/audit";
export const REMOTE_ACCESS = "/api/reports/remote-access";
export const ACCOUNT_ACCESS = "/api/reports/account-access";

export const auditQuery = (filter: AuditFilter) => inPieces<AuditList>(AUDIT, filter);
export const remoteAccessQuery = (filter: ReportFilter) => inPieces<RemoteAccessReport>(REMOTE_ACCESS, filter);
export const accountAccessQuery = (filter: ReportFilter) => inPieces<AccountAccessReport>(ACCOUNT_ACCESS, filter);

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

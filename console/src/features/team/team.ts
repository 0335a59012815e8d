/** The company's people, as the server tells them. */
import { queryOptions } from "@tanstack/react-query";
import { everyItem, inPages, type Page } from "../../foundation/api/pages.ts";
import { request } from "../../foundation/api/request.ts";
import type { Member, Role, TeamInvitation } from "../../foundation/api/types.ts";

export const membersQuery = queryOptions({
  queryKey: ["team", "members"],
  queryFn: ({ signal }) => everyItem<Member>("/api/technicians", signal),
});

export const invitationsQuery = inPages<Page<TeamInvitation>>(["team", "invitations"], "/api/invitations");

export interface NewInvitation {
  email: string;
  name: string;
  role: Role;
  language: string;
}

export function invite(asked: NewInvitation): Promise<TeamInvitation> {
  return request("POST", "/api/invitations", { body: asked });
}

export function revokeInvitation(id: string): Promise<undefined> {
  return request("DELETE", `/api/invitations/${encodeURIComponent(id)}`);
}

export function changeMember(id: string, change: { role?: Role; disabled?: boolean }): Promise<Member> {
  return request("PATCH", `/api/technicians/${encodeURIComponent(id)}`, { body: change });
}

export function requireSecondFactor(required: boolean): Promise<undefined> {
  return request("PUT", "/api/company/second-factor", { body: { required } });
}

const RANKS: readonly Role[] = ["technician", "admin", "owner"];

/** The roles that somebody may give: nobody reaches above themselves. */
export function rolesUpTo(own: Role): Role[] {
  return RANKS.slice(0, RANKS.indexOf(own) + 1);
}

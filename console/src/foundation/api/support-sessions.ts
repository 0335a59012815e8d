/** Calls about support sessions, and how live news lands in what pages have already fetched. */
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { everyItem, withQuery } from "./pages.ts";
import { request } from "./request.ts";
import type { Colleague, Member, NewSupportSession, SessionList, SessionMail, SupportSession, Usage } from "./types.ts";

const path = (id: string, rest = "") => `/api/support-sessions/${encodeURIComponent(id)}${rest}`;

/** Names every list of sessions and their counts: what one session's change makes stale. */
export const everySessionList = { queryKey: ["support-sessions"] } as const;

/** What is live now; more than fit into one page no company has. */
export const liveSessionsQuery = queryOptions({
  queryKey: ["support-sessions", "live"],
  queryFn: ({ signal }) => readPage("live", 200, null, signal),
});

/** What is over, newest first, page by page. */
export const earlierSessionsQuery = infiniteQueryOptions({
  queryKey: ["support-sessions", "ended"],
  queryFn: ({ signal, pageParam }) => readPage("ended", 20, pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page: SessionList) => page.next,
});

/** Live sessions against their limits. */
export const usageQuery = queryOptions({
  queryKey: ["support-sessions", "usage"],
  queryFn: ({ signal }) => request<Usage>("GET", "/api/usage", { signal }),
});

function readPage(state: "live" | "ended", limit: number, cursor: string | null, signal: AbortSignal) {
  const asked = new URLSearchParams({ state, limit: String(limit), ...(cursor === null ? {} : { cursor }) });
  return request<SessionList>("GET", `/api/support-sessions?${asked}`, { signal });
}

/** Which sessions the page *Computers* asks for; what is undefined does not narrow. */
export interface SoughtSessions {
  state: "live" | "prepared" | "active" | "ended";
  q?: string | undefined;
  presence?: string | undefined;
  removal?: string | undefined;
  technician?: string | undefined;
  computer?: boolean | undefined;
  since?: number | undefined;
  until?: number | undefined;
}

/** Live sessions that fit; more than one page no company has. */
export const liveComputersQuery = (sought: SoughtSessions) =>
  queryOptions({
    queryKey: ["support-sessions", "computers", sought],
    queryFn: ({ signal }) =>
      request<SessionList>("GET", withQuery("/api/support-sessions", { ...sought, limit: 200 }), { signal }),
    placeholderData: keepPreviousData,
  });

const EARLIER_COMPUTERS = "earlier-computers";

/** Sessions that are over and fit, newest first, page by page. */
export const earlierComputersQuery = (sought: SoughtSessions) =>
  infiniteQueryOptions({
    queryKey: [EARLIER_COMPUTERS, sought],
    queryFn: ({ signal, pageParam }) =>
      request<SessionList>(
        "GET",
        withQuery("/api/support-sessions", { ...sought, limit: 25, cursor: pageParam ?? undefined }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: SessionList) => page.next,
    placeholderData: keepPreviousData,
  });

/** Puts a changed session where a list of earlier ones shows it; a list that does not is read again, its many pages only then. */
function landAmongEarlier(queries: QueryClient, session: SupportSession): void {
  if (session.state !== "ended") return;
  for (const [key, lists] of queries.getQueriesData<InfiniteData<SessionList>>({ queryKey: [EARLIER_COMPUTERS] })) {
    if (lists?.pages.some((page) => page.items.some((item) => item.id === session.id))) {
      const items = (page: SessionList) => page.items.map((item) => (item.id === session.id ? session : item));
      queries.setQueryData<InfiniteData<SessionList>>(key, {
        ...lists,
        pages: lists.pages.map((page) => ({ ...page, items: items(page) })),
      });
    } else {
      void queries.invalidateQueries({ queryKey: key, exact: true });
    }
  }
}

/** The technician's newest session; null when none is among the company's newest 50. */
export const newestSessionOf = (technicianId: string) =>
  queryOptions({
    queryKey: ["support-sessions", "newest", technicianId],
    queryFn: async ({ signal }) => {
      const { items } = await request<SessionList>("GET", "/api/support-sessions?limit=50", { signal });
      return items.find((session) => session.technician.id === technicianId) ?? null;
    },
  });

export const sessionQuery = (id: string) =>
  queryOptions({
    queryKey: ["support-session", id],
    queryFn: ({ signal }) => readSession(id, signal),
  });

/** One session as it is now. */
export function readSession(id: string, signal?: AbortSignal): Promise<SupportSession> {
  return request("GET", path(id), signal ? { signal } : {});
}

export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: ["support-session", id, "mail"],
    queryFn: ({ signal }) => request<SessionMail>("GET", path(id, "/mail"), { signal }),
  });

/** Prepares a session; the same `key` again returns the same session. */
export function prepareSession(asked: NewSupportSession, key: string): Promise<SupportSession> {
  return request("POST", "/api/support-sessions", { body: asked, headers: { "idempotency-key": key } });
}

/** Ends a session now: picture, input and files stop, and the host removes itself. */
export function endSession(id: string): Promise<SupportSession> {
  return request("DELETE", path(id));
}

/** Keeps what was done, after the end. */
export function writeClosingNote(id: string, text: string): Promise<SupportSession> {
  return request("PUT", path(id, "/closing-note"), { body: { text } });
}

/** Has the PC of an active session show its code window, so that a new session password can come into force. */
export function askNewPassword(
  id: string,
  asked: { technician_key: string; verifier_salt: string },
): Promise<SupportSession> {
  return request("POST", path(id, "/new-password"), { body: asked });
}

/** Closes that window again; the password stays as it was. */
export function withdrawNewPassword(id: string): Promise<SupportSession> {
  return request("DELETE", path(id, "/new-password"));
}

/** Gives a session to a colleague, within the colleague's own limit. */
export function handOver(id: string, technicianId: string): Promise<SupportSession> {
  return request("PUT", path(id, "/technician"), { body: { technician_id: technicianId } });
}

/** Whom one may invite to join a session, and whether they have the console open. */
export const invitableQuery = (id: string) =>
  queryOptions({
    queryKey: ["support-session", id, "colleagues"],
    queryFn: async ({ signal }) =>
      (await request<{ colleagues: Colleague[] }>("GET", path(id, "/colleagues"), { signal })).colleagues,
  });

/** Lets a colleague see a session and connect; the password they hear from whoever invites. */
export function inviteColleague(id: string, technicianId: string): Promise<SupportSession> {
  return request("PUT", path(id, `/colleagues/${encodeURIComponent(technicianId)}`));
}

/** Takes the invitation back; the colleague's connections end. */
export function withdrawInvitation(id: string, technicianId: string): Promise<SupportSession> {
  return request("DELETE", path(id, `/colleagues/${encodeURIComponent(technicianId)}`));
}

/** Everybody of the company, under the same name as the team's page keeps them. */
export const colleaguesQuery = queryOptions({
  queryKey: ["team", "members"],
  queryFn: ({ signal }) => everyItem<Member>("/api/technicians", signal),
});

/** Puts the invitation into the outbox again. */
export function sendMailAgain(id: string): Promise<void> {
  return request("POST", path(id, "/mail"));
}

export const qrAddress = (id: string) => path(id, "/qr.svg");
export const pairingAddress = (id: string) => `${location.origin.replace(/^http/, "ws")}${path(id, "/pairing")}`;

/** Shows the answer to something that was done here. News may have overtaken it on its way, so it is fetched again. */
export function landAnswer(queries: QueryClient, session: SupportSession): void {
  const { queryKey } = sessionQuery(session.id);
  queries.setQueryData(queryKey, session);
  void queries.invalidateQueries({ queryKey, exact: true });
}

/** Lands one piece of live news in the queries; `null` or anything unknown means: fetch again what is shown. */
export function landNews(queries: QueryClient, news: unknown): void {
  const session = sessionIn(news);
  if (!session) {
    void queries.invalidateQueries();
    return;
  }
  const { queryKey } = sessionQuery(session.id);
  // An answer that is still on its way is older.
  void queries.cancelQueries({ queryKey, exact: true });
  queries.setQueryData(queryKey, session);
  void queries.invalidateQueries(everySessionList);
  landAmongEarlier(queries, session);
  void queries.invalidateQueries({ queryKey: mailQuery(session.id).queryKey });
  void queries.invalidateQueries({ queryKey: invitableQuery(session.id).queryKey });
}

/** The session that a piece of live news is about. */
export function sessionIn(news: unknown): SupportSession | null {
  if (typeof news !== "object" || news === null || !("session" in news)) return null;
  const { session } = news;
  const whole =
    typeof session === "object" && session !== null && "id" in session && "state" in session && "milestones" in session;
  return whole ? (session as SupportSession) : null;
}

/** Calls about support sessions, and how live news lands in what pages have already fetched. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { request } from "./request.ts";
import type { NewSupportSession, SessionList, SessionMail, SupportSession } from "./types.ts";

const path = (id: string, rest = "") => `/api/support-sessions/${encodeURIComponent(id)}${rest}`;

export const sessionsQuery = queryOptions({
  queryKey: ["support-sessions"],
  queryFn: ({ signal }) => request<SessionList>("GET", "/api/support-sessions", { signal }),
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
export function endSession(id: string): Promise<void> {
  return request("DELETE", path(id));
}

/** Keeps what was done, after the end. */
export function writeClosingNote(id: string, text: string): Promise<SupportSession> {
  return request("PUT", path(id, "/closing-note"), { body: { text } });
}

/** Puts the invitation into the outbox again. */
export function sendMailAgain(id: string): Promise<void> {
  return request("POST", path(id, "/mail"));
}

export const qrAddress = (id: string) => path(id, "/qr.svg");
export const pairingAddress = (id: string) => `${location.origin.replace(/^http/, "ws")}${path(id, "/pairing")}`;

/** Lands one piece of live news in the queries; `null` or anything unknown means: fetch again what is shown. */
export function landNews(queries: QueryClient, news: unknown): void {
  const session = sessionIn(news);
  if (!session) {
    void queries.invalidateQueries();
    return;
  }
  queries.setQueryData(sessionQuery(session.id).queryKey, session);
  void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  void queries.invalidateQueries({ queryKey: mailQuery(session.id).queryKey });
}

function sessionIn(news: unknown): SupportSession | null {
  if (typeof news !== "object" || news === null || !("session" in news)) return null;
  const { session } = news;
  const whole =
    typeof session === "object" && session !== null && "id" in session && "state" in session && "milestones" in session;
  return whole ? (session as SupportSession) : null;
}

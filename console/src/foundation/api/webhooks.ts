/** Calls about webhooks. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { everyItem, inPages } from "./pages.ts";
import { request } from "./request.ts";
import type { Delivery, DeliveryList, Webhook, WebhookEvent, WebhookWithSecret } from "./types.ts";

export const EVENTS: readonly WebhookEvent[] = [
  "session.prepared",
  "session.activated",
  "session.connected",
  "session.ended",
  "session.removed",
];

const path = (id: string, rest = "") => `/api/webhooks/${encodeURIComponent(id)}${rest}`;

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: async ({ signal }) => ({ items: await everyItem<Webhook>("/api/webhooks", signal) }),
});

export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    ...inPages<DeliveryList>(["webhooks", id, "deliveries"], path(id, "/deliveries"), { limit: 20 }),
    staleTime: 0,
  });

export interface WebhookChange {
  url?: string;
  events?: WebhookEvent[];
  enabled?: boolean;
}

/** Makes a webhook; its secret is in this answer only. */
export function createWebhook(url: string, events: WebhookEvent[]): Promise<WebhookWithSecret> {
  return request("POST", "/api/webhooks", { body: { url, events } });
}

/** Changes what is named; the rest stays. */
export function changeWebhook(id: string, change: WebhookChange): Promise<Webhook> {
  return request("PATCH", path(id), { body: change });
}

/** Removes a webhook and what waits for it. */
export function removeWebhook(id: string): Promise<void> {
  return request("DELETE", path(id));
}

/** A new secret, in this answer only. */
export function renewSecret(id: string): Promise<WebhookWithSecret> {
  return request("POST", path(id, "/secret"));
}

/** Sends a test now; the answer says what became of it. */
export function testWebhook(id: string): Promise<Delivery> {
  return request("POST", path(id, "/test"));
}

/** Puts a delivery back into the queue. */
export function sendAgain(id: string, delivery: string): Promise<Delivery> {
  return request("POST", path(id, `/deliveries/${encodeURIComponent(delivery)}`));
}

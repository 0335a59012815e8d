/**
 * What was typed for a new session, kept for this tab until the session is prepared or given up: phones drop pages in the
 * background. The session password is never part of it.
 */
import { fittingLanguage } from "../../../foundation/texts/texts.ts";
import type { CustomerDetails } from "./customer-details.ts";

const KEPT = "daypass-new-session";

export interface Draft {
  details: CustomerDetails;
  /** The key of each request that was tried, by what it asked for: tried again after a reload it returns the same session. */
  keys: Record<string, string>;
}

type Storage_ = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The draft of this tab; null when there is none that can be read. */
export function keptDraft(storage: Storage_ = sessionStorage): Draft | null {
  try {
    const kept = JSON.parse(storage.getItem(KEPT) ?? "null") as { details?: Record<string, unknown>; keys?: unknown };
    const text = (name: string) => String(kept.details?.[name] ?? "");
    const language = fittingLanguage(text("language"));
    if (!language) return null;
    const keys = typeof kept.keys === "object" && kept.keys !== null ? (kept.keys as Record<string, string>) : {};
    const details = { customer_email: text("customer_email"), customer_name: text("customer_name"), language };
    return { details: { ...details, note: text("note") }, keys };
  } catch {
    return null;
  }
}

/** Keeps what was typed so far. */
export function keepDetails(details: CustomerDetails, storage: Storage_ = sessionStorage): void {
  keep({ keys: keptDraft(storage)?.keys ?? {}, details }, storage);
}

/** The key for asking for exactly this: the same again after a lost answer, or a lost page, returns the same session. */
export function keyFor(
  details: CustomerDetails,
  endFirst: string | undefined,
  storage: Storage_ = sessionStorage,
): string {
  const keys = keptDraft(storage)?.keys ?? {};
  const asked = JSON.stringify([details, endFirst ?? null]);
  const key = keys[asked] ?? crypto.randomUUID();
  keep({ details, keys: { ...keys, [asked]: key } }, storage);
  return key;
}

/** The session is prepared, or the person gave up. */
export function forgetDraft(storage: Storage_ = sessionStorage): void {
  storage.removeItem(KEPT);
}

function keep(draft: Draft, storage: Storage_): void {
  try {
    storage.setItem(KEPT, JSON.stringify(draft));
  } catch {
    // No room or not allowed: the page works on, it only forgets when it is dropped.
  }
}

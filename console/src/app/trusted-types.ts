/**
 * The one Trusted Types policy of the page. Whatever reaches an HTML or script sink passes here: markup is refused, and
 * scripts (workers included) come from this server's console folder only. It must be loaded before anything else.
 */
type Policy = {
  createHTML: (text: string) => string;
  createScriptURL: (address: string) => string;
};

/** Refuses text with markup; lets plain text (style sheets that Mantine writes) pass. */
export function plainTextOnly(text: string): string {
  if (text.includes("<")) throw new TypeError("HTML is refused: build the page from nodes");
  return text;
}

/** Lets only script addresses of this origin under `/console/` pass. */
export function ownScriptOnly(address: string, page: string = location.href): string {
  const url = new URL(address, page);
  if (url.origin !== new URL(page).origin || !url.pathname.startsWith("/console/")) {
    throw new TypeError(`script refused: ${url.origin}${url.pathname}`);
  }
  return address;
}

const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): unknown } }).trustedTypes;
factory?.createPolicy("default", { createHTML: plainTextOnly, createScriptURL: (address) => ownScriptOnly(address) });
